"""Rich text: the few marks that prose may carry, declared once.

The same allow-list drives the sanitiser here and, later, the editor. It is applied wherever text enters (document,
import, API), never in ``save()``. Plain text is cleaned here too, since both share the same dangers.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Final

import nh3
from markdown_it import MarkdownIt

MARKS: Final = frozenset({"p", "strong", "em", "ul", "ol", "li", "a"})
"""The HTML elements that rich text may hold."""

LINK_SCHEMES: Final = frozenset({"https", "http", "mailto", "tel"})
"""Where a link may lead, beside addresses of this site that begin with one slash."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SPACE = re.compile(r"\s+")
_BETWEEN_BLOCKS = re.compile(r"\s*(</?(?:p|ul|ol|li)>)\s*")
_EMPTY = re.compile(r"<(p|li|strong|em|ul|ol)>\s*</\1>")
_DEAD_LINK = re.compile(r"<a>(.*?)</a>")
_TAG = re.compile(r"<[^>]+>")
_BLOCK_END = re.compile(r"</(?:p|li|ul|ol)>")

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "link", "list", "escape", "entity", "newline"])


def _link_filter(element: str, attribute: str, value: str) -> str | None:
    if (element, attribute) != ("a", "href"):
        return None
    # "//host" and "/\host" are addresses of another host, not of this site.
    if re.match(r"[/\\]{2}", value):
        return None
    return value if re.match(r"/|#|(?:https?|mailto|tel):", value) else None


_CLEANER = nh3.Cleaner(
    tags=set(MARKS),
    attributes={"a": {"href"}},
    attribute_filter=_link_filter,
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)


def plain(value: str) -> str:
    """One line of plain text: composed Unicode, no control characters, single spaces, trimmed."""
    return _SPACE.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", value))).strip()


def rich(value: str) -> str:
    """HTML with nothing but ``MARKS`` in it. Stable: ``rich(rich(x)) == rich(x)``.

    Text that stands outside any block becomes a paragraph; empty elements go.
    """
    text = _CLEANER.clean(_CONTROL.sub("", unicodedata.normalize("NFC", value)))
    text = _BETWEEN_BLOCKS.sub(r"\1", _DEAD_LINK.sub(r"\1", text)).strip()
    while (shorter := _EMPTY.sub("", text)) != text:
        text = shorter.strip()
    if text and not text.startswith(("<p>", "<ul>", "<ol>")):
        text = f"<p>{text}</p>" if not re.search(r"<(?:p|ul|ol)>", text) else rich(_wrap_leading(text))
    return text


def _wrap_leading(text: str) -> str:
    start = re.search(r"<(?:p|ul|ol)>", text)
    cut = start.start() if start else len(text)
    return f"<p>{text[:cut]}</p>{text[cut:]}"


def from_markdown(value: str) -> str:
    """Rich text from Markdown (CommonMark's emphasis, links, lists and paragraphs), as content files hold it.

    Raw HTML in it is shown as text, never obeyed.
    """
    return rich(_MARKDOWN.render(value))


def words_of(value: str) -> str:
    """The words of rich text without marks, blocks separated by a space."""
    return plain(unescape(_TAG.sub("", _BLOCK_END.sub(" ", value))))
