/* The sources of a point or of an introduction: what is cited, and an accessible combobox over the library. */

import { say } from "./announce.js";
import { debounced, el, freshId, iconButton } from "./dom.js";
import { newSource } from "./newsource.js";

const STANDINGS = { superseded: "superseded", retracted: "retracted" };

/** What is cited, to be looked at. */
export function chips(store, keys) {
  return el("ul", { class: "ed-chips", "aria-label": "Sources" }, keys.map((key) => el("li", { class: "ed-chip" }, chipWords(store, key))));
}

function chipWords(store, key) {
  const source = store.sources[key];
  if (!source) return [el("span", {}, key)];
  const standing = STANDINGS[source.standing];
  return [
    el("span", { class: "ed-chip-name", title: source.title }, source.name),
    el("span", { class: "ed-chip-title" }, source.title),
    standing ? el("strong", { class: `ed-standing ed-${standing}`, title: source.note }, standing) : null,
  ];
}

/** The editable sources at `target`, a list of keys in the document. */
export class SourceField {
  constructor(editor, target, name) {
    this.editor = editor;
    this.store = editor.store;
    this.target = target;
    this.name = name;
    this.id = freshId("sources");
    this.list = el("ul", { class: "ed-chips", "aria-label": `Sources of ${name}` });
    this.input = el("input", {
      id: this.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", class: "ed-source-input",
      "aria-expanded": "false", "aria-controls": `${this.id}-list`, "aria-autocomplete": "list", placeholder: "Author, title, year or DOI",
      data: { target },
      on: {
        input: () => this.ask(this.input.value),
        focus: () => this.input.value && this.search(this.input.value),
        keydown: (event) => this.pressed(event),
        blur: () => setTimeout(() => this.close(), 150),
      },
    });
    this.options = el("ul", { id: `${this.id}-list`, role: "listbox", class: "ed-options", hidden: true, "aria-label": "Sources found" });
    this.ask = debounced((text) => this.search(text), 150);
    const add = this.store.opened.may.addSource
      ? el("button", { type: "button", class: "ed-button ed-quiet", on: { click: () => this.addNew() } }, "New source…") : null;
    this.element = el(
      "div",
      { class: "ed-field ed-source-field" },
      el("label", { for: this.id }, "Sources"),
      this.list,
      el("div", { class: "ed-source-row" }, el("div", { class: "ed-combo" }, this.input, this.options), add),
    );
    this.draw();
  }

  get keys() {
    return this.store.get(this.target) ?? [];
  }

  draw() {
    this.list.hidden = !this.keys.length;
    this.list.replaceChildren(...this.keys.map((key, at) => {
      const name = this.store.sources[key]?.name ?? key;
      return el("li", { class: "ed-chip" }, chipWords(this.store, key), iconButton("remove", `Stop citing ${name}`, () => this.drop(key, at)));
    }));
  }

  cite(source) {
    this.store.know({ [source.key]: source });
    if (!this.keys.includes(source.key)) this.store.set(this.target, [...this.keys, source.key]);
    this.draw();
    this.input.value = "";
    this.close();
    say(`${source.name} is cited.`);
  }

  drop(key, at) {
    this.store.set(this.target, this.keys.filter((each) => each !== key));
    this.draw();
    const buttons = this.list.querySelectorAll("button");
    (buttons[Math.min(at, buttons.length - 1)] ?? this.input).focus();
    say(`${this.store.sources[key]?.name ?? key} is no longer cited.`);
  }

  async addNew() {
    const source = await newSource(this.store.opened.urls.newSource, this.input.value);
    if (source) this.cite(source);
    this.input.focus();
  }

  async search(text) {
    if (!text.trim()) return this.close();
    this.asked = text;
    let results;
    try {
      const answer = await fetch(`${this.store.opened.urls.sources}?q=${encodeURIComponent(text)}`, { redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      ({ results } = await answer.json());
    } catch {
      return this.offer([], "The library does not answer. Are you signed in?");
    }
    if (this.asked !== text || document.activeElement !== this.input) return undefined;
    return this.offer(results.filter((source) => !this.keys.includes(source.key)), "Nothing found.");
  }

  offer(results, otherwise) {
    this.results = results;
    this.options.replaceChildren(...results.map((source, at) =>
      el(
        "li",
        {
          role: "option", id: `${this.id}-${at}`, "aria-selected": "false",
          on: { pointerdown: (event) => event.preventDefault(), click: () => this.cite(source) },
        },
        el("span", { class: "ed-option-name" }, source.name, STANDINGS[source.standing] ? el("strong", { class: `ed-standing ed-${source.standing}` }, STANDINGS[source.standing]) : null),
        el("span", { class: "ed-option-title" }, source.title),
        el("span", { class: "ed-option-kind" }, [source.kind, source.container].filter(Boolean).join(", ")),
      ),
    ));
    if (!results.length) this.options.append(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "ed-none" }, otherwise));
    this.options.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(results.length ? 0 : -1);
    say(results.length ? `${results.length} found.` : otherwise);
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

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) return; // moves the point
    if (step) {
      event.preventDefault();
      if (this.options.hidden) this.search(this.input.value);
      else if (this.results.length) this.point((this.pointed + step + this.results.length) % this.results.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.results?.[this.pointed]) this.cite(this.results[this.pointed]);
    } else if (event.key === "Escape" && !this.options.hidden) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value && this.keys.length) {
      this.drop(this.keys.at(-1), this.keys.length - 1);
    }
  }
}
