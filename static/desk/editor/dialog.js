/* Dialogs: the browser's own <dialog>, which keeps the focus and gives it back. */

import { el, freshId } from "./dom.js";

/** Open a modal dialog; returns {dialog, body, foot, close}. Its promise `closed` is fulfilled when it is shut. */
export function open(title, { wide = false, className = "" } = {}) {
  const id = freshId("dialog");
  const before = document.activeElement;
  const body = el("div", { class: "ed-dialog-body" });
  const foot = el("div", { class: "ed-dialog-foot" });
  const dialog = el(
    "dialog",
    { class: `ed-dialog ${wide ? "ed-wide" : ""} ${className}`, "aria-labelledby": id },
    el("h2", { id }, title),
    body,
    foot,
  );
  document.querySelector("#editor").append(dialog);
  const closed = new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected && (document.activeElement === document.body || !document.activeElement)) before.focus();
      resolve(dialog.returnValue);
    });
  });
  dialog.showModal();
  return { dialog, body, foot, closed, close: (value = "") => dialog.close(value) };
}
