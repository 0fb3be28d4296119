/* The order of placements, by drag, arrow keys and buttons, without loading the page anew; and the preview in place. */

import { draggable, markGap, placeIn } from "./editor/drag.js";
import { csrf } from "./editor/server.js";

const form = document.getElementById("placing");
const link = document.getElementById("preview");
const said = document.getElementById("said");
const failed = document.getElementById("failed");
let frame = null;

const list = form?.querySelector(".placed");
const rowsOf = () => [...list.children];
const keys = () => rowsOf().map((row) => row.dataset.key);

if (form?.querySelector(".moves")) {
  for (const row of rowsOf()) addHandle(row);
  form.addEventListener("submit", (event) => {
    const [todo, key] = (event.submitter?.value ?? "").split(":");
    if (todo !== "up" && todo !== "down") return;
    event.preventDefault();
    step(rowsOf().find((row) => row.dataset.key === key), todo === "up" ? -1 : 1, event.submitter);
  });
}
if (link) showPreview();

/** What is dragged by, and moved with the arrow keys. */
function addHandle(row) {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "handle";
  handle.textContent = "⠿";
  handle.setAttribute("aria-label", `Move ${row.dataset.name}: drag it, or press the arrow keys`);
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(row, by, handle);
  });
  row.prepend(handle);
  draggable(handle, row, {
    into: (x, y) => placeIn(list, "li", y),
    over: (target) => markGap(target?.rows, target?.at),
    drop: (target) => move(row, target.rows[target.at] ?? null, handle),
  });
}

function step(row, by, focus) {
  const rows = rowsOf();
  const at = rows.indexOf(row) + by;
  if (at < 0 || at >= rows.length) return;
  move(row, by < 0 ? rows[at] : rows[at].nextElementSibling, focus);
}

/** Put a row before another one, or last, and tell the server; one after the other. */
let last = Promise.resolve();
function move(row, before, focus) {
  if (before === row || row.nextElementSibling === before) return;
  list.insertBefore(row, before);
  settle(focus);
  const order = keys().join(",");
  last = last.then(() => send(row, order));
}

function settle(focus) {
  const rows = rowsOf();
  rows.forEach((row, at) => {
    row.querySelector("[value^='up:']").disabled = at === 0;
    row.querySelector("[value^='down:']").disabled = at === rows.length - 1;
  });
  const target = focus?.disabled ? focus.closest(".moves").querySelector("button:not(:disabled)") : focus;
  target?.focus();
}

async function send(row, order) {
  if (!failed.hidden) return;
  const data = new FormData(form);
  data.set("do", "order");
  data.set("order", order);
  data.set("moved", row.dataset.key);
  let answer = null;
  let told = null;
  try {
    answer = await fetch(form.action, {
      method: "POST", redirect: "manual", body: new URLSearchParams(data),
      headers: { Accept: "application/json", "X-CSRFToken": csrf() },
    });
    told = await answer.json();
  } catch {
    told = null;
  }
  if (!answer?.ok || !told) {
    failed.querySelector("p").textContent = told?.words ?? form.dataset.problem;
    failed.hidden = false;
    return;
  }
  form.elements.seen.value = told.order.join(",");
  said.textContent = told.words;
  showPreview();
}

/** The part of the public page that this is about, in a frame with the public sheet. */
async function showPreview() {
  let html;
  try {
    const answer = await fetch(link.href, { redirect: "manual" });
    if (!answer.ok) return;
    html = await answer.text();
  } catch {
    return;
  }
  const page = new DOMParser().parseFromString(html, "text/html");
  const part = page.getElementById("support")?.closest("section");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.title = "Preview of the support organisations";
    frame.sandbox = "allow-same-origin";
    frame.tabIndex = 0;
    link.parentElement.after(frame);
  }
  const inside = frame.contentDocument;
  inside.documentElement.lang = page.documentElement.lang;
  const sheets = [...page.querySelectorAll("link[rel=stylesheet]")].map((sheet) => inside.importNode(sheet));
  for (const sheet of sheets) sheet.href = new URL(sheet.getAttribute("href"), link.href).href;
  const main = inside.createElement("main");
  main.className = "wrap body";
  const none = inside.createElement("p");
  none.textContent = "Readers of this article are given no organisation.";
  main.append(part ? inside.importNode(part, true) : none);
  if (!inside.head.querySelector("link")) inside.head.append(...sheets);
  inside.title = "Preview";
  inside.body.replaceChildren(main);
}
