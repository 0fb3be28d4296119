/* What is said aloud after a change, and the short message that offers to take a removal back. */

import { button, el } from "./dom.js";

const SHOWN_FOR = 15_000;
const undos = [];
let toast;

/** Say something to people who do not see the page change. */
export function say(words) {
  const region = document.querySelector("#editor-said");
  region.textContent = "";
  // A region that is filled with the same words again would stay silent.
  requestAnimationFrame(() => { region.textContent = words; });
}

/** Show what was done, with a way back. `back` undoes it and returns nothing. */
export function offerUndo(words, back) {
  const once = () => {
    const at = undos.indexOf(once);
    if (at < 0) return;
    undos.splice(at, 1);
    if (toast?.owner === once) hide();
    back();
  };
  undos.push(once);
  const key = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘Z" : "Ctrl+Z";
  hide();
  const element = el(
    "div",
    { class: "ed-toast" },
    el("span", {}, words),
    button("Undo", once, { class: "ed-button ed-toast-undo" }),
    el("kbd", { "aria-hidden": "true" }, key),
  );
  document.querySelector("#editor").append(element);
  toast = { element, owner: once, timer: setTimeout(hide, SHOWN_FOR) };
  // It stays for as long as somebody is at it.
  element.addEventListener("focusin", () => clearTimeout(toast?.timer));
  element.addEventListener("pointerenter", () => clearTimeout(toast?.timer));
  say(`${words} Press ${key === "⌘Z" ? "Command" : "Control"} and Z to undo.`);
}

function hide() {
  if (!toast) return;
  clearTimeout(toast.timer);
  toast.element.remove();
  toast = undefined;
}

/** Ctrl+Z or ⌘Z outside a text takes the last removal or move back. */
export function listenForUndo() {
  document.addEventListener("keydown", (event) => {
    const wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (!wanted || event.target.closest("input, textarea, select, [contenteditable]") || !undos.length) return;
    event.preventDefault();
    undos.at(-1)();
  });
}
