// Offers pages while one types.
const box = document.querySelector("[data-suggest]");
const set = (item, given) => {
  for (const name in given) item.setAttribute(name, given[name]);
  return item;
};
const make = (tag, given) => set(document.createElement(tag), given);
const list = make("ul", { id: "offered", role: "listbox", "aria-label": "Suggestions" });
const said = make("p", { role: "status", class: "hide" });
let n = 0, at, timer, asked;

const mark = (to) => {
  at = to;
  [...list.children].forEach((item, i) => set(item, { "aria-selected": i === at }));
  set(box, { "aria-activedescendant": at < 0 ? "" : `o${at}` });
  list.children[at]?.scrollIntoView({ block: "nearest" });
};
const show = (pages) => {
  n = pages.length;
  list.replaceChildren(...pages.map((page, i) => {
    const item = make("li", { id: `o${i}`, role: "option" });
    item.append(`${page.label} `, make("span"));
    item.lastChild.append(page.kind);
    item.onclick = () => location.assign(page.path);
    return item;
  }));
  list.hidden = !n;
  set(box, { "aria-expanded": !!n });
  mark(-1);
};
const stop = () => {
  clearTimeout(timer);
  asked?.abort();
};
const close = () => show([], stop());

set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": "offered" });
box.after(list);
box.form.append(said);
close();
list.onmousedown = () => false;
box.onblur = close;
box.oninput = () => {
  mark(-1, stop());
  timer = setTimeout(async () => {
    asked = new AbortController();
    try {
      show(await (await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, asked)).json());
      said.textContent = `Suggestions: ${n}`;
    } catch { asked.signal.aborted || close() }
  }, 150);
};
box.onkeydown = ({ key, isComposing }) => {
  const step = { ArrowDown: 1, ArrowUp: n }[key];
  if (isComposing || !n) return;
  if (step) mark((at + 1 + step) % (n + 1) - 1);
  else if (key === "Enter" && at >= 0) list.children[at].click();
  else if (key === "Escape") close();
  else return true;
  return false;
};
