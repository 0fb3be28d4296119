/* The left pane: title and answer box, the sections with their counts and badges, and the ways to add and order them. */

import { offerUndo, say } from "./announce.js";
import { counted, el, icon, iconButton } from "./dom.js";
import { draggable, markGap, placeIn } from "./drag.js";

export class Outline {
  constructor(editor, pane) {
    this.editor = editor;
    this.store = editor.store;
    this.list = el("ol", { class: "ed-sections" });
    this.front = el("button", { type: "button", class: "ed-entry ed-front", on: { click: () => editor.go("front") } });
    this.adding = el("div", { class: "ed-adding" });
    pane.append(this.front, this.list, this.adding);
    this.store.on("structure replaced issues selected", () => this.draw());
    this.store.on("text", (target) => this.changed(target));
    this.draw();
  }

  changed(target) {
    if (/^(title|answer)/.test(target)) this.drawFront();
    else if (target.endsWith(".heading")) this.draw();
  }

  draw() {
    const focused = document.activeElement?.closest?.(".ed-section-row");
    const kept = focused && this.list.contains(focused)
      ? { id: focused.dataset.id, part: document.activeElement.dataset.part } : null;
    this.drawFront();
    this.list.replaceChildren(...this.store.sections.map((section, at) => this.row(section, at)));
    this.drawAdding();
    if (kept) this.focus(kept.id, kept.part);
  }

  focus(id, part = "open") {
    const row = this.list.querySelector(`[data-id="${id}"]`);
    const wanted = row?.querySelector(`[data-part="${part}"]`);
    (wanted && !wanted.disabled ? wanted : row?.querySelector('[data-part="open"]'))?.focus();
  }

  drawFront() {
    const words = this.store.answerWords();
    const most = this.store.opened.limits.answerWords;
    const here = (each) => /^(title|summary|answer)\b/.test(each.target);
    const unsaved = this.store.problems.filter(here).length;
    const blocking = this.store.issues.filter((each) => each.blocking && here(each)).length;
    this.front.replaceChildren(
      el("span", { class: "ed-entry-name" }, "Title and answer box"),
      badge(unsaved, blocking),
      el("span", { class: `ed-count ${words > most ? "ed-over" : ""}`, title: `The answer box has ${words} of at most ${most} words` }, `${words}/${most}`),
    );
    this.mark(this.front, "front");
  }

  mark(element, id) {
    const selected = this.store.selected === id;
    element.classList.toggle("ed-selected", selected);
    if (selected) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  }

  row(section, at) {
    const { problems, blocking } = this.store.at(section.id, { deep: true });
    const name = section.heading.trim() || this.store.kind(section.kind).heading;
    const last = this.store.sections.length - 1;
    const grip = el("span", { class: "ed-grip", "aria-hidden": "true", title: "Drag to move" }, icon("grip"));
    const open = el(
      "button",
      { type: "button", class: "ed-entry", data: { part: "open" }, on: { click: () => this.editor.go(section.id) } },
      el("span", { class: "ed-entry-name" }, name),
      badge(problems.length, blocking.length),
      el("span", { class: "ed-count", title: counted(section.points.length, "point") }, String(section.points.length), el("span", { class: "visually-hidden" }, section.points.length === 1 ? " point" : " points")),
    );
    this.mark(open, section.id);
    const row = el(
      "li",
      { class: "ed-section-row", data: { id: section.id }, on: { keydown: (event) => this.pressed(event, section) } },
      grip,
      open,
      el(
        "span",
        { class: "ed-row-tools" },
        iconButton("up", `Move ${name} up`, () => this.move(section, at - 1, "up"), { disabled: at === 0, data: { part: "up" } }),
        iconButton("down", `Move ${name} down`, () => this.move(section, at + 1, "down"), { disabled: at === last, data: { part: "down" } }),
        iconButton("remove", `Remove ${name}`, () => this.remove(section), { data: { part: "remove" } }),
      ),
    );
    draggable(grip, row, {
      into: (x, y) => placeIn(this.list, ".ed-section-row", y),
      over: (target) => markGap(target?.rows, target?.at),
      drop: ({ at: gap }) => this.move(section, gap > at ? gap - 1 : gap, "open"),
    });
    return row;
  }

  pressed(event, section) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step) return;
    event.preventDefault();
    this.move(section, this.store.sections.indexOf(section) + step, document.activeElement.dataset.part);
  }

  move(section, to, part) {
    if (!this.store.moveSection(section.id, to)) return say("It cannot go further.");
    this.focus(section.id, part);
    return say(`${section.heading}: now section ${to + 1} of ${this.store.sections.length}.`);
  }

  remove(section) {
    const at = this.store.sections.indexOf(section);
    const back = this.store.removeSection(section.id);
    const next = this.store.sections[Math.min(at, this.store.sections.length - 1)];
    if (this.store.selected === section.id) this.store.select(next?.id ?? "front");
    if (next) this.focus(next.id);
    else this.front.focus();
    offerUndo(`Section “${section.heading}” removed, with ${counted(section.points.length, "point")}.`, () => {
      const id = back();
      this.editor.go(id);
      this.focus(id);
      say(`Section “${section.heading}” is back.`);
    });
  }

  drawAdding() {
    const present = new Set(this.store.sections.map((section) => section.kind));
    const missing = this.store.opened.kinds.filter((kind) => !present.has(kind.key));
    const needed = missing.filter((kind) => kind.needed);
    const others = missing.filter((kind) => !kind.needed);
    const had = document.activeElement?.closest?.(".ed-adding") ? document.activeElement.dataset.kind ?? "select" : null;
    const choose = (key) => {
      const section = this.store.addSection(key);
      this.editor.go(section.id, { focus: "heading" });
      say(`Section “${section.heading}” added.`);
    };
    this.adding.replaceChildren();
    if (needed.length) {
      this.adding.append(
        el("h2", {}, "Still needed"),
        ...needed.map((kind) =>
          el("button", { type: "button", class: "ed-needed", data: { kind: kind.key }, on: { click: () => choose(kind.key) } }, icon("add"), kind.heading),
        ),
      );
    }
    if (others.length) {
      const select = el(
        "select",
        { "aria-label": "Add a section", class: "ed-add-section", data: { kind: "select" } },
        el("option", { value: "" }, "+ Add a section…"),
        others.map((kind) => el("option", { value: kind.key }, kind.heading)),
      );
      const add = el("button", { type: "button", class: "ed-button", on: { click: () => select.value && choose(select.value) } }, "Add");
      this.adding.append(el("div", { class: "ed-add-row" }, select, add));
    }
    if (had) this.adding.querySelector(`[data-kind="${had}"]`)?.focus();
  }
}

/** How much is to mend: red where something is not saved, amber where it keeps the draft from review. */
function badge(unsaved, blocking) {
  const number = unsaved + blocking;
  if (!number) return "";
  const words = unsaved ? " to mend, not saved" : " to mend";
  return el("span", { class: `ed-badge ${unsaved ? "" : "ed-todo"}`, title: number + words }, String(number), el("span", { class: "visually-hidden" }, words));
}
