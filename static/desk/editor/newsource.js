/* A new source without leaving the text: the library's own form in a dialog. */

import { open } from "./dialog.js";
import { button, el } from "./dom.js";
import { csrf } from "./server.js";

/** Open the form; returns the source that was added, or nothing. `title`: what was typed already. */
export async function newSource(address, title) {
  const { dialog, body, foot, closed, close } = open("New source", { wide: true });
  const status = el("p", { class: "ed-field-problem", role: "alert" });
  const form = el("form", { class: "ed-form", novalidate: true });
  let added;

  const fill = (html) => {
    // The form comes from our own server, rendered and escaped by its templates.
    const parsed = new DOMParser().parseFromString(html, "text/html");
    form.replaceChildren(...parsed.body.childNodes);
    (form.querySelector("[aria-invalid=true]") ?? form.querySelector("input, select"))?.focus();
  };
  const send = async (event) => {
    event?.preventDefault();
    status.textContent = "";
    try {
      const answer = await fetch(address, {
        method: "POST", redirect: "manual", headers: { "X-CSRFToken": csrf() }, body: new URLSearchParams(new FormData(form)),
      });
      if (answer.status === 201) {
        added = (await answer.json()).source;
        close();
      } else if (answer.status === 422) {
        fill(await answer.text());
        status.textContent = "Some fields need another look.";
      } else status.textContent = refused(answer);
    } catch {
      status.textContent = "Not added: the server cannot be reached. Try again in a moment.";
    }
  };
  form.addEventListener("submit", send);
  body.append(form);
  foot.append(status, button("Add and cite", send, { class: "ed-button ed-primary" }), button("Cancel", () => close()));
  try {
    const answer = await fetch(address, { redirect: "manual" });
    if (answer.ok) fill(await answer.text());
    else status.textContent = refused(answer);
  } catch {
    status.textContent = "The form did not load: the server cannot be reached.";
  }
  const field = dialog.querySelector("[name=title]");
  if (field && !field.value) field.value = title;
  await closed;
  return added;
}

function refused(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 403) return "Not added: you are signed out, or may not add sources.";
  return `Not added: the server answered ${answer.status}.`;
}
