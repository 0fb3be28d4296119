/* The sources of a point or of an introduction: what is cited, and an accessible combobox over the library. */

import { say } from "./announce.js";
import { ask, Combo } from "./combo.js";
import { el, freshId, iconButton } from "./dom.js";
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
    this.combo = new Combo({
      id: this.id,
      find: async (text) => (await ask(this.store.opened.urls.sources, text)).filter((source) => !this.keys.includes(source.key)),
      draw: (source) => [
        el("span", { class: "ed-option-name" }, source.name, STANDINGS[source.standing] ? el("strong", { class: `ed-standing ed-${source.standing}` }, STANDINGS[source.standing]) : null),
        el("span", { class: "ed-option-title" }, source.title),
        el("span", { class: "ed-option-kind" }, [source.kind, source.container].filter(Boolean).join(", ")),
      ],
      choose: (source) => this.cite(source),
      say,
      words: { list: "Sources found", placeholder: "Author, title, year or DOI", none: "Nothing found.", failed: "The library does not answer. Are you signed in?" },
      attributes: { class: "ed-source-input", data: { target }, on: { keydown: (event) => this.pressed(event) } },
    });
    this.input = this.combo.input;
    const add = this.store.opened.may.addSource
      ? el("button", { type: "button", class: "ed-button ed-quiet", on: { click: () => this.addNew() } }, "New source…") : null;
    this.element = el(
      "div",
      { class: "ed-field ed-source-field" },
      el("label", { for: this.id }, "Sources"),
      this.list,
      el("div", { class: "ed-source-row" }, this.combo.element, add),
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
    this.combo.close();
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

  pressed(event) {
    if (event.key === "Backspace" && !this.input.value && this.keys.length) this.drop(this.keys.at(-1), this.keys.length - 1);
  }
}
