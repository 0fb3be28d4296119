/* The middle pane: the title and answer box, or one section with its points. */

import { offerUndo, say } from "./announce.js";
import { button, el, icon } from "./dom.js";
import { field, line } from "./extras.js";
import { Card } from "./points.js";
import { RichField } from "./rich.js";
import { SourceField } from "./sources.js";

const ANSWERS = [
  ["what", "In short", "What it is, in one sentence."],
  ["how_common", "How common", "As people in every 100, not as a percentage."],
  ["what_to_do", "What to do", "The first thing that a reader can do."],
  ["when_urgent", "When it is urgent", "What must not wait."],
];

export class Writing {
  constructor(editor, pane) {
    this.editor = editor;
    this.store = editor.store;
    this.pane = pane;
    this.cards = new Map();
    this.opened = null;
    this.store.on("selected replaced", () => this.draw());
    this.store.on("structure", () => this.arrange());
    this.store.on("issues", () => this.drawProblems());
    this.store.on("sources", () => this.cards.forEach((card) => !card.isOpen && card.drawBody()));
    this.store.on("text", (target) => this.changed(target));
    this.draw();
  }

  get section() {
    return this.store.section(this.store.selected);
  }

  draw() {
    this.opened?.rich?.deactivate();
    this.introduction?.deactivate();
    this.opened = null;
    this.cards.clear();
    this.list = this.introduction = undefined;
    this.problems = el("ul", { class: "ed-problems" });
    this.pane.replaceChildren(...(this.section ? this.sectionParts() : this.frontParts()));
    this.drawProblems();
  }

  frontParts() {
    const { store } = this;
    const { limits } = store.opened;
    const area = (target, most) => el("textarea", {
      rows: "2", maxlength: most, value: store.get(target), on: { input: (event) => store.set(target, event.target.value) },
    });
    this.counter = el("p", { class: "ed-counter" });
    this.countWords();
    return [
      el("h2", { tabindex: "-1" }, "Title and answer box"),
      this.problems,
      field("Title", line(store, "title", { most: limits.line, class: "ed-title-input" }), { target: "title" }),
      field("Summary", area("summary", limits.text), { target: "summary", help: "One sentence for lists and search results." }),
      el(
        "fieldset",
        { class: "ed-answer" },
        el("legend", {}, "Answer box"),
        el("p", { class: "ed-help" }, "What a reader with ten seconds gets."),
        ANSWERS.map(([name, label, help]) => field(label, area(`answer.${name}`, limits.text), { target: `answer.${name}`, help })),
        this.counter,
      ),
      this.onward(-1),
    ];
  }

  countWords() {
    const words = this.store.answerWords();
    const most = this.store.opened.limits.answerWords;
    this.counter.textContent = `${words} of at most ${most} words`;
    this.counter.classList.toggle("ed-over", words > most);
  }

  sectionParts() {
    const { section, store } = this;
    const { limits, marks, linkSchemes } = store.opened;
    const at = (name) => `${section.id}.${name}`;
    const kind = store.kind(section.kind);
    this.introduction = new RichField({
      label: "Introduction", placeholder: "An introduction, if the section needs one", value: section.introduction, marks, linkSchemes, ...store.linking,
      onChange: (html) => store.set(at("introduction"), html),
    });
    this.introduction.view.addEventListener("focus", () => this.open(null));
    this.introduction.frame.dataset.target = at("introduction");
    this.introductionSources = new SourceField(this.editor, at("sources"), "the introduction");
    this.introductionSources.element.querySelector("label").textContent = "Sources of the introduction";
    this.list = el("ol", { class: "ed-cards", "aria-label": `Points of ${section.heading}` });
    this.adders = el("div", { class: "ed-add-points" }, kind.points.map((each) => this.adder(each)));
    const parts = [
      el("h2", { tabindex: "-1", class: "ed-section-name" }, el("span", { class: "ed-help" }, `Section: ${kind.heading}`)),
      field("Heading", line(store, at("heading"), { most: limits.line, class: "ed-title-input" }), { target: at("heading") }),
      this.problems,
      el("div", { class: "ed-field" }, el("span", { class: "ed-label" }, "Introduction"), this.introduction.element),
      el("details", { class: "ed-introduction-sources" }, el("summary", {}, this.sourceCount = el("span", {})), this.introductionSources.element),
      this.list,
      this.adders,
      this.onward(store.sections.indexOf(section)),
    ];
    this.countSources();
    this.arrange();
    return parts;
  }

  countSources() {
    const number = this.section.sources.length;
    this.sourceCount.textContent = number ? `Sources of the introduction (${number})` : "Sources of the introduction";
  }

  adder({ kind, name }) {
    return el("button", { type: "button", class: "ed-button ed-add", on: { click: () => this.add(kind, this.section.points.length) } }, icon("add"), `Add ${/^[aeiou]/i.test(name) ? "an" : "a"} ${name.toLowerCase()}`);
  }

  onward(at) {
    const next = this.store.sections[at + 1];
    return next ? el("p", { class: "ed-onward" }, button(`Next: ${next.heading || this.store.kind(next.kind).heading}`, () => this.editor.go(next.id))) : "";
  }

