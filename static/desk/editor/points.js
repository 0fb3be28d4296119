/* A point as a card: shown text until it is opened, then its fields. */

import { say } from "./announce.js";
import { button, counted, el, icon, iconButton } from "./dom.js";
import { draggable, markGap, placeIn } from "./drag.js";
import { extraFields, extraWords, field, line } from "./extras.js";
import { RichField } from "./rich.js";
import { shown } from "./richtext.js";
import { chips, SourceField } from "./sources.js";

export class Card {
  constructor(writing, point) {
    this.writing = writing;
    this.editor = writing.editor;
    this.store = writing.store;
    this.point = point;
    this.element = el("li", {
      class: "ed-card",
      data: { id: point.id },
      on: { keydown: (event) => this.pressed(event), click: (event) => this.clicked(event) },
    });
    this.head = el("div", { class: "ed-card-head" });
    this.body = el("div", { class: "ed-card-content" });
    this.element.append(this.head, this.body);
    this.draw();
  }

  get name() {
    return this.point.term.trim() || "this point";
  }

  get isOpen() {
    return this.writing.opened === this;
  }

  draw() {
    this.drawHead();
    this.drawBody();
  }

  /** The head, which changes with the card's place; the fields below it stay as they are. */
  drawHead() {
    const { section, pointAt } = this.store.find(this.point.id);
    const kinds = this.store.kind(section.kind).points;
    const kind = kinds.length > 1 || this.point.kind !== "plain" ? this.editor.kindName(this.point.kind) : "";
    const last = section.points.length - 1;
    const toggle = () => this.writing.open(this.isOpen ? null : this, { focus: "term" });
    const grip = el("span", { class: "ed-grip", "aria-hidden": "true", title: "Drag to move" }, icon("grip"));
    this.term = el("button", { type: "button", class: "ed-term", "aria-expanded": String(this.isOpen), data: { part: "term" }, on: { click: toggle } }, this.termWords());
    this.badges = el("span", { class: "ed-badges" });
    this.head.replaceChildren(
      grip,
      el("h3", {}, this.term),
      this.badges,
      kind ? el("span", { class: "ed-kind" }, kind) : "",
      el(
        "span",
        { class: "ed-row-tools" },
        iconButton("up", `Move ${this.name} up`, () => this.move(pointAt - 1, "up"), { disabled: pointAt === 0, data: { part: "up" } }),
        iconButton("down", `Move ${this.name} down`, () => this.move(pointAt + 1, "down"), { disabled: pointAt === last, data: { part: "down" } }),
        iconButton("remove", `Remove ${this.name}`, () => this.writing.remove(this), { data: { part: "remove" } }),
      ),
    );
    this.dragBy(grip);
    this.moveSlot?.replaceChildren(this.moveField(section));
    this.drawProblems();
  }

  drawBody() {
    this.rich?.deactivate();
    this.rich = undefined;
    this.element.classList.toggle("ed-open", this.isOpen);
    this.term.setAttribute("aria-expanded", String(this.isOpen));
    this.body.replaceChildren(this.isOpen ? this.form() : this.summary());
    this.drawProblems();
  }

  termWords() {
    return this.point.term.trim() || el("em", {}, "Point without a term");
  }

  summary() {
    const extra = extraWords(this.store, this.point);
    const text = this.point.text
      ? el("div", { class: "ed-prose" }, shown(this.point.text, this.store.opened.marks, this.store.articles))
      : this.point.kind === "question" || this.point.kind === "estimate" ? null : el("p", { class: "ed-prose ed-empty" }, "No explanation yet");
    return el(
      "div",
      { class: "ed-card-body" },
      extra ? el("p", { class: "ed-extra" }, extra) : null,
      text,
      this.point.sources.length ? chips(this.store, this.point.sources) : el("p", { class: "ed-uncited" }, "No source yet"),
    );
  }

  form() {
    const { point, store } = this;
    const { limits, marks, linkSchemes } = store.opened;
    const { section } = store.find(point.id);
    const kinds = store.kind(section.kind).points;
    const at = (name) => `${point.id}.${name}`;
    this.rich = new RichField({
      label: `Explanation of ${this.name}`, value: point.text, marks, linkSchemes, ...store.linking,
      onChange: (html) => store.set(at("text"), html),
    });
    this.rich.frame.dataset.target = at("text");
    this.sources = new SourceField(this.editor, at("sources"), this.name);
    this.list = el("ul", { class: "ed-problems" });
    this.moveSlot = el("span", {}, this.moveField(section));
    return el(
      "div",
      { class: "ed-card-form" },
      field("Term", line(store, at("term"), { most: limits.line }), { target: at("term") }),
      kinds.length > 1 ? this.kindField(kinds) : null,
      extraFields(store, point),
      el("div", { class: "ed-field" }, el("span", { class: "ed-label" }, "Explanation"), this.rich.element),
      this.sources.element,
      this.list,
      el(
        "div",
        { class: "ed-card-foot" },
        button("Done", () => this.writing.open(null)),
        button("Add a point after this", () => this.writing.add(point.kind, this.store.find(point.id).pointAt + 1)),
        this.moveSlot,
      ),
    );
  }

