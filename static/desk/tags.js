/* Tags are picked by typing: a combobox beside the boxes, which stay what is sent. Synonyms find their tag. */

const fold = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const SHOWN = 8;

for (const fieldset of document.querySelectorAll("fieldset.picker")) enhance(fieldset);

function enhance(fieldset) {
  const tags = [...fieldset.querySelectorAll("input[type=checkbox]")].map((box) => {
    const name = box.closest("label").textContent.trim();
    return { box, name, names: [name, ...box.dataset.also.split("|").filter(Boolean)] };
  });
  if (!tags.length) return;
  const id = fieldset.id;
  const find = document.createElement("div");
  find.className = "find";
  find.innerHTML = `<label for="${id}_find"></label><input type="text" id="${id}_find" role="combobox" autocomplete="off" autocapitalize="off" spellcheck="false" aria-expanded="false" aria-autocomplete="list" aria-controls="${id}_list"><ul id="${id}_list" role="listbox" hidden></ul><p class="visually-hidden" role="status"></p>`;
  find.querySelector("label").textContent = "Find a tag by any of its names";
  const [input, list, status] = ["input", "ul", "p"].map((each) => find.querySelector(each));
  list.setAttribute("aria-label", fieldset.querySelector("legend").textContent);
  fieldset.querySelector("legend").after(find);
  fieldset.classList.add("ready");
  let at = -1;

  const matches = () => {
    const key = fold(input.value);
    if (!key) return [];
    const found = [];
    for (const tag of tags) {
      if (tag.box.checked) continue;
      const ranked = tag.names
        .map((name) => ({ name, rank: fold(name).startsWith(key) ? 0 : fold(name).includes(key) ? 1 : 2 }))
        .sort((a, b) => a.rank - b.rank)[0];
      if (ranked.rank < 2) found.push({ tag, by: ranked.name, rank: ranked.rank });
    }
    return found.sort((a, b) => a.rank - b.rank).slice(0, SHOWN);
  };

  const mark = (to) => {
    const options = [...list.children];
    at = options.length ? (to + options.length) % options.length : -1;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    }
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const show = () => {
    const found = matches();
    list.replaceChildren(
      ...found.map(({ tag, by }, n) => {
        const option = document.createElement("li");
        option.id = `${id}_option_${n}`;
        option.setAttribute("role", "option");
        option.textContent = by === tag.name ? tag.name : `${tag.name} (${by})`;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(tag));
        option.tag = tag;
        return option;
      }),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    mark(found.length ? 0 : -1);
    if (input.value) status.textContent = found.length ? `${found.length} found` : "No tag has this name";
  };

  const choose = (tag) => {
    tag.box.checked = true;
    tag.box.dispatchEvent(new Event("change", { bubbles: true }));
    input.value = "";
    close();
    status.textContent = `${tag.name} is chosen`;
    input.focus();
  };

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) mark(at + (event.key === "ArrowDown" ? 1 : -1));
      else show();
    } else if (event.key === "Enter") {
      // Enter picks; it never sends a form that is half filled in.
      event.preventDefault();
      if (open && at >= 0) choose(list.children[at].tag);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
}