  /** Bring the cards into the order of the document; those that stay keep their fields as they are. */
  arrange() {
    const { section } = this;
    if (!section || !this.list) return;
    const wanted = new Set(section.points.map((point) => point.id));
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue;
      if (this.opened === card) this.opened = null;
      card.rich?.deactivate();
      card.element.remove();
      this.cards.delete(id);
    }
    section.points.forEach((point, at) => {
      let card = this.cards.get(point.id);
      if (!card) {
        card = new Card(this, point);
        this.cards.set(point.id, card);
      } else {
        card.point = point;
        card.drawHead();
      }
      if (this.list.children[at] !== card.element) this.list.insertBefore(card.element, this.list.children[at] ?? null);
    });
    this.list.hidden = !section.points.length;
  }

  /** Open one card and close the one that was open. `focus`: "term", "text", another field's name, or none. */
  open(card, { focus = "" } = {}) {
    const before = this.opened;
    const held = before && before.element.contains(document.activeElement);
    this.opened = card;
    if (before && before !== card) {
      before.drawHead();
      before.drawBody();
      if (!card && held) before.term.focus();
    }
    if (!card) return;
    if (before !== card) {
      card.drawHead();
      card.drawBody();
      card.rich.activate({ focus: focus === "text" });
    } else if (focus === "text") card.rich.focus();
    if (focus && focus !== "text") this.focusField(card.element, `${card.point.id}.${focus}`);
    this.editor.shown(card.point.id);
  }

  focusField(within, target) {
    const controls = [...within.querySelectorAll("[data-target]")];
    const exact = controls.find((each) => each.dataset.target === target);
    const near = exact ?? controls.find((each) => each.dataset.target.startsWith(`${target}.`)) ?? within.querySelector("[data-target], button");
    if (near?.classList.contains("ed-rich")) near.querySelector("[tabindex], [contenteditable]")?.focus();
    else near?.focus();
  }

  add(kind, at) {
    const point = this.store.addPoint(this.section.id, kind, at);
    this.open(this.cards.get(point.id), { focus: "term" });
    say(`New ${this.editor.kindName(kind).toLowerCase()}, place ${at + 1} of ${this.section.points.length}.`);
  }

  remove(card) {
    const { section, pointAt } = this.store.find(card.point.id);
    const name = card.point.term.trim();
    const back = this.store.removePoint(card.point.id);
    const next = section.points[Math.min(pointAt, section.points.length - 1)];
    if (next) this.cards.get(next.id).term.focus();
    else this.adders.querySelector("button").focus();
    offerUndo(name ? `“${name}” removed.` : "Point removed.", () => {
      this.editor.go(back(), { focus: "card" });
      say(`${name || "The point"} is back.`);
    });
  }

  moveTo(id, sectionId) {
    const { section, point, pointAt } = this.store.find(id);
    const before = point.kind;
    const target = this.store.section(sectionId);
    this.store.movePoint(id, sectionId, target.points.length);
    const name = point.term.trim() || "The point";
    const next = section.points[Math.min(pointAt, section.points.length - 1)];
    if (next) this.cards.get(next.id)?.term.focus();
    else this.adders?.querySelector("button").focus();
    const changed = before === point.kind ? "" : ` It is ${this.editor.kindName(point.kind).toLowerCase()} there.`;
    offerUndo(`“${name}” moved to ${target.heading}.${changed}`, () => {
      if (!this.store.movePoint(id, section.id, pointAt)) return;
      if (point.kind !== before) this.store.setKind(id, before);
      this.editor.go(id, { focus: "card" });
      say(`${name} is back in ${section.heading}.`);
    });
  }

  /** Give the focus back to a card that was moved: to the same control, or to its name where that is gone. */
  refocus(card, part, had) {
    const wanted = (had?.isConnected && had) || (part && card.element.querySelector(`[data-part="${part}"]`));
    if (wanted && !wanted.disabled) wanted.focus();
    else if (had || part) card.term.focus();
    card.element.scrollIntoView({ block: "nearest" });
  }

  changed(target) {
    if (target.startsWith("answer.") && !this.section) this.countWords();
    if (this.section && target === `${this.section.id}.sources`) this.countSources();
    const id = target.split(".")[0];
    this.cards.get(id)?.changed(target);
    this.editor.shown(id);
  }

  drawProblems() {
    this.cards.forEach((card) => card.drawProblems());
    const own = this.section
      ? (each) => each.target.split(".")[0] === this.section.id
      : (each) => /^(title|summary|answer)\b/.test(each.target);
    const blocking = this.store.issues.filter((each) => each.blocking && own(each));
    const missing = this.section ? [] : blocking.filter((each) => each.rule === "is missing");
    const place = (each) => each.place.split(" › ").at(-1);
    const told = (found, kind) => found.map((each) => el("li", { class: kind }, this.section ? "" : el("strong", {}, `${place(each)}: `), each.rule));
    this.problems.replaceChildren(
      ...told(this.store.problems.filter(own), ""),
      ...(missing.length ? [el("li", { class: "ed-todo" }, `Still missing: ${missing.map(place).join(", ")}.`)] : []),
      ...told(blocking.filter((each) => !missing.includes(each)), "ed-todo"),
    );
  }
}
