/* Rich-text fields. Each shows its text until it is written in; then the one live editor (Tiptap) takes its place.
 *
 * Tiptap comes in one big module. It is fetched when the browser has nothing else to do, or when it is first needed.
 */

import { el, iconButton } from "./dom.js";
import { askLink } from "./linking.js";
import { mayLink, pasted, shown, stored } from "./richtext.js";

let library;
let active;

/** Fetch the editor's module; returns a promise of it. */
export function load() {
  library ??= import("../../django_prose_editor/editor.js").catch((error) => {
    library = undefined;
    throw error;
  });
  return library;
}

/** The extensions that make exactly these marks. The server's sanitiser works from the same list. */
function extensions(module, { marks, linkSchemes, name }) {
  const made = [module.Document, module.Text, module.Paragraph];
  if (marks.includes("strong")) made.push(module.Bold);
  if (marks.includes("em")) made.push(module.Italic);
  if (marks.includes("li")) made.push(module.ListItem);
  if (marks.includes("ul")) made.push(module.BulletList);
  if (marks.includes("ol")) made.push(module.OrderedList.configure({ enableListAttributes: false }));
  if (marks.includes("a")) {
    made.push(
      module.Link.extend({ addKeyboardShortcuts: () => ({}), addMenuItems: undefined }).configure({
        autolink: false,
        openOnClick: false,
        enableTarget: false,
        isAllowedUri: (address) => mayLink(address ?? "", linkSchemes),
      }),
    );
  }
  made.push(module.UndoRedo);
  return made;
}

/** A rich-text field. `options`: label, value, marks, linkSchemes, articles (that are linked), findArticle
 * (where to look for others), onChange(html).
 */
export class RichField {
  constructor(options) {
    this.options = options;
    this.value = options.value;
    this.frame = el("div", { class: "ed-rich" });
    this.view = el("div", { class: "ed-prose" });
    this.frame.append(this.view);
    this.element = this.frame;
    this.view.addEventListener("pointerdown", (event) => { this.pressedAt = { left: event.clientX, top: event.clientY }; });
    this.view.addEventListener("focus", () => this.activate({ focus: true }));
    this.showStatic();
  }

  showStatic() {
    const empty = !this.value;
    const attributes = { tabindex: "0", role: "textbox", "aria-multiline": "true", "aria-label": this.options.label };
    Object.entries(attributes).forEach(([name, value]) => this.view.setAttribute(name, value));
    this.view.classList.toggle("ed-empty", empty);
    this.view.replaceChildren(empty ? (this.options.placeholder ?? "") : shown(this.value, this.options.marks, this.options.articles));
  }

  /** Take another text, such as one that was merged. */
  show(value) {
    this.value = value;
    if (this.editor) this.editor.commands.setContent(value, { emitUpdate: false });
    else this.showStatic();
  }

  /** Put the live editor here, in place of wherever it was. `focus`: whether to write at once. */
  async activate({ focus = false } = {}) {
    if (this.editor || this.opening) {
      if (focus && this.editor) this.place();
      this.wanted ||= focus;
      return;
    }
    this.opening = true;
    if (active && active !== this) active.deactivate();
    active = this;
    try {
      const module = await load();
      if (active === this) this.mount(module, focus);
    } catch {
      this.view.after(el("p", { class: "ed-field-problem" }, "The text editor did not load. Check the connection and open the point again."));
      active = undefined;
    }
    this.opening = false;
  }

