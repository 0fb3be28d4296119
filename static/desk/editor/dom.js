/* Small builders of elements. Text is always text: no HTML is made of strings here. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  remove: "M6 6l12 12M18 6L6 18",
  add: "M12 5v14M5 12h14",
  grip: "M9 5h.01M15 5h.01M9 12h.01M15 12h.01M9 19h.01M15 19h.01",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h8M6 19h8M14 5l-4 14",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4.5h1.5V9M4 9h3M4 14h3l-3 4.5h3",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5",
  unlink: "M13 5.5a4.2 4.2 0 0 1 6 6l-2 2M11 18.5a4.2 4.2 0 0 1-6-6l2-2M4 4l16 16",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
};

/** An element. Keys of `attributes`: `on` (listeners), `data`, properties such as `value`, anything else an attribute. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") Object.entries(value).forEach(([event, listener]) => made.addEventListener(event, listener));
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key === "value" || key === "checked" || key === "hidden" || key === "disabled") made[key] = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A drawing of 24 by 24, which says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("ed-icon", `ed-icon-${name}`);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with a drawing on it and its words for those who do not see it. */
export function iconButton(name, words, listener, attributes = {}) {
  return el(
    "button",
    { type: "button", class: "ed-icon-button", title: words, "aria-label": words, on: { click: listener }, ...attributes },
    icon(name),
  );
}

/** A button with words. */
export function button(words, listener, attributes = {}) {
  return el("button", { type: "button", class: "ed-button", on: { click: listener }, ...attributes }, words);
}

let last = 0;

/** An id that no other element of this page has. */
export function freshId(stem) {
  last += 1;
  return `${stem}-${last}`;
}

/** A version-4 UUID, for a section or point that is new. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Call `later` once, `wait` milliseconds after the last call. */
export function debounced(later, wait) {
  let timer;
  const call = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => later(...values), wait);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
}

/** "1 point", "2 points". */
export function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
