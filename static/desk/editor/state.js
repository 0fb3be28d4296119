/* The document that is being written, and what the server is known to hold. Everything on the page is made of this.
 *
 * Events: "text" (a field changed; detail: its target), "structure" (parts came, went or moved), "selected",
 * "issues", "sources", "replaced" (the whole document is another one). "changed" follows the first two.
 */

import { uuid } from "./dom.js";

const ANSWERS = ["what", "how_common", "what_to_do", "when_urgent"];

/** What a point of each kind carries beside its term, text and sources, while it is empty. */
const EXTRAS = {
  estimate: () => ({
    estimate: {
      per: 100, low: null, high: null, population: "", design: "", year: null, comparator: "", comparator_count: null,
    },
  }),
  treatment: () => ({ treatment: { recommendation: "", certainty: "", decided_by: "" } }),
  help: () => ({ urgency: "" }),
};

export class Store {
  constructor(opened) {
    this.opened = opened;
    this.document = opened.document;
    this.base = structuredClone(opened.document);
    this.version = opened.version;
    this.sources = opened.sources;
    this.articles = opened.articles;
    this.issues = [];
    this.setAside = [];
    this.problems = [];
    this.selected = "front";
    this.listeners = {};
    this.stash = new Map();
  }

  on(names, listener) {
    for (const name of names.split(" ")) (this.listeners[name] ??= []).push(listener);
  }

  emit(name, detail) {
    for (const listener of this.listeners[name] ?? []) listener(detail);
    if (name === "text" || name === "structure") this.emit("changed", detail);
  }

  /** What a rich-text field needs to know of links to articles. */
  get linking() {
    return { articles: this.articles, findArticle: this.opened.urls.articles };
  }

  get sections() {
    return this.document.sections;
  }

  kind(key) {
    return this.opened.kinds.find((kind) => kind.key === key);
  }

  section(id) {
    return this.sections.find((section) => section.id === id);
  }

  /** Where a section or point stands: {section, point, sectionAt, pointAt}, or nothing. */
  find(id) {
    for (const [sectionAt, section] of this.sections.entries()) {
      if (section.id === id) return { section, sectionAt };
      const pointAt = section.points.findIndex((point) => point.id === id);
      if (pointAt >= 0) return { section, sectionAt, point: section.points[pointAt], pointAt };
    }
    return undefined;
  }

  /** The value at a target such as "answer.what" or "<id>.estimate.low". */
  get(target) {
    const [owner, name] = this.owner(target);
    return owner?.[name];
  }

  set(target, value) {
    const [owner, name] = this.owner(target);
    if (owner === undefined || owner[name] === value) return;
    owner[name] = value;
    this.emit("text", target);
  }

  owner(target) {
    const steps = target.split(".");
    const found = this.find(steps[0]);
    let owner = found ? (found.point ?? found.section) : this.document;
    if (found) steps.shift();
    while (steps.length > 1 && owner) owner = owner[steps.shift()];
    return [owner ?? undefined, steps[0]];
  }

  /** How many words the answer box has. */
  answerWords() {
    return ANSWERS.flatMap((name) => this.document.answer[name].split(/\s+/).filter(Boolean)).length;
  }

  select(id) {
    this.selected = id;
    this.emit("selected", id);
  }

  addSection(key) {
    const kind = this.kind(key);
    const section = { id: uuid(), kind: key, heading: kind.heading, introduction: "", sources: [], points: [] };
    // A new section stands where the usual order has it.
    const order = this.opened.kinds.map((each) => each.key);
    const after = this.sections.findLastIndex((each) => order.indexOf(each.kind) < order.indexOf(key));
    this.sections.splice(after + 1, 0, section);
    this.emit("structure");
    return section;
  }

  /** Remove a section; returns what puts it back. */
  removeSection(id) {
    const at = this.sections.findIndex((section) => section.id === id);
    const [section] = this.sections.splice(at, 1);
    this.emit("structure");
    return () => {
      if (this.section(id)) return id;
      // Another of its kind may have come; its points then go there.
      const twin = this.sections.find((each) => each.kind === section.kind);
      if (twin) twin.points.push(...section.points);
      else this.sections.splice(Math.min(at, this.sections.length), 0, section);
      this.emit("structure");
      return (twin ?? section).id;
    };
  }

