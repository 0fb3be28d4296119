/* Dialogs: the browser's own <dialog>, which keeps the focus and gives it back. */

import { button, el, freshId } from "./dom.js";

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

/** Ask for the address of a link: the address, "" to take the link off, null for no change. */
export async function askLink({ address, allowed }) {
  const { dialog, body, foot, closed, close } = open("Link");
  const id = freshId("link");
  const wrong = el("p", { id: `${id}-wrong`, class: "ed-field-problem", role: "alert" });
  const input = el("input", { id, type: "text", inputmode: "url", value: address, autocomplete: "off", spellcheck: "false" });
  let answer = null;
  const accept = () => {
    const given = input.value.trim();
    const full = given && !/^([a-z][a-z0-9+.-]*:|[/#])/i.test(given) ? `https://${given}` : given;
    if (full && !allowed(full)) {
      wrong.textContent = "A link begins with https://, mailto:, tel: or, on this site, with one slash.";
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", wrong.id);
      input.focus();
      return;
    }
    answer = full;
    close();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      accept();
    }
  });
  body.append(el("label", { for: id }, "Where it leads"), input, wrong);
  const takeOff = () => {
    answer = "";
    close();
  };
  foot.append(button("Set the link", accept, { class: "ed-button ed-primary" }));
  if (address) foot.append(button("Take the link off", takeOff));
  foot.append(button("Cancel", () => close()));
  dialog.querySelector("input").focus();
  await closed;
  return answer;
}
