/* The live preview: the page that readers would get, in a frame, kept at the place that is being written. */

import { debounced, el } from "./dom.js";
import { csrf } from "./server.js";

const WAIT = 350;
const WIDTHS = { phone: 390, desktop: 1200 };
const PARTS = ".point, .care, .estimate, .treatments [role=row]:not(.hide), .questions > li";

export class Preview {
  constructor(editor, pane) {
    this.editor = editor;
    this.store = editor.store;
    this.width = "phone";
    this.darkRules = [];
    this.scheme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.frame = el("iframe", { class: "ed-frame", title: "Preview of the page", sandbox: "allow-same-origin", tabindex: "0" });
    this.stage = el("div", { class: "ed-stage" }, this.frame);
    this.note = el("p", { class: "ed-help ed-preview-note", role: "status" });
    this.tools = el("div", { class: "ed-preview-tools" },
      this.toggles("Width", { phone: "Phone", desktop: "Desktop" }, "width"),
      this.toggles("Colours", { light: "Light", dark: "Dark" }, "scheme"));
    pane.append(this.tools, this.note, this.stage);
    this.refresh = debounced(() => this.load(), WAIT);
    this.store.on("changed sources", () => this.refresh());
    this.store.on("selected", (id) => this.show(id));
    new ResizeObserver(() => this.fit()).observe(this.stage);
    this.frame.addEventListener("load", () => this.loaded());
    this.load();
  }

  /** Buttons of which one is pressed. */
  toggles(label, choices, name) {
    const group = el("div", { class: "ed-toggles", role: "group", "aria-label": label });
    for (const [value, words] of Object.entries(choices)) {
      group.append(el("button", {
        type: "button", "aria-pressed": String(this[name] === value),
        on: {
          click: (event) => {
            this[name] = value;
            group.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each === event.target)));
            this.fit();
            this.colour();
            this.show(this.shownId, { smooth: false });
          },
        },
      }, words));
    }
    return group;
  }

  async load() {
    if (this.loading) {
      this.stale = true;
      return;
    }
    this.loading = true;
    try {
      const answer = await fetch(this.store.opened.urls.preview, {
        method: "POST", redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
        body: JSON.stringify({ document: this.store.document }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.put(await answer.text());
      this.note.textContent = "";
    } catch {
      this.note.textContent = "The preview is not up to date: the server does not answer.";
    }
    this.loading = false;
    if (this.stale) {
      this.stale = false;
      this.load();
    }
  }

  /** The whole page the first time; then only its main part, so that nothing flickers and the place stays. */
  put(html) {
    const inner = this.frame.contentDocument;
    const old = inner?.querySelector("main");
    if (!old || !this.ready) {
      this.frame.srcdoc = html;
      return;
    }
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    const top = inner.documentElement.scrollTop;
    old.replaceWith(inner.adoptNode(fresh));
    inner.documentElement.scrollTop = top;
    this.show(this.shownId, { smooth: false, gently: true });
  }

  loaded() {
    const inner = this.frame.contentDocument;
    if (!inner?.querySelector("main")) return;
    this.ready = true;
    inner.addEventListener("click", (event) => event.preventDefault(), true);
    inner.addEventListener("submit", (event) => event.preventDefault(), true);
    this.darkRules = [...inner.styleSheets].flatMap(rulesOf)
      .filter((rule) => /prefers-color-scheme:\s*dark/.test(rule.media?.mediaText ?? ""));
    this.colour();
    this.fit();
    this.show(this.shownId ?? this.store.selected, { smooth: false });
  }

  /** It can be seen now. */
  appear() {
    this.fit();
    this.show(this.shownId ?? this.store.selected, { smooth: false });
  }

  /** The frame as wide as the device, drawn smaller where the pane is narrower. */
  fit() {
    const width = WIDTHS[this.width];
    const room = this.stage.clientWidth;
    if (!room) return;
    const scale = Math.min(1, room / width);
    this.frame.style.width = `${width}px`;
    this.frame.style.height = `${this.stage.clientHeight / scale}px`;
    this.frame.style.transform = `scale(${scale})`;
    this.frame.style.left = `${Math.max(0, (room - width * scale) / 2)}px`;
  }

  /** Light or dark, whatever this device prefers: the rules for dark are switched on or off one by one. */
  colour() {
    const inner = this.frame.contentDocument;
    if (!inner?.documentElement) return;
    inner.documentElement.style.colorScheme = this.scheme;
    for (const rule of this.darkRules) rule.media.mediaText = this.scheme === "dark" ? "all" : "not all";
  }

  /** Bring a section or point into view; `gently`: only where it cannot be seen. */
  show(id, { smooth = true, gently = false } = {}) {
    this.shownId = id;
    const inner = this.frame.contentDocument;
    const found = id && inner && this.element(inner, id);
    if (!found) return;
    const box = found.getBoundingClientRect();
    const height = this.frame.contentWindow.innerHeight;
    if (gently && box.top >= 0 && box.top < height * 0.8) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    // The title is shown with what stands above it.
    const above = found.localName === "h1" ? Infinity : Math.min(80, height / 5);
    const top = Math.max(0, inner.documentElement.scrollTop + box.top - above);
    inner.documentElement.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  element(inner, id) {
    if (/^(front|title|summary|answer)/.test(id)) return inner.querySelector("h1");
    const found = this.store.find(id);
    if (!found) return null;
    const heading = inner.getElementById(found.section.kind.replaceAll("_", "-"));
    const part = heading?.closest(".part");
    return part && found.point ? (part.querySelectorAll(PARTS)[found.pointAt] ?? part) : part;
  }
}

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // it did not load
  }
}
