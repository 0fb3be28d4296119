/* An accessible combobox: what is typed is looked for, and one of what is found is chosen, by keys or a pointer. */

import { debounced, el } from "./dom.js";

/** `find(text)`: a promise of what is found; `draw(result)`: the parts of an option; `choose(result)`; `say(words)`;
 * `words`: {list, placeholder, none, failed}; `attributes`: of the input.
 */
export class Combo {
  constructor({ id, find, draw, choose, say, words, attributes = {} }) {
    Object.assign(this, { id, find, draw, choose, say, words, results: [], pointed: -1 });
    const { on, ...others } = attributes;
    this.input = el("input", {
      id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder: words.placeholder,
      ...others,
      on: {
        input: () => this.ask(this.input.value),
        focus: () => this.input.value && this.search(this.input.value),
        blur: () => setTimeout(() => this.close(), 150),
        keydown: (event) => this.pressed(event) || on?.keydown?.(event),
      },
    });
    this.options = el("ul", { id: `${id}-list`, role: "listbox", class: "ed-options", hidden: true, "aria-label": words.list });
    this.element = el("div", { class: "ed-combo" }, this.input, this.options);
    this.ask = debounced((text) => this.search(text), 150);
  }

  async search(text) {
    if (!text.trim()) return this.close();
    this.asked = text;
    let results;
    try {
      results = await this.find(text);
    } catch {
      return this.offer([], this.words.failed);
    }
    if (this.asked !== text || document.activeElement !== this.input) return undefined;
    return this.offer(results, this.words.none);
  }

  offer(results, otherwise) {
    this.results = results;
    this.options.replaceChildren(...results.map((result, at) =>
      el(
        "li",
        {
          role: "option", id: `${this.id}-${at}`, "aria-selected": "false",
          on: { pointerdown: (event) => event.preventDefault(), click: () => this.choose(result) },
        },
        this.draw(result),
      ),
    ));
    if (!results.length) this.options.append(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "ed-none" }, otherwise));
    this.options.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(results.length ? 0 : -1);
    this.say(results.length ? `${results.length} found.` : otherwise);
  }

  point(at) {
    this.pointed = at;
    this.options.querySelectorAll("[role=option]").forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) {
      this.input.setAttribute("aria-activedescendant", `${this.id}-${at}`);
      this.options.children[at].scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.options.hidden = true;
    this.results = [];
    this.pointed = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Whether the key was for the list. */
  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) return true; // moves the point
    if (step) {
      event.preventDefault();
      if (this.options.hidden) this.search(this.input.value);
      else if (this.results.length) this.point((this.pointed + step + this.results.length) % this.results.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.results[this.pointed]) this.choose(this.results[this.pointed]);
    } else if (event.key === "Escape" && !this.options.hidden) {
      // It shuts the list, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else return false;
    return true;
  }
}

/** Ask an address of this site what there is for a text. */
export async function ask(address, text) {
  const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`, { redirect: "manual" });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).results;
}