  mount(module, focus) {
    const { label, onChange } = this.options;
    this.view.replaceChildren();
    this.view.classList.remove("ed-empty");
    ["tabindex", "role", "aria-multiline", "aria-label"].forEach((name) => this.view.removeAttribute(name));
    this.editor = new module.Editor({
      element: this.view,
      injectCSS: false,
      content: this.value,
      extensions: extensions(module, this.options),
      editorProps: {
        attributes: {
          "aria-label": label,
          "aria-multiline": "true",
          role: "textbox",
          class: "ed-writing",
        },
        transformPastedHTML: pasted,
        handleKeyDown: (view, event) => this.pressed(event),
      },
      onUpdate: ({ editor }) => {
        this.value = stored(editor.getHTML());
        onChange(this.value);
      },
      onTransaction: () => this.refreshTools(),
    });
    this.toolbar = this.makeToolbar();
    // It stands above the text, and Tab comes to the text first: whoever types on must not type into a button.
    this.frame.append(this.toolbar);
    this.frame.classList.add("ed-active");
    this.refreshTools();
    if (focus || this.wanted) this.place();
  }

  /** Put the cursor where the text was pressed, or at its end. */
  place() {
    const at = this.pressedAt && this.editor.view.posAtCoords(this.pressedAt);
    this.pressedAt = undefined;
    this.wanted = false;
    this.editor.commands.focus(at?.pos ?? "end");
  }

  /** Back to shown text. */
  deactivate() {
    if (active === this) active = undefined;
    if (!this.editor) return;
    this.editor.destroy();
    this.editor = undefined;
    this.toolbar.remove();
    this.frame.classList.remove("ed-active");
    this.showStatic();
  }

  focus() {
    return this.activate({ focus: true });
  }

  pressed(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.link();
      return true;
    }
    return false;
  }

  makeToolbar() {
    const run = (name) => () => this.editor.chain().focus()[name]().run();
    const has = (mark) => this.options.marks.includes(mark);
    const tools = [
      has("strong") && ["bold", "Bold", run("toggleBold"), "bold"],
      has("em") && ["italic", "Italic", run("toggleItalic"), "italic"],
      has("ul") && ["bullets", "Bulleted list", run("toggleBulletList"), "bulletList"],
      has("ol") && ["numbers", "Numbered list", run("toggleOrderedList"), "orderedList"],
      has("a") && ["link", "Link", () => this.link(), "link"],
      ["undo", "Undo", run("undo")],
      ["redo", "Redo", run("redo")],
    ].filter(Boolean);
    this.tools = tools.map(([name, words, listener, mark], at) => {
      const made = iconButton(name, words, listener, { tabindex: at ? "-1" : "0" });
      // A press on a tool must not take the cursor out of the text.
      made.addEventListener("pointerdown", (event) => event.preventDefault());
      if (mark) made.dataset.mark = mark;
      return made;
    });
    return el(
      "div",
      { class: "ed-toolbar", role: "toolbar", "aria-label": `Marks of ${this.options.label}`, on: { keydown: (event) => this.walk(event) } },
      this.tools,
    );
  }

  /** Arrow keys go along the toolbar, which is one stop of the Tab key. */
  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.tools.indexOf(document.activeElement);
    const next = this.tools[(at + step + this.tools.length) % this.tools.length];
    this.tools.forEach((tool) => tool.setAttribute("tabindex", tool === next ? "0" : "-1"));
    next.focus();
  }

  refreshTools() {
    for (const tool of this.tools ?? []) {
      if (tool.dataset.mark) tool.setAttribute("aria-pressed", String(this.editor.isActive(tool.dataset.mark)));
    }
  }

  async link() {
    const { editor } = this;
    // The browser tells of a cursor that has just moved a little later, when the dialog has the focus already.
    editor.view.domObserver.flush();
    const now = editor.getAttributes("link").href ?? "";
    const { articles, findArticle, linkSchemes } = this.options;
    const answer = await askLink({ address: now, allowed: (address) => mayLink(address, linkSchemes), articles, find: findArticle });
    if (answer === null || editor.isDestroyed) return;
    const { href, words } = answer;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (href === "") chain.unsetLink().run();
    else if (editor.state.selection.empty && !now) {
      editor.chain().focus().insertContent([{ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] }]).run();
    } else chain.setLink({ href }).run();
  }
}
