/* Saving: a moment after typing stops, with a status that never claims what the server has not confirmed. */

import { heldBack, inWords } from "./holdback.js";
import { same } from "./merge.js";
import { post } from "./server.js";

const PAUSE = 1_000;
const LONGEST = 10_000; // somebody who never stops typing is saved too
const PATIENCE = 30_000;
const RETRIES = [2_000, 4_000, 8_000, 15_000, 30_000];

export class Saving {
  /** `callbacks`: show(status), conflict(answer) and closed(answer). */
  constructor(store, local, callbacks) {
    Object.assign(this, { store, local, ...callbacks });
    this.sent = JSON.stringify(store.document);
    this.savedAt = store.opened.savedAt;
    this.held = [];
    this.failures = 0;
    store.on("changed", () => this.changed());
    document.addEventListener("visibilitychange", () => this.seen());
    window.addEventListener("online", () => this.retry());
    window.addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
  }

  get dirty() {
    return JSON.stringify(this.store.document) !== this.sent;
  }

  /** Whether the server lacks words that stand here. */
  get unsaved() {
    return this.busy || this.held.length > 0 || this.dirty;
  }

  changed() {
    if (!this.unsaved) return;
    this.kept = this.local.write(this.store);
    if (this.stopped) return;
    if (!this.failures) this.show({ state: "waiting", words: "not saved yet" });
    clearTimeout(this.timer);
    this.since ??= Date.now();
    const left = this.since + LONGEST - Date.now();
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(PAUSE, left)));
  }

  seen() {
    if (document.visibilityState === "hidden") {
      if (this.dirty && !this.stopped) this.save({ leaving: true });
    } else this.retry();
  }

  retry() {
    if (this.failures || this.stopped === "signedout") this.save();
  }

  /** Somebody asked for it. */
  retryNow() {
    this.failures = 0;
    return this.save();
  }

  /** Save what stands here now. Returns whether the server then has all of it. */
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.stopped === "signedout") this.stopped = "";
    if (this.stopped) return false;
    if (this.busy) {
      this.again = true;
      return this.busy;
    }
    this.busy = this.attempt(leaving).finally(() => { this.busy = undefined; });
    const whole = await this.busy;
    if (this.again) {
      this.again = false;
      if (this.dirty) return this.save();
    }
    return whole;
  }

  async attempt(leaving) {
    let sent = structuredClone(this.store.document);
    this.since = undefined;
    const text = JSON.stringify(sent);
    this.show({ state: "saving", words: "saving…" });
    let answer = await this.send(sent, leaving);
    let parts = [];
    if (answer.outcome === "problems") {
      const problems = answer.problems;
      this.store.listProblems(problems);
      const rest = heldBack(sent, this.store.base, problems, (kind) => this.store.kind(kind).heading);
      if (!rest) return this.failed(answer);
      parts = rest.parts;
      sent = rest.document;
      answer = same(sent, this.store.base) ? { outcome: "unchanged" } : await this.send(sent, leaving);
    } else if (answer.outcome === "ok") this.store.listProblems([]);
    if (answer.outcome === "conflict" && same(answer.document, sent)) answer.outcome = "ok"; // our own save, unheard
    if (answer.outcome !== "ok" && answer.outcome !== "unchanged") return this.failed(answer);
    return this.succeeded(answer, text, parts);
  }

  send(document, leaving) {
    const { urls } = this.store.opened;
    return post(urls.save, { version: this.store.version, document }, { leaving, signal: AbortSignal.timeout(PATIENCE) });
  }

  succeeded(answer, text, parts) {
    this.failures = 0;
    this.sent = text;
    this.held = parts;
    if (answer.outcome === "ok") {
      this.store.held(answer);
      this.savedAt = answer.savedAt;
    }
    if (this.unsavedAside()) this.local.write(this.store);
    else this.local.clear();
    this.showSaved();
    return parts.length === 0;
  }

  unsavedAside() {
    return this.held.length > 0 || this.dirty;
  }

  showSaved() {
    if (this.dirty) return this.show({ state: "waiting", words: "not saved yet" });
    const except = this.held.length ? `, except ${inWords(this.held)}` : "";
    return this.show({ state: this.held.length ? "partly" : "saved", words: `saved ${this.savedAt}${except}` });
  }

  failed(answer) {
    const give = { again: true };
    if (answer.outcome === "conflict") {
      this.stopped = "conflict";
      this.conflict(answer);
      return false;
    }
    if (answer.outcome === "closed") {
      this.stopped = "closed";
      this.closed(answer);
      this.say(answer.words);
    } else if (answer.outcome === "signedout") {
      this.stopped = "signedout";
      this.say("you are signed out. Sign in in another tab, then try again", { ...give, signIn: true });
    } else if (answer.outcome === "problems") {
      const [first] = answer.problems;
      this.say(`${first.place}: ${first.rule}`, give);
    } else if (answer.outcome === "refused" || answer.outcome === "toobig") this.say(answer.words ?? "the text is too big", give);
    else this.later(answer);
    return false;
  }

  /** The network or the server is away: try again, less and less often. */
  later(answer) {
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.save(), wait);
    const words = {
      offline: "the server cannot be reached", slow: "the server does not answer",
    }[answer.outcome] ?? answer.words ?? `the server had a fault (${answer.status})`;
    this.say(`${words}; it is tried again by itself`, { again: true });
  }

  say(words, more = {}) {
    const copy = this.kept === false ? ", and this browser keeps no copy: do not close this page" : "";
    this.show({ state: "failed", words: `not saved: ${words}${copy}`, ...more });
  }

  /** A conflict was settled: `document` is to stand over their version. */
  settle(document, answer) {
    this.stopped = "";
    this.store.held(answer);
    this.store.replace(document);
    return this.save();
  }

  /** The server's newer document was taken as it is. */
  took(answer) {
    this.store.held(answer);
    this.sent = JSON.stringify(answer.document);
    this.store.replace(structuredClone(answer.document));
    this.savedAt = answer.savedAt;
    this.held = [];
    this.local.clear();
    this.showSaved();
  }
}
