/* Rich text as HTML with a handful of marks: shown safely, compared, cleaned when it is pasted. */

const WORD_LIST = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBERED = /^\s*(?:\d+|[a-z]|[ivx]+)[.)]/i;
const BLOCKS = "td, th, h1, h2, h3, h4, h5, h6, dt, dd, figcaption, caption, pre, blockquote";
const ARTICLE = /^article:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REMOVED = "script, style, meta, link, title, xml, o\\:p, noscript, template, img, svg, iframe, object";

/** The HTML as nodes to be looked at: only elements of `marks`, no attributes, links as words that lead nowhere.
 * `articles`: what is known of linked articles, by their addresses.
 */
export function shown(html, marks, articles) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const fragment = document.createDocumentFragment();
  copy(source, fragment, new Set(marks), articles);
  return fragment;
}

function copy(from, to, marks, articles) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const name = node.localName;
    let target = to;
    if (name === "a") {
      target = document.createElement("span");
      target.className = "ed-link";
      const href = node.getAttribute("href") ?? "";
      target.title = articles[href]?.title ?? href;
      to.append(target);
    } else if (marks.has(name)) {
      target = document.createElement(name);
      to.append(target);
    }
    copy(node, target, marks, articles);
  }
}

/** The words of rich text, blocks apart. */
export function wordsOf(html) {
  const body = new DOMParser().parseFromString(html.replace(/<\/(p|li|ul|ol)>/g, "$& "), "text/html").body;
  return body.textContent.replace(/\s+/g, " ").trim();
}

/** The editor's HTML as the document keeps it: list items of one paragraph without it, nothing for nothing. */
export function stored(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  for (const item of body.querySelectorAll("li")) {
    const paragraphs = [...item.children].filter((child) => child.localName === "p");
    if (paragraphs.length === 1) paragraphs[0].replaceWith(...paragraphs[0].childNodes);
  }
  for (const node of body.querySelectorAll("*")) {
    for (const { name } of [...node.attributes]) if (name !== "href") node.removeAttribute(name);
  }
  return body.textContent.trim() ? body.innerHTML.replaceAll("&nbsp;", " ") : "";
}

/** Whether a link may lead there: one of the schemes, an address of this site, or an article by its identity. */
export function mayLink(address, schemes) {
  const trimmed = address.trim();
  if (ARTICLE.test(trimmed) || /^(\/(?![/\\])|#)[^\s<>"\\]*$/.test(trimmed)) return true;
  const scheme = /^([a-z][a-z0-9+.-]*):[^\s<>"\\]+$/i.exec(trimmed);
  return scheme !== null && schemes.includes(scheme[1].toLowerCase());
}

/** Pasted HTML before the editor reads it: without what programs add, and with what they paint as what it means. */
export function pasted(html) {
  const parsed = new DOMParser().parseFromString(harmless(html), "text/html");
  parsed.querySelectorAll(REMOVED).forEach((node) => node.remove());
  const comments = parsed.createTreeWalker(parsed, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  found.forEach((comment) => comment.remove());
  wordLists(parsed);
  painted(parsed);
  // Cells and headings become paragraphs; the schema drops everything else that it does not know.
  for (const block of parsed.querySelectorAll(BLOCKS)) {
    if (block.querySelector("p, ul, ol")) continue;
    const paragraph = parsed.createElement("p");
    paragraph.append(...block.childNodes);
    block.replaceWith(paragraph);
  }
  for (const node of parsed.body.querySelectorAll("*")) {
    for (const { name } of [...node.attributes]) if (name !== "href") node.removeAttribute(name);
  }
  return parsed.body.innerHTML;
}

/** The same with styles and handlers under names that do nothing: the policy of this page would report each of them. */
function harmless(html) {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3"));
}

/** Bold and italics that are only painted (Google Docs) become marks; a mark that is painted away goes. */
function painted(parsed) {
  for (const node of parsed.querySelectorAll("[data-style]")) {
    const style = node.dataset.style.toLowerCase();
    const bold = /font-weight:\s*(bold|[6-9]00)/.test(style);
    const plain = /font-weight:\s*(normal|400)/.test(style);
    if (node.matches("b, strong") && plain) node.replaceWith(...node.childNodes);
    else if (node.localName === "span") {
      for (const name of [bold && "strong", /font-style:\s*italic/.test(style) && "em"].filter(Boolean)) {
        const mark = parsed.createElement(name);
        mark.append(...node.childNodes);
        node.append(mark);
      }
    }
  }
}

function wordLists(parsed) {
  let list = null;
  for (const paragraph of parsed.querySelectorAll("p")) {
    if (!WORD_LIST.test(paragraph.dataset.style ?? "")) {
      list = null;
      continue;
    }
    const marker = paragraph.querySelector('[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]');
    const name = NUMBERED.test(marker?.textContent ?? "") ? "ol" : "ul";
    marker?.remove();
    if (list?.localName !== name || list.nextElementSibling !== paragraph) {
      list = parsed.createElement(name);
      paragraph.before(list);
    }
    const item = parsed.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}
