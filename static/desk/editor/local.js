/* A copy of what was written, in this browser, until the server has it. One a page, so that two tabs do not mix. */

import { same } from "./merge.js";

const WORDS = "desk-words";
const BASE = "desk-base";
const CLOSING = 5000; // milliseconds in which a page that was closed has surely let go

export class LocalCopy {
  constructor(edition, page) {
    this.edition = edition;
    this.page = page;
    this.baseWritten = null;
    // While this page lives it holds a lock by its name; a copy whose page holds none was left behind.
    navigator.locks?.request(this.key(WORDS), () => new Promise(() => {}));
  }

  key(stem, page = this.page) {
    return `${stem}:${this.edition}:${page}`;
  }

  /** Keep these words. Returns whether the browser took them. */
  write(store) {
    try {
      if (this.baseWritten !== store.version) {
        localStorage.setItem(this.key(BASE), JSON.stringify({ version: store.version, document: store.base }));
        this.baseWritten = store.version;
      }
      localStorage.setItem(this.key(WORDS), JSON.stringify({ at: Date.now(), version: store.version, document: store.document }));
      return true;
    } catch {
      return false; // full, or forbidden
    }
  }

  /** The server has all of it. */
  clear() {
    this.remove(this.page);
    this.baseWritten = null;
  }

  remove(page) {
    try {
      localStorage.removeItem(this.key(WORDS, page));
      localStorage.removeItem(this.key(BASE, page));
    } catch {
      // There is nothing to remove where nothing can be kept.
    }
  }

  restore(left) {
    localStorage.setItem(this.key(WORDS, left.page), left.raw.words);
    if (left.raw.base) localStorage.setItem(this.key(BASE, left.page), left.raw.base);
  }

  /** Copies that other pages left behind and that say something else than the server's document, newest first. */
  async left(document) {
    const stem = `${WORDS}:${this.edition}:`;
    const held = await this.held();
    const found = [];
    for (const key of this.keys()) {
      if (!key.startsWith(stem) || key === this.key(WORDS) || held.has(key)) continue;
      const page = key.slice(stem.length);
      const copy = this.parse(page);
      if (!copy || same(copy.document, document)) this.remove(page);
      else found.push(copy);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  async held() {
    return new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
  }

  /** Resolves with whether a page that still held a copy has ended meanwhile: one that just closed holds it a moment longer. */
  async ended(patience = CLOSING) {
    const held = await this.held();
    const others = this.keys().filter((key) => key.startsWith(`${WORDS}:${this.edition}:`) && key !== this.key(WORDS) && held.has(key));
    const free = (key) => navigator.locks.request(key, { signal: AbortSignal.timeout(patience) }, () => true).catch(() => false);
    return (await Promise.all(others.map(free))).includes(true);
  }

  keys() {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  }

  parse(page) {
    try {
      const raw = { words: localStorage.getItem(this.key(WORDS, page)), base: localStorage.getItem(this.key(BASE, page)) };
      const words = JSON.parse(raw.words);
      const base = raw.base ? JSON.parse(raw.base) : null;
      if (!Array.isArray(words.document?.sections)) return null;
      return { page, raw, ...words, base: base?.version === words.version ? base.document : null };
    } catch {
      return null;
    }
  }
}
