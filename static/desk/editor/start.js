/* The edition editor: puts the panes together and starts them. */

import { listenForUndo, say } from "./announce.js";
import { merge } from "./conflict.js";
import { button, el, uuid } from "./dom.js";
import { Readiness } from "./issues.js";
import { LocalCopy } from "./local.js";
import { offerLeft } from "./offer.js";
import { Outline } from "./outline.js";
import { keepPresence } from "./presence.js";
import { Preview } from "./preview.js";
import { load } from "./rich.js";
import { Saving } from "./saving.js";
import { get } from "./server.js";
import { Store } from "./state.js";
import { StatusLine } from "./status.js";
import { Tabs } from "./tabs.js";
import { Writing } from "./write.js";

const NARROW = window.matchMedia("(max-width: 63.99rem)");
const WORDLESS = { schema_version: 1, title: "", summary: "", answer: { what: "", how_common: "", what_to_do: "", when_urgent: "" }, sections: [] };

class Editor {
  constructor(opened) {
    this.store = new Store(opened);
    const pane = (name) => document.querySelector(`#editor-${name}`);
    this.bar = pane("bar");
    this.notices = pane("notices");
    this.local = new LocalCopy(opened.edition, uuid());
    this.status = new StatusLine(pane("status"), pane("status-tools"), opened.urls.login, {
      retry: () => this.saving.retryNow(), compare: () => this.compare(),
    });
    this.outline = new Outline(this, pane("outline"));
    this.writing = new Writing(this, pane("write"));
    this.sideTabs(pane);
    this.paneTabs(pane);
    this.saving = new Saving(this.store, this.local, {
      show: (status) => this.status.show(status),
      conflict: (answer) => this.conflict(answer),
      closed: () => this.notice("closed", "This edition is no draft any more. Your words are kept in this browser."),
    });
    this.saving.showSaved();
    listenForUndo();
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.querySelectorAll("[data-after-save]").forEach((link) => link.addEventListener("click", (event) => this.leave(event, link)));
    keepPresence(this.store, pane("presence"), (answer) => this.newer(answer));
    offerLeft(this, this.local);
    this.local.ended().then((ended) => ended && offerLeft(this, this.local));
    this.check();
    this.follow();
    window.addEventListener("hashchange", () => this.follow());
    // The text editor is big; it comes when nothing else is to do.
    (window.requestIdleCallback ?? setTimeout)(() => load().catch(() => {}));
    document.querySelector("#editor").dataset.ready = "";
  }

  sideTabs(pane) {
    const [preview, readiness] = [pane("preview"), pane("readiness")];
    this.side = new Tabs("Preview and readiness", [["Preview", preview, "preview"], ["Readiness", readiness, "readiness"]], { onShow: () => this.preview?.appear() });
    preview.before(this.side.list);
    this.preview = new Preview(this, preview);
    this.readiness = new Readiness(this, readiness, (badge) => this.badge(badge));
    this.side.draw();
  }

  /** The number of things to mend, at the tabs that lead to them. */
  badge(badge) {
    this.side.tab("readiness").replaceChildren("Readiness", badge?.cloneNode(true) ?? "");
    this.panes?.tab("side").replaceChildren("Preview", badge?.cloneNode(true) ?? "");
  }

  /** On narrow screens the three panes are tabs. */
  paneTabs(pane) {
    this.panes = new Tabs("Parts of the editor", [["Outline", pane("outline"), "outline"], ["Write", pane("write"), "write"], ["Preview", pane("side"), "side"]], {
      inUse: () => NARROW.matches, onShow: () => this.preview.appear(),
    });
    this.panes.current = "write";
    pane("panes").before(this.panes.list);
    this.panes.draw();
    NARROW.addEventListener("change", () => this.panes.draw());
  }

  kindName(kind) {
    return this.store.opened.kinds.flatMap((each) => each.points).find((point) => point.kind === kind)?.name ?? "Point";
  }

  /** Go to a place: "front", a section, a point, or a field of one of them (see the targets of problems). */
  go(target, { focus = "" } = {}) {
    const [id, ...rest] = target.split(".");
    if (id.startsWith("kind:")) return this.goToKind(id.slice(5));
    if (id.startsWith("source:")) return this.goToSource(id.slice(7));
    this.panes.show("write");
    const found = this.store.find(id);
    if (!found) {
      if (this.store.selected !== "front") this.store.select("front");
      return this.focusIn(target === "front" ? "" : target, focus);
    }
    if (this.store.selected !== found.section.id) this.store.select(found.section.id);
    if (!found.point) return this.focusIn(rest.length || focus === "heading" ? `${id}.${rest.join(".") || "heading"}` : "", focus);
    const card = this.writing.cards.get(id);
    if (focus === "card") card.term.focus();
    else this.writing.open(card, { focus: rest.join(".") || "term" });
    card.element.scrollIntoView({ block: "nearest" });
    return this.preview.show(id);
  }

