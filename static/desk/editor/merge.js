/* Merging two documents that grew out of one. Pure: plain data in, plain data out.
 *
 * `differences` lists every part in which mine and theirs differ, with a choice for each where one follows from the
 * base; `merged` makes the document that the choices say. A part is {key, kind, place, base, mine, theirs, choice,
 * both}: `choice` is "mine", "theirs", "both" or "" (somebody must choose), `both` whether both can be kept.
 */

const FRONT = [
  ["title", "Title", false],
  ["summary", "Summary", true],
  ["answer.what", "Answer box: in short", true],
  ["answer.how_common", "Answer box: how common", true],
  ["answer.what_to_do", "Answer box: what to do", true],
  ["answer.when_urgent", "Answer box: when it is urgent", true],
];

/** Whether two values say the same, whatever their spaces. */
export function same(one, other) {
  return normal(one) === normal(other);
}

function normal(value) {
  return JSON.stringify(value ?? null, (key, each) => {
    if (typeof each === "string") return each.normalize("NFC").replace(/\s+/g, " ").trim();
    if (each && typeof each === "object" && !Array.isArray(each)) {
      return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return each;
  });
}

/** Every part in which the two differ. */
export function differences(base, mine, theirs) {
  const [b, m, t] = aligned(base, mine, theirs).map(indexed);
  return [...front(b, m, t), ...sections(b, m, t), ...points(b, m, t), ...order(b, m, t)];
}

/** The document that the choices make. `choices`: the key of each part with its choice. `fresh`: makes a new id. */
export function merged(base, mine, theirs, choices, fresh) {
  const [b, m, t] = aligned(base, mine, theirs).map(indexed);
  const all = [...front(b, m, t), ...sections(b, m, t), ...points(b, m, t), ...order(b, m, t)];
  const chosen = new Map(all.map((part) => [part.key, choices[part.key] || part.choice || "mine"]));
  const made = structuredClone(theirs);
  for (const [key] of FRONT) set(made, key, text(get(m.document, key), get(t.document, key), chosen.get(key)));
  made.sections = arranged(m, t, chosen, fresh);
  return made;
}

function get(document, key) {
  return key.split(".").reduce((here, step) => here?.[step], document);
}

function set(document, key, value) {
  const steps = key.split(".");
  const last = steps.pop();
  steps.reduce((here, step) => here[step], document)[last] = value;
}

/** One of two texts; with "both" the two, one behind the other. */
function text(mine, theirs, choice, gap = " ") {
  if (choice === "both") return [theirs, mine].filter(Boolean).join(gap);
  return choice === "mine" ? mine : theirs;
}

/** The three with one id for each kind of section: two people who add the same section mean the same one. */
function aligned(base, mine, theirs) {
  const ids = new Map();
  for (const document of [base, mine, theirs]) for (const section of document.sections) ids.set(section.kind, section.id);
  return [base, mine, theirs].map((document) => ({
    ...document,
    sections: document.sections.map((section) => ({ ...section, id: ids.get(section.kind) })),
  }));
}

function indexed(document) {
  const byId = new Map(document.sections.map((section) => [section.id, section]));
  const found = new Map();
  for (const section of document.sections) for (const point of section.points) found.set(point.id, { point, home: section.id });
  return { document, sections: byId, points: found };
}

/** Which side a part follows by itself: the only one that changed; "both" or nothing where both did. */
function follows(base, mine, theirs, both) {
  if (same(base, theirs)) return "mine";
  if (same(base, mine)) return "theirs";
  return both ? "both" : "";
}

function front(b, m, t) {
  return FRONT.flatMap(([key, place, both]) => {
    const [base, mine, theirs] = [b, m, t].map((each) => get(each.document, key));
    if (same(mine, theirs)) return [];
    return [{ key, kind: "text", place, base, mine, theirs, both, choice: follows(base, mine, theirs, both) }];
  });
}

const introduction = (section) => section && { introduction: section.introduction, sources: section.sources };

function sections(b, m, t) {
  const parts = [];
  for (const id of new Set([...t.sections.keys(), ...m.sections.keys()])) {
    const [base, mine, theirs] = [b, m, t].map((each) => each.sections.get(id));
    const place = `Section “${(mine ?? theirs).heading}”`;
    if (!mine || !theirs) {
      const kept = mine ? "mine" : "theirs";
      const untouched = base && same(base, mine ?? theirs);
      const gone = mine ? "theirs" : "mine";
      parts.push({ key: `${id}.there`, kind: "section", place, base, mine, theirs, both: false, choice: untouched ? gone : kept });
      continue;
    }
    if (!same(mine.heading, theirs.heading)) {
      const choice = follows(base?.heading, mine.heading, theirs.heading, false);
      parts.push({ key: `${id}.heading`, kind: "text", place: `${place}: heading`, base: base?.heading, mine: mine.heading, theirs: theirs.heading, both: false, choice });
    }
    const [was, my, their] = [base, mine, theirs].map(introduction);
    if (!same(my, their)) {
      parts.push({ key: `${id}.introduction`, kind: "introduction", place: `${place}: introduction`, base: was, mine: my, theirs: their, both: true, choice: follows(was, my, their, true) });
    }
  }
  return parts;
}

function points(b, m, t) {
  const parts = [];
  for (const id of new Set([...t.points.keys(), ...m.points.keys()])) {
    const [base, mine, theirs] = [b, m, t].map((each) => each.points.get(id));
    const [was, my, their] = [base, mine, theirs].map((found) => found?.point);
    if (same(my, their)) continue;
    // What stands in a section that only one of the two has goes with that section.
    if (!mine && !m.sections.has(theirs.home)) continue;
    if (!theirs && !t.sections.has(mine.home)) continue;
    const home = (mine ? m : t).sections.get((mine ?? theirs).home);
    const place = `${home.heading} › ${(my ?? their).term || "a point"}`;
    const part = { key: id, kind: "point", place, base: was, mine: my, theirs: their, both: Boolean(my && their) };
    if (my && their) part.choice = follows(was, my, their, true);
    else if (was && same(was, my ?? their)) part.choice = my ? "theirs" : "mine";
    else part.choice = my ? "mine" : "theirs";
    parts.push(part);
  }
  return parts;
}

/** The order of what both have. */
function shape(each, other) {
  return each.document.sections
    .filter((section) => other.sections.has(section.id))
    .map((section) => [section.id, section.points.filter((point) => other.points.has(point.id)).map((point) => point.id)]);
}

function order(b, m, t) {
  if (same(shape(m, t), shape(t, m))) return [];
  // Against the base, only what all three have can be compared.
  const common = (each) => each.document.sections
    .filter(({ id }) => [b, m, t].every((one) => one.sections.has(id)))
    .map((section) => [section.id, section.points.map(({ id }) => id).filter((id) => [b, m, t].every((one) => one.points.has(id)))]);
  const headings = (each) => each.document.sections.map((section) => [section.heading, section.points.map((point) => point.term)]);
  const choice = same(common(b), common(m)) && !same(common(b), common(t)) ? "theirs" : "mine";
  return [{ key: "order", kind: "order", place: "Order of sections and points", base: headings(b), mine: headings(m), theirs: headings(t), both: false, choice }];
}

function arranged(m, t, chosen, fresh) {
  const [lead, other] = chosen.get("order") === "mine" ? [m, t] : [t, m];
  const side = (each) => (each === m ? "mine" : "theirs");
  const hasSection = (id) => (m.sections.has(id) && t.sections.has(id)) || chosen.get(`${id}.there`) === (m.sections.has(id) ? "mine" : "theirs");
  const hasPoint = (id) => {
    if (m.points.has(id) && t.points.has(id)) return true;
    const owner = m.points.has(id) ? m : t;
    return chosen.has(id) ? chosen.get(id) === side(owner) : hasSection(owner.points.get(id).home);
  };
  const kept = [...new Set([...lead.points.keys(), ...other.points.keys()])].filter(hasPoint);
  const homes = new Map(kept.map((id) => {
    const wanted = [lead.points.get(id)?.home, other.points.get(id)?.home].filter(Boolean);
    return [id, wanted.find(hasSection) ?? wanted[0]];
  }));
  const needed = new Set(homes.values());
  const ids = (each) => each.document.sections.map((section) => section.id);
  const sequence = interleaved(ids(lead), ids(other)).filter((id) => hasSection(id) || needed.has(id));
  return sequence.map((id) => {
    const inside = (each) => each.document.sections.flatMap((section) => section.points.map((point) => point.id)).filter((one) => homes.get(one) === id);
    const own = interleaved(inside(lead).filter((one) => lead.points.get(one).home === id), inside(other));
    return {
      ...content(id, m, t, chosen),
      points: own.flatMap((one) => versions(one, m, t, chosen, fresh)),
    };
  });
}

/** All of the first list, and what only the second has, each behind the neighbour that it has there. */
function interleaved(first, second) {
  const made = [...first];
  second.forEach((id, at) => {
    if (made.includes(id)) return;
    const before = second.slice(0, at).findLast((each) => made.includes(each));
    made.splice(before === undefined ? 0 : made.indexOf(before) + 1, 0, id);
  });
  return made;
}

function content(id, m, t, chosen) {
  const [mine, theirs] = [m.sections.get(id), t.sections.get(id)];
  if (!mine || !theirs) return { ...(mine ?? theirs) };
  const heading = text(mine.heading, theirs.heading, chosen.get(`${id}.heading`));
  const choice = chosen.get(`${id}.introduction`);
  const sources = choice === "both" ? [...new Set([...theirs.sources, ...mine.sources])] : (choice === "mine" ? mine : theirs).sources;
  return { ...theirs, heading, introduction: text(mine.introduction, theirs.introduction, choice, ""), sources };
}

function versions(id, m, t, chosen, fresh) {
  const [mine, theirs] = [m.points.get(id)?.point, t.points.get(id)?.point];
  if (!mine || !theirs) return [mine ?? theirs];
  if (chosen.get(id) === "both") return [theirs, { ...mine, id: fresh() }];
  return [chosen.get(id) === "mine" ? mine : theirs];
}
