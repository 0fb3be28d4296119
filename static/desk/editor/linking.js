/* The dialog of a link: to an article of this site, which keeps it whatever its address becomes, or to any address. */

import { ask, Combo } from "./combo.js";
import { open } from "./dialog.js";
import { button, el, freshId } from "./dom.js";

/** Ask where a link leads: {href, words} (`words`: what stands there if nothing is marked), {href: ""} to take the
 * link off, null for no change. `articles`: what is known of linked articles, by their addresses; `find`: where to ask.
 */
export async function askLink({ address, allowed, articles, find }) {
  const { body, foot, closed, close } = open("Link");
  let answer = null;
  const done = (href, words = href) => {
    answer = { href, words };
    close();
  };
  const now = articles[address];
  const search = articleSearch(find, (article) => {
    articles[article.href] = article;
    done(article.href, article.title);
  });
  const other = addressField(now || address.startsWith("article:") ? "" : address, allowed, done);
  if (address.startsWith("article:")) body.append(el("p", {}, now ? `It leads to the article “${now.title}”${now.standing && `, which is ${now.standing}`}.` : "It leads to an article that this site does not have."));
  body.append(...search.parts, ...other.parts);
  foot.append(button("Set the link", other.accept, { class: "ed-button ed-primary" }));
  if (address) foot.append(button("Take the link off", () => done("")));
  foot.append(button("Cancel", () => close()));
  (other.input.value ? other.input : search.input).focus();
  await closed;
  return answer;
}

function articleSearch(find, choose) {
  const id = freshId("article");
  const said = el("p", { class: "visually-hidden", role: "status" });
  const combo = new Combo({
    id,
    find: (text) => ask(find, text),
    draw: (article) => [
      el("span", { class: "ed-option-name" }, article.title, article.standing ? el("strong", { class: "ed-standing" }, article.standing) : null),
      el("span", { class: "ed-option-kind" }, `${article.slug}, ${article.language}`),
    ],
    choose,
    say: (words) => { said.textContent = words; },
    words: { list: "Articles found", placeholder: "Title or address", none: "Nothing found.", failed: "The site does not answer. Are you signed in?" },
  });
  return { input: combo.input, parts: [el("label", { for: id }, "An article of this site"), combo.element, said] };
}

function addressField(address, allowed, done) {
  const id = freshId("link");
  const wrong = el("p", { id: `${id}-wrong`, class: "ed-field-problem", role: "alert" });
  const input = el("input", { id, type: "text", inputmode: "url", value: address, autocomplete: "off", spellcheck: "false" });
  const accept = () => {
    const given = input.value.trim();
    const full = given && !/^([a-z][a-z0-9+.-]*:|[/#])/i.test(given) ? `https://${given}` : given;
    if (!full || allowed(full)) return done(full);
    wrong.textContent = "A link begins with https://, mailto:, tel: or, on this site, with one slash.";
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", wrong.id);
    return input.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      accept();
    }
  });
  return { input, accept, parts: [el("label", { for: id }, "Or any address"), input, wrong] };
}