  kindField(kinds) {
    const select = el(
      "select",
      { on: { change: () => this.turnInto(select.value) } },
      kinds.map((each) => el("option", { value: each.kind, selected: each.kind === this.point.kind }, each.name)),
    );
    return field("Kind", select, { target: `${this.point.id}.kind`, narrow: true });
  }

  turnInto(kind) {
    this.store.setKind(this.point.id, kind);
    this.draw();
    this.rich?.activate();
    this.element.querySelector('[data-target$=".kind"]').focus();
  }

  moveField(section) {
    const others = this.store.sections.filter((each) => each !== section);
    if (!others.length) return "";
    const select = el(
      "select",
      { "aria-label": `Move ${this.name} to another section`, on: { change: () => select.value && this.writing.moveTo(this.point.id, select.value) } },
      el("option", { value: "" }, "Move to section…"),
      others.map((each) => el("option", { value: each.id }, each.heading || this.store.kind(each.kind).heading)),
    );
    return select;
  }

  /** The badges in the head, and the list of what is wrong in an open card, with its fields marked. */
  drawProblems() {
    const { problems, blocking, advice } = this.store.at(this.point.id);
    if (!this.badges) return;
    this.badges.replaceChildren(
      ...(problems.length ? [el("span", { class: "ed-badge" }, "not saved")] : []),
      ...(blocking.length ? [el("span", { class: "ed-badge ed-todo" }, `${blocking.length} to mend`)] : []),
      ...(advice.length ? [el("span", { class: "ed-badge ed-advice" }, counted(advice.length, "hint"))] : []),
    );
    if (!this.isOpen || !this.list) return;
    const last = (each) => each.target.split(".").slice(1).at(-1)?.replaceAll("_", " ");
    const told = (found, kind) => found.map((each) => el("li", { class: kind }, last(each) ? el("strong", {}, `${capital(last(each))}: `) : null, each.rule));
    this.list.replaceChildren(...told(problems, ""), ...told(blocking, "ed-todo"), ...told(advice, "ed-advice"));
    for (const control of this.element.querySelectorAll("[data-target]")) {
      const wrong = problems.some((each) => each.target === control.dataset.target);
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  /** What changed in the document while the card stands. */
  changed(target) {
    if (target.endsWith(".term")) this.term.replaceChildren(this.termWords());
  }

  clicked(event) {
    if (this.isOpen || event.target.closest("button, a, input, select")) return;
    if (document.getSelection()?.toString()) return; // somebody marks words to copy them
    this.writing.open(this, { focus: event.target.closest(".ed-prose") ? "text" : "term" });
  }

  pressed(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      event.stopPropagation();
      this.move(this.store.find(this.point.id).pointAt + step, document.activeElement.dataset.part);
    } else if (event.key === "Escape" && this.isOpen) {
      this.writing.open(null);
    }
  }

  move(to, part) {
    const { section } = this.store.find(this.point.id);
    const had = this.element.contains(document.activeElement) ? document.activeElement : null;
    if (!this.store.movePoint(this.point.id, section.id, to)) return say("It cannot go further.");
    this.writing.refocus(this, part, had);
    return say(`${this.name}: now point ${to + 1} of ${section.points.length}.`);
  }

  dragBy(grip) {
    draggable(grip, this.element, {
      into: (x, y) => this.under(x, y),
      over: (target) => {
        markGap(target?.rows, target?.at);
        document.querySelectorAll(".ed-drop").forEach((row) => row.classList.remove("ed-drop"));
        target?.row?.classList.add("ed-drop");
      },
      drop: (target) => {
        if (target.row) return this.writing.moveTo(this.point.id, target.row.dataset.id);
        const { pointAt } = this.store.find(this.point.id);
        return this.move(target.at > pointAt ? target.at - 1 : target.at, "term");
      },
    });
  }

  /** The section of the outline under the pointer, or the gap between two cards. */
  under(x, y) {
    const row = document.elementsFromPoint(x, y).map((each) => each.closest(".ed-section-row")).find(Boolean);
    if (row) return row.dataset.id === this.store.find(this.point.id).section.id ? null : { row };
    return placeIn(this.writing.list, ".ed-card", y);
  }
}

function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}
