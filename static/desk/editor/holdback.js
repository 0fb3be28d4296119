/* What cannot be saved yet is held back, so that everything else can be. Pure. */

const NEEDS = {
  term: "its term", heading: "its heading", estimate: "its numbers", treatment: "its recommendation", urgency: "its urgency",
  population: "who was counted", design: "how it was found", recommendation: "its recommendation", certainty: "its certainty",
  decided_by: "who decides", title: "its words",
};
const MISSING = new Set(["string_too_short", "missing", "enum", "literal_error"]);

/** The document without what the problems are about: each such part as `base` (what the server holds) has it, or left
 * out where it is new. Returns {document, parts: [{id, name, words}]}, or nothing where a problem has no such part.
 */
export function heldBack(document, base, problems, headingOf) {
  const made = structuredClone(document);
  const parts = new Map();
  for (const problem of problems) {
    const part = hold(made, base, problem, headingOf);
    if (!part) return undefined;
    const known = parts.get(part.id);
    if (!known) parts.set(part.id, { ...part, words: reason(problem) });
  }
  return { document: made, parts: [...parts.values()] };
}

function hold(made, base, problem, headingOf) {
  const [id, name] = problem.target.split(".");
  if (id === "title" || id === "summary") return keep(made, base, id, id);
  if (id === "answer" && name) return keep(made.answer, base.answer, name, problem.target, "part of the answer box");
  for (const section of made.sections) {
    const before = base.sections.find((each) => each.id === section.id);
    if (section.id === id) return holdSection(section, before, name, headingOf);
    const at = section.points.findIndex((point) => point.id === id);
    if (at < 0) continue;
    const was = base.sections.flatMap((each) => each.points).find((point) => point.id === id);
    section.points.splice(at, 1, ...(was ? [was] : []));
    return { id, name: "point" };
  }
  // It was held back for another reason already.
  return /^[0-9a-f-]{36}$/.test(id) ? { id, name: "point" } : undefined;
}

function keep(owner, before, name, id, words = name) {
  owner[name] = before[name];
  return { id, name: words };
}

function holdSection(section, before, name, headingOf) {
  if (name === "heading") section.heading = before?.heading ?? headingOf(section.kind);
  else if (name === "introduction") section.introduction = before?.introduction ?? "";
  else if (name === "sources") section.sources = before?.sources ?? [];
  else return undefined;
  return { id: section.id, name: "section" };
}

function reason({ target, code, rule }) {
  const last = target.split(".").at(-1);
  if (MISSING.has(code) && NEEDS[last]) return `needs ${NEEDS[last]}`;
  if (target.endsWith(".estimate") && /needs a/.test(rule)) return "needs its numbers";
  return rule;
}

/** "1 point (needs its numbers)", "2 points (need their terms) and the title (must not be empty)". */
export function inWords(parts) {
  const names = [...new Set(parts.map((part) => part.name))];
  const each = names.map((name) => {
    const those = parts.filter((part) => part.name === name);
    const reasons = [...new Set(those.map((part) => part.words))].join("; ");
    const number = /^(point|section)$/.test(name) ? `${those.length} ${name}${those.length > 1 ? "s" : ""}` : `the ${name}`;
    return `${number} (${reasons})`;
  });
  return each.join(" and ");
}
