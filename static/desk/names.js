// Names what Django's widgets draw in the browser and leave without a name or a role, for those who hear the page.
"use strict";
{
  // The label of the field that a part of select2 belongs to: its ids are "select2-<field>-container" and "-results".
  const labelOf = (id) => {
    const field = id.replace(/^select2-/, "").replace(/-(container|results)$/, "");
    const label = document.querySelector(`label[for="${CSS.escape(field)}"]`);
    if (label && !label.id) label.id = `${field}-label`;
    return label ? label.id : "";
  };

  // What was chosen is the text of the combobox, not a box of its own.
  const chosen = (text) => {
    text.removeAttribute("role");
    text.removeAttribute("aria-readonly");
    text.closest(".select2-selection").setAttribute("aria-labelledby", `${labelOf(text.id)} ${text.id}`.trim());
  };

  const choices = (list) => {
    const label = labelOf(list.id);
    list.setAttribute("aria-labelledby", label);
    list.closest(".select2-dropdown").querySelector("input")?.setAttribute("aria-labelledby", label);
    document.querySelector(`[aria-owns="${CSS.escape(list.id)}"]`)?.setAttribute("aria-controls", list.id);
  };

  // "No results found": a list of options holds options only.
  const message = (line) => {
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
  };

  const dialog = (box) => {
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", gettext("Choose a Date"));
  };

  const NAMELESS = [
    [".select2-selection__rendered[role=textbox]", chosen],
    [".select2-dropdown .select2-results__options:not([aria-labelledby])", choices],
    [".select2-results__message[role=alert]", message],
    [".calendarbox:not([role])", dialog],
    [".search-label-icon:not([role])", (icon) => icon.setAttribute("role", "img")],
  ];
  const name = () => {
    for (const [selector, mend] of NAMELESS) document.querySelectorAll(selector).forEach(mend);
  };

  // The choices open inside the main part of the page, not behind it; select2 starts after this script.
  for (const select of document.querySelectorAll(".admin-autocomplete")) select.dataset.dropdownParent = "#content-start";
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
}
