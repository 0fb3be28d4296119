/* The line that says whether everything is saved, and what can be done where it is not. */

import { button, el } from "./dom.js";

export class StatusLine {
  constructor(line, tools, login, { retry, compare }) {
    Object.assign(this, { line, tools, login, retry, compare });
  }

  /** `status`: {state, words, again, signIn, compare}. */
  show({ state, words, again, signIn, compare }) {
    this.line.dataset.state = state;
    // The same words twice would be read aloud twice.
    if (this.line.textContent !== words) this.line.textContent = words;
    const wanted = [compare && "compare", signIn && "sign in", again && "again"].filter(Boolean).join();
    if (this.tools.dataset.wanted === wanted) return;
    this.tools.dataset.wanted = wanted;
    this.tools.replaceChildren(
      ...(compare ? [button("Compare and merge", this.compare, { class: "ed-button ed-primary" })] : []),
      ...(signIn ? [el("a", { href: this.login, target: "_blank", rel: "noopener", class: "ed-button" }, "Sign in (new tab)")] : []),
      ...(again ? [button("Try now", this.retry)] : []),
    );
  }
}