  focusIn(target, focus) {
    const pane = document.querySelector("#editor-write");
    if (target) this.writing.focusField(pane, target);
    else (pane.querySelector("h2") ?? pane).focus({ preventScroll: !focus });
    this.preview.show(this.store.selected);
  }

  goToKind(kind) {
    const section = this.store.sections.find((each) => each.kind === kind);
    if (section) return this.go(section.id);
    this.panes.show("outline");
    return document.querySelector(`#editor-outline [data-kind="${kind}"]`)?.focus();
  }

  goToSource(key) {
    for (const section of this.store.sections) {
      if (section.sources.includes(key)) return this.go(`${section.id}.sources`);
      const point = section.points.find((each) => each.sources.includes(key));
      if (point) return this.go(`${point.id}.sources`);
    }
    return undefined;
  }

  /** A point is being written: the preview follows. */
  shown(id) {
    this.preview?.show(id);
  }

  follow() {
    const target = decodeURIComponent(location.hash.slice(1));
    if (target) this.go(target);
  }

  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    this.saving.retryNow();
  }

  /** Ask what blocks the draft as it is saved. */
  async check() {
    const answer = await get(this.store.opened.urls.check);
    if (answer.outcome !== "ok") return;
    this.readiness.known = true;
    if (answer.version === this.store.version) this.store.listIssues(answer);
  }

  /** Leave for another page of the desk only once everything is saved. */
  async leave(event, link) {
    if (!this.saving.unsaved) return;
    event.preventDefault();
    if (await this.saving.save()) location.assign(link.href);
  }

  async newer(answer) {
    if (this.saving.unsaved || document.querySelector("#editor-notices [data-notice=newer]")) return;
    const show = async () => {
      const now = await get(this.store.opened.urls.check);
      if (now.outcome !== "ok") return;
      if (this.saving.unsaved) return this.saving.save();
      this.saving.took(now);
      this.clear("newer");
      this.focusIn("");
      say(`This is the text as ${now.savedBy} saved it at ${now.savedAt}.`);
    };
    this.notice("newer", `${answer.savedBy} saved a newer text at ${answer.savedAt}.`, button("Show it", show));
  }

  conflict(answer) {
    this.met = answer;
    this.clear("newer");
    this.status.show({ state: "failed", words: `not saved: ${answer.savedByMe ? "you" : answer.savedBy} saved this draft at ${answer.savedAt}${answer.savedByMe ? " in another window" : ""}`, compare: true });
    return this.compare();
  }

  /** Merge mine with what somebody else saved, and save the result over it. */
  async compare() {
    const answer = this.met;
    this.store.know(answer.sources, answer.articles);
    const who = answer.savedByMe ? "You" : answer.savedBy;
    const document_ = await merge(this.store, {
      base: this.store.base, mine: this.store.document, theirs: answer.document,
      title: answer.savedByMe ? "This draft was saved in another window" : "Somebody else saved this draft",
      words: `${who} saved at ${answer.savedAt}, while you were writing here. Nothing is lost: choose for each part what to keep.`,
      names: answer.savedByMe ? ["This window", "The other window"] : ["Mine", answer.savedBy],
    });
    if (!document_) return;
    const settled = this.saving.settle(document_, answer);
    this.focusIn("");
    await settled;
  }

  /** Take up words that an earlier page left, merging them where the server has moved on. */
  async takeUp(left, { compare }) {
    const { store } = this;
    if (!compare && left.version === store.version) {
      store.replace(structuredClone(left.document));
      this.focusIn("");
      return true;
    }
    const merged = await merge(store, {
      base: left.base ?? WORDLESS, mine: left.document, theirs: structuredClone(store.document), title: "Words that the server does not have",
      words: "On one side what the server has, on the other what this browser kept. Choose for each part.",
      names: ["Kept in this browser", `Saved by ${store.opened.savedBy}`],
    });
    if (!merged) return false;
    store.replace(merged);
    this.focusIn("");
    return true;
  }

  notice(name, words, ...tools) {
    this.clear(name);
    this.notices.append(el("div", { class: "ed-notice", role: "status", data: { notice: name } }, el("p", {}, words), el("span", { class: "ed-notice-tools" }, tools)));
  }

  clear(name) {
    this.notices.querySelector(`[data-notice=${name}]`)?.remove();
  }
}

new Editor(JSON.parse(document.querySelector("#editor-data").textContent));
