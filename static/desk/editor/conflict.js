/* Somebody else saved meanwhile: both texts side by side, part by part, and a choice for each. */

import { open } from "./dialog.js";
import { button, counted, el, freshId, uuid } from "./dom.js";
import { extraWords } from "./extras.js";
import { differences, merged } from "./merge.js";
import { shown } from "./richtext.js";
import { chips } from "./sources.js";

/** Let somebody merge. `texts`: base, mine, theirs (documents). Returns the merged document, or nothing when put off. */
export async function merge(store, { base, mine, theirs, title, words, names = ["Mine", "Theirs"] }) {
  const parts = differences(base, mine, theirs);
  const { body, foot, closed, close } = open(title, { wide: true, className: "ed-conflict" });
  const wrong = el("p", { class: "ed-field-problem", role: "alert" });
  const rows = parts.map((part) => row(store, part, names));
  const own = parts.filter((part) => part.choice && part.choice !== "both").length;
  let result;

  const accept = () => {
    const open_ = rows.find((each) => !each.choice());
    if (open_) {
      wrong.textContent = "Choose which one to keep here.";
      open_.element.querySelector("input").focus();
      return;
    }
    const choices = Object.fromEntries(rows.map((each) => [each.part.key, each.choice()]));
    result = merged(base, mine, theirs, choices, uuid);
    close();
  };
  body.append(
    el("p", {}, words),
    el("p", { class: "ed-help" }, `${counted(parts.length, "part")} ${parts.length === 1 ? "differs" : "differ"}. ${own ? `${own} of them changed on one side only; those are chosen already.` : ""}`),
    el("div", { class: "ed-differences" }, rows.map((each) => each.element)),
  );
  foot.append(wrong, button("Keep what is chosen", accept, { class: "ed-button ed-primary" }), button("Not now", () => close()));
  await closed;
  return result;
}

function row(store, part, [mineName, theirsName]) {
  const name = freshId("keep");
  const side = (value, words, content) => {
    const id = freshId("side");
    const input = el("input", { type: "radio", name, id, value, checked: part.choice === value });
    return el("div", { class: "ed-choice" }, el("div", { class: "ed-choice-name" }, input, el("label", { for: id }, words)), content === undefined ? null : el("div", { class: "ed-choice-text" }, content));
  };
  const element = el(
    "fieldset",
    { class: "ed-difference" },
    el("legend", {}, part.place),
    el(
      "div",
      { class: "ed-sides" },
      side("theirs", part.theirs === undefined ? `${theirsName}: left out` : theirsName, looks(store, part.kind, part.theirs)),
      side("mine", part.mine === undefined ? `${mineName}: left out` : mineName, looks(store, part.kind, part.mine)),
    ),
    part.both ? side("both", "Keep both") : null,
  );
  return { part, element, choice: () => element.querySelector("input:checked")?.value ?? "" };
}

/** What one side says, as it looks to writers. */
function looks(store, kind, value) {
  if (value === undefined || value === null) return [el("p", { class: "ed-empty" }, "Not there")];
  const prose = (html) => (html ? el("div", { class: "ed-prose" }, shown(html, store.opened.marks, store.articles)) : null);
  const cited = (keys) => (keys.length ? chips(store, keys) : null);
  if (kind === "text") return [value ? el("p", {}, value) : el("p", { class: "ed-empty" }, "Empty")];
  if (kind === "introduction") return [prose(value.introduction) ?? el("p", { class: "ed-empty" }, "Empty"), cited(value.sources)].filter(Boolean);
  if (kind === "point") {
    const extra = extraWords(store, value);
    return [el("h4", {}, value.term || "Without a term"), extra ? el("p", { class: "ed-extra" }, extra) : null, prose(value.text), cited(value.sources)].filter(Boolean);
  }
  if (kind === "section") {
    return [el("h4", {}, value.heading), prose(value.introduction), el("ul", {}, value.points.map((point) => el("li", {}, point.term || "A point without a term", prose(point.text))))].filter(Boolean);
  }
  return [el("ol", {}, value.map(([heading, terms]) => el("li", {}, heading, terms.length ? el("span", { class: "ed-help" }, ` ${terms.join(", ")}`) : null)))];
}