  moveSection(id, to) {
    const from = this.sections.findIndex((section) => section.id === id);
    if (to < 0 || to >= this.sections.length || to === from) return false;
    this.sections.splice(to, 0, ...this.sections.splice(from, 1));
    this.emit("structure");
    return true;
  }

  addPoint(sectionId, kind, at) {
    const point = {
      id: uuid(), kind, term: "", text: "", sources: [], estimate: null, treatment: null, urgency: null,
      ...EXTRAS[kind]?.(),
    };
    this.section(sectionId).points.splice(at, 0, point);
    this.emit("structure");
    return point;
  }

  /** Remove a point; returns what puts it back. */
  removePoint(id) {
    const { section, pointAt } = this.find(id);
    const [point] = section.points.splice(pointAt, 1);
    this.emit("structure");
    return () => {
      if (this.find(id)) return id;
      const home = this.section(section.id) ?? this.sections.find((each) => each.kind === section.kind);
      const target = home ?? this.addSection(section.kind);
      target.points.splice(Math.min(pointAt, target.points.length), 0, point);
      this.emit("structure");
      return point.id;
    };
  }

  /** Move a point within its section or into another; returns whether anything moved. */
  movePoint(id, sectionId, to) {
    const { section, pointAt } = this.find(id) ?? {};
    const target = this.section(sectionId);
    if (!section || !target || (target === section && (to === pointAt || to < 0 || to >= section.points.length))) return false;
    const [point] = section.points.splice(pointAt, 1);
    target.points.splice(Math.max(0, Math.min(to, target.points.length)), 0, point);
    const taken = this.kind(target.kind)?.points.map((each) => each.kind) ?? [];
    if (!taken.includes(point.kind)) this.turnInto(point, taken.includes("plain") ? "plain" : taken[0]);
    this.emit("structure");
    return true;
  }

  /** Make a point one of another kind. What only its old kind has is kept aside, in case it is turned back. */
  setKind(id, kind) {
    const { point } = this.find(id) ?? {};
    if (!point || point.kind === kind) return;
    this.turnInto(point, kind);
    this.emit("structure");
  }

  turnInto(point, kind) {
    const { estimate, treatment, urgency } = point;
    const kept = { ...this.stash.get(point.id), ...Object.fromEntries(
      Object.entries({ estimate, treatment, urgency }).filter(([, value]) => value !== null),
    ) };
    this.stash.set(point.id, kept);
    Object.assign(point, { kind, estimate: null, treatment: null, urgency: null });
    for (const [name, empty] of Object.entries(EXTRAS[kind]?.() ?? {})) point[name] = kept[name] ?? empty;
  }

  /** Another document in place of this one, such as a merged one. */
  replace(document) {
    this.document = document;
    if (this.selected !== "front" && !this.section(this.selected)) this.selected = "front";
    this.emit("replaced");
    this.emit("changed");
  }

  /** What the server answered: from now on it holds `answer.document`. */
  held(answer) {
    this.version = answer.version;
    this.base = answer.document;
    this.know(answer.sources, answer.articles);
    if (answer.issues) this.listIssues(answer);
  }

  listIssues(answer) {
    this.issues = answer.issues;
    this.setAside = answer.setAside ?? [];
    this.grade = answer.grade ?? "";
    this.emit("issues");
  }

  listProblems(problems) {
    this.problems = problems;
    this.emit("issues");
  }

  know(sources, articles = {}) {
    Object.assign(this.sources, sources);
    Object.assign(this.articles, articles);
    this.emit("sources");
  }

  /** The problems and issues at a part, or below it with `deep`. */
  at(id, { deep = false } = {}) {
    const ids = new Set([id]);
    if (deep) this.section(id)?.points.forEach((point) => ids.add(point.id));
    const here = (each) => ids.has(each.target.split(".")[0]);
    return {
      problems: this.problems.filter(here),
      blocking: this.issues.filter((each) => each.blocking && here(each)),
      advice: this.issues.filter((each) => !each.blocking && here(each)),
    };
  }
}
