/* Tabs: one of several panels is shown; arrow keys go along the tabs. */

import { el, freshId } from "./dom.js";

export class Tabs {
  /** `panels`: [words, element, key] each. `inUse()` tells whether the panels are tabs now, or all shown. */
  constructor(label, panels, { inUse = () => true, onShow = () => {} } = {}) {
    this.onShow = onShow;
    this.inUse = inUse;
    this.panels = panels.map(([words, element, key]) => {
      element.id ||= freshId("panel");
      const tab = el("button", { type: "button", role: "tab", id: freshId("tab"), "aria-controls": element.id, on: { click: () => this.show(key), keydown: (event) => this.pressed(event) } }, words);
      return { tab, element, key };
    });
    this.list = el("div", { class: "ed-tabs", role: "tablist", "aria-label": label }, this.panels.map(({ tab }) => tab));
    this.current = panels[0][2];
  }

  tab(key) {
    return this.panels.find((panel) => panel.key === key).tab;
  }

  show(key) {
    this.current = key;
    this.draw();
    this.onShow(key);
  }

  /** Make the page as `inUse` says. */
  draw() {
    const inUse = this.inUse();
    this.list.hidden = !inUse;
    for (const { tab, element, key } of this.panels) {
      const selected = key === this.current;
      tab.setAttribute("aria-selected", String(selected));
      tab.setAttribute("tabindex", selected ? "0" : "-1");
      element.hidden = inUse && !selected;
      if (inUse) {
        element.setAttribute("role", "tabpanel");
        element.setAttribute("aria-labelledby", tab.id);
      } else if (element.getAttribute("role") === "tabpanel") {
        element.removeAttribute("role");
        element.removeAttribute("aria-labelledby");
      }
    }
  }

  pressed(event) {
    const at = this.panels.findIndex(({ tab }) => tab === event.currentTarget);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.panels.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { tab, key } = this.panels[(to + this.panels.length) % this.panels.length];
    this.show(key);
    tab.focus();
  }
}
