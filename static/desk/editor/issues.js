/* Readiness: what keeps the draft from review, and advice, each leading to its place. */

import { open } from "./dialog.js";
import { button, counted, el, freshId } from "./dom.js";
import { post } from "./server.js";

export class Readiness {
  /** `showNumber`: is given a badge with the number of things to mend, or nothing. */
  constructor(editor, pane, showNumber) {
    this.editor = editor;
    this.store = editor.store;
    this.pane = pane;
    this.showNumber = showNumber;
    this.store.on("issues", () => this.draw());
    this.draw();
  }

  draw() {
    const { issues, problems, setAside } = this.store;
    const blocking = issues.filter((each) => each.blocking);
    const advice = issues.filter((each) => !each.blocking);
    const number = blocking.length + problems.length;
    this.showNumber(number ? el("span", { class: `ed-badge ${problems.length ? "" : "ed-todo"}` }, String(number), el("span", { class: "visually-hidden" }, " to mend")) : null);
    this.pane.replaceChildren(
      ...this.group("Not saved", problems, "What the server could not take yet."),
      ...this.group("Before it can be reviewed", blocking),
      ...this.group("Advice", advice, "It never blocks.", (each) => this.aside(each)),
      ...this.asides(setAside),
      ...(this.store.grade ? [el("p", { class: "ed-help ed-grade" }, `${this.store.grade}. A guide, never a gate.`)] : []),
      ...(this.known && !blocking.length && !problems.length ? [el("p", { class: "ed-ready" }, "Nothing keeps this draft from review.")] : []),
    );
  }

  group(title, found, help = "", tool = null) {
    if (!found.length) return [];
    return [
      el("h2", {}, title, el("span", { class: "ed-count" }, String(found.length))),
      help ? el("p", { class: "ed-help" }, help) : "",
      el("ul", { class: "ed-issues" }, found.map((each) => el("li", {}, this.entry(each), tool?.(each)))),
    ];
  }

  entry(each) {
    const place = each.place === "document" ? "" : each.place;
    return el(
      "button",
      { type: "button", class: "ed-issue", on: { click: () => this.editor.go(each.target || "front", { focus: "field" }) } },
      place ? el("span", { class: "ed-issue-place" }, place) : null,
      el("span", {}, each.rule),
    );
  }

  aside(each) {
    if (!this.store.opened.urls.setAside || !each.code) return null;
    return button("Set aside…", () => this.ask(each), { class: "ed-button ed-quiet", "aria-label": `Set aside: ${each.rule}` });
  }

  /** Advice is set aside with a reason, which the reviewer reads. */
  async ask(each) {
    const { body, foot, close, closed } = open("Set this advice aside");
    const id = freshId("reason");
    const wrong = el("p", { class: "ed-field-problem", role: "alert" });
    const reason = el("textarea", { id, rows: "3" });
    const send = async () => {
      const { code, target, about } = each;
      const answer = await post(this.store.opened.urls.setAside, { code, target, about, reason: reason.value });
      if (answer.outcome !== "ok") {
        wrong.textContent = answer.words ?? "It was not set aside: the server cannot be reached.";
        return;
      }
      this.store.listIssues(answer);
      close();
    };
    body.append(el("p", {}, el("strong", {}, each.place), ": ", each.rule), el("label", { for: id }, "Why? The reviewer reads this."), reason, wrong);
    foot.append(button("Set aside", send, { class: "ed-button ed-primary" }), button("Cancel", () => close()));
    reason.focus();
    await closed;
  }

  asides(list) {
    if (!list.length) return [];
    const take = async (each) => {
      const answer = await post(this.store.opened.urls.setAside, { again: each.id });
      if (answer.outcome === "ok") this.store.listIssues(answer);
    };
    return [
      el("details", { class: "ed-asides" },
        el("summary", {}, `${counted(list.length, "piece")} of advice set aside`),
        el("ul", { class: "ed-issues" }, list.map((each) => el(
          "li", {},
          el("p", {}, each.rule, el("span", { class: "ed-help" }, ` ${each.by}: ${each.reason}`)),
          button("Take up again", () => take(each), { class: "ed-button ed-quiet" }),
        )))),
    ];
  }
}
