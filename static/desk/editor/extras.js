/* The fields that only some points have: an estimate's numbers, a treatment's recommendation, a care card's urgency. */

import { el, freshId } from "./dom.js";

/** A labelled control. Its target is where the value is kept, and where problems point to. */
export function field(label, control, { help = "", target = "", narrow = false } = {}) {
  const id = freshId("field");
  control.id = id;
  if (target) control.dataset.target = target;
  const hint = help ? el("p", { class: "ed-help", id: `${id}-help` }, help) : null;
  if (hint) control.setAttribute("aria-describedby", hint.id);
  return el("div", { class: `ed-field ${narrow ? "ed-narrow" : ""}` }, el("label", { for: id }, label), control, hint);
}

/** A line of text that is kept at `target`. */
export function line(store, target, { most, ...attributes } = {}) {
  return el("input", {
    type: "text",
    value: store.get(target) ?? "",
    maxlength: most,
    autocomplete: "off",
    on: { input: (event) => store.set(target, event.target.value) },
    ...attributes,
  });
}

/** A whole number, or nothing, that is kept at `target`. What is no number is kept as it is; the server says so. */
export function number(store, target) {
  const read = (text) => (text === "" ? null : /^\d{1,9}$/.test(text) ? Number(text) : text);
  return el("input", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    value: store.get(target) ?? "",
    on: { input: (event) => store.set(target, read(event.target.value.trim())) },
  });
}

/** One of some values that is kept at `target`. */
export function choice(store, target, choices, { empty = "" } = {}) {
  const now = store.get(target);
  const find = (value) => choices.find(([each]) => String(each) === value)?.[0] ?? "";
  return el(
    "select",
    { on: { change: (event) => store.set(target, find(event.target.value)) } },
    empty && !now ? el("option", { value: "" }, empty) : null,
    choices.map(([value, words]) => el("option", { value, selected: value === now }, words)),
  );
}

/** The extra fields of a point, in the order of writing. */
export function extraFields(store, point) {
  const { choices, limits } = store.opened;
  const at = (name) => `${point.id}.${name}`;
  const put = (label, control, name, options = {}) => field(label, control, { target: at(name), ...options });
  const text = (label, name, options) => put(label, line(store, at(name), { most: limits.line }), name, options);
  const count = (label, name) => put(label, number(store, at(name)), name, { narrow: true });
  if (point.kind === "estimate") {
    return [
      el(
        "fieldset",
        { class: "ed-numbers" },
        el("legend", {}, "How many people"),
        count("From", "estimate.low"),
        count("To", "estimate.high"),
        put("Out of", choice(store, at("estimate.per"), choices.per), "estimate.per", { narrow: true }),
        count("Year", "estimate.year"),
        el("p", { class: "ed-help" }, "Only “to” means “up to”; only “from” means “more than”; both the same means “about”."),
      ),
      text("Who was counted", "estimate.population"),
      text("How it was found", "estimate.design", { help: "Such as a cohort study, a trial or a survey." }),
      el(
        "div",
        { class: "ed-pair" },
        text("Compared with (optional)", "estimate.comparator"),
        count("Their number", "estimate.comparator_count"),
      ),
    ];
  }
  if (point.kind === "treatment") {
    return [
      el(
        "div",
        { class: "ed-pair ed-even" },
        put("What the source says", choice(store, at("treatment.recommendation"), choices.recommendation, { empty: "Choose…" }), "treatment.recommendation"),
        put("Certainty of the evidence", choice(store, at("treatment.certainty"), choices.certainty, { empty: "Choose…" }), "treatment.certainty"),
      ),
      text("Who decides, with the reader", "treatment.decided_by"),
    ];
  }
  if (point.kind === "help") {
    return [put("How fast a reader must act", choice(store, at("urgency"), choices.urgency, { empty: "Choose…" }), "urgency")];
  }
  return [];
}

/** The extra fields in a few words, for a card that is not open. */
export function extraWords(store, point) {
  const words = (name, value) => store.opened.choices[name].find(([each]) => each === value)?.[1];
  if (point.estimate) {
    const { low, high, per } = point.estimate;
    const numbers = low !== null && high !== null ? (low === high ? `about ${low}` : `${low} to ${high}`)
      : high !== null ? `up to ${high}` : low !== null ? `more than ${low}` : "no numbers yet";
    const of = low === null && high === null ? "" : ` in ${Number(per).toLocaleString("en-GB")}`;
    return [numbers + of, point.estimate.population, point.estimate.design].filter(Boolean).join(" · ");
  }
  if (point.treatment) {
    const { recommendation, certainty, decided_by: who } = point.treatment;
    const sure = certainty && `certainty: ${words("certainty", certainty).toLowerCase()}`;
    return [words("recommendation", recommendation), sure, who && `decides: ${who}`].filter(Boolean).join(" · ") || "no recommendation yet";
  }
  if (point.kind === "help") return words("urgency", point.urgency) ?? "no urgency yet";
  return "";
}
