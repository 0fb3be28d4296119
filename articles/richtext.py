"""Rich text: the few marks that prose may carry, declared once.

The same allow-list drives the sanitiser here and, later, the editor. It is applied wherever text enters (document,
import, API), never in ``save()``. Plain text is cleaned with it (``accounts.plain_text``): both share the same dangers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Final
from uuid import UUID

import nh3

from accounts.plain_text import CONTROL, lines, plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = [
    "CLOSED",
    "LINK_SCHEMES",
    "MARKS",
    "addresses",
    "article_link",
    "article_links",
    "from_markdown",
    "lines",
    "linked",
    "opened",
    "plain",
    "resolved",
    "rich",
    "sentences_of",
    "without_marks",
    "words_of",
]

MARKS: Final = frozenset({"p", "strong", "em", "ul", "ol", "li", "a"})
"""The HTML elements that rich text may hold."""

LINK_SCHEMES: Final = frozenset({"https", "http", "mailto", "tel"})
"""Where a link may lead, beside articles and addresses of this site that begin with one slash."""

ARTICLE: Final = "article"
"""The scheme of a link to an article of this site by its identity: ``article:<uuid>`` (ADR 21)."""

CLOSED: Final = "</a>"
"""What stands behind the words of a link."""

_HTML_SPACE = re.compile(r"[ \t\r\n]+")
_BETWEEN_BLOCKS = re.compile(r"\s*(</?(?:p|ul|ol|li)>)\s*")
_EMPTY_BLOCK = re.compile(r"<(p|li|ul|ol)>\s*</\1>")
_EMPTY_INLINE = re.compile(r"<(strong|em)>(\s*)</\1>|<a(?: [^>]*)?>(\s*)</a>")
_DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"(<[^>]+>)")
_BLOCK_START = re.compile(r"<(?:p|ul|ol)>")
_ITEM_END = re.compile(r"(?<![\s.!?:;,>])((?:</(?!li>)\w+>)*)</li>\s*(?=<li>)")
_UNENDED = re.compile(r"(?<![\s.!?:;,>])((?:</\w+>)*?)</(?:p|li)>")
_BLOCK_END = re.compile(r"</(?:p|li|ul|ol)>")
# One slash, not two: "//host" and "/\host" are addresses of another host. No spaces, which browsers drop before they
# look; no angle brackets, so that every ">" of clean text ends a tag.
_LINK = re.compile(r"(?:/(?![/\\])|#|(?:https?|mailto|tel):)[^\s<>\"\\]*", re.IGNORECASE)
# An identity has one spelling, so that what links an article is found by it.
_IDENTITY = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ARTICLE = re.compile(f"{ARTICLE}:{_IDENTITY}")
_ARTICLE_LINK = re.compile(rf'<a href="{ARTICLE}:({_IDENTITY})">(.*?)</a>', re.DOTALL)
_ARTICLE_SLUG = re.compile(rf'(?<=<a href="{ARTICLE}:)[^"]*(?=")')

_WEB_LINK = re.compile(r'<a href="(https?://[^"]+)"', re.IGNORECASE)

_MOST_LISTS: Final = 100
_LIST_START = re.compile(r"<[uo]l\b", re.IGNORECASE)
_MOST_ROUNDS: Final = 8
_REMEMBERED: Final = 2_000
"""Longer texts are rare, and would take memory."""


def _link_filter(element: str, attribute: str, value: str) -> str | None:
    may = (element, attribute) == ("a", "href") and (_LINK.fullmatch(value) or _ARTICLE.fullmatch(value))
    return value if may else None


_CLEANER = nh3.Cleaner(
    tags=set(MARKS),
    attributes={"a": {"href"}},
    attribute_filter=_link_filter,
    url_schemes={*LINK_SCHEMES, ARTICLE},
    link_rel=None,
)


def rich(value: str) -> str:
    """HTML with nothing but ``MARKS`` in it. Stable: ``rich(rich(x)) == rich(x)``.

    Text that stands outside any block becomes a paragraph; empty elements go; spaces and line breaks are one space.
    """
    return _remembered(value) if len(value) <= _REMEMBERED else _settled(value)


@lru_cache(maxsize=4096)
def _remembered(value: str) -> str:
    """The same texts come again and again: each preview and save of a draft brings all of them, one changed."""
    return _settled(value)


def _settled(value: str) -> str:
    text = value
    rounds = _MOST_ROUNDS if len(_LIST_START.findall(value)) <= _MOST_LISTS else 0
    for _ in range(rounds):
        cleaned = _cleaned(text)
        if cleaned == text:
            return text
        text = cleaned
    # Markup so broken that it never settles, or lists in lists without end (nobody writes that): its words are kept.
    words = escape(words_of(text), quote=False)
    return f"<p>{words}</p>" if words else ""


def _cleaned(value: str) -> str:
    text = _CLEANER.clean(CONTROL.sub("", value))
    # Only the text between tags is normalised: a combining sign after a tag would fuse with its ">".
    text = "".join(part if part.startswith("<") else _text(part) for part in _TAG.split(text))
    text = _BETWEEN_BLOCKS.sub(r"\1", _DEAD_LINK.sub(r"\1", text)).strip()
    for _ in range(_MOST_ROUNDS):
        text = _EMPTY_BLOCK.sub("", _EMPTY_INLINE.sub(r"\2\3", text)).strip()
    return _in_blocks(text)


def _in_blocks(text: str) -> str:
    """The same with what stands outside any block as paragraphs."""
    blocks, loose, depth = "", "", 0
    for part in _TAG.split(text):
        opens = _BLOCK_START.fullmatch(part) is not None
        if depth == 0 and opens:
            blocks, loose = blocks + _paragraph(loose), ""
        depth += opens
        if depth:
            blocks += part
        elif part not in ("<li>", "</li>"):
            loose += part
        depth -= depth > 0 and part in ("</p>", "</ul>", "</ol>")
    return blocks + _paragraph(loose)


def _paragraph(loose: str) -> str:
    return f"<p>{loose.strip()}</p>" if loose.strip() else ""


def _text(value: str) -> str:
    return _HTML_SPACE.sub(" ", unicodedata.normalize("NFC", CONTROL.sub("", value)))


def from_markdown(value: str, identity_of: Callable[[str], UUID]) -> str:
    """Rich text from Markdown (CommonMark's emphasis, links, lists and paragraphs), as content files hold it.

    Raw HTML in it is shown as text, never obeyed. A link to ``article:<slug>`` becomes one by the article's identity.
    """
    return rich(_ARTICLE_SLUG.sub(lambda slug: str(identity_of(unescape(slug[0]))), _markdown().render(value)))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 (content files alone are in Markdown)

    return MarkdownIt("zero").enable(["emphasis", "link", "list", "escape", "entity", "newline"])


def without_marks(value: str) -> str:
    """The text of HTML: its tags gone, its entities as the characters that they mean."""
    return unescape(_TAG.sub("", value))


def addresses(value: str) -> list[str]:
    """The addresses on the web that clean rich text links."""
    return [unescape(url) for url in _WEB_LINK.findall(value)]


def article_link(identity: UUID) -> str:
    """The address by which prose links an article, whatever page it has now."""
    return f"{ARTICLE}:{identity}"


def article_links(value: str) -> list[tuple[UUID, str]]:
    """The articles that clean rich text links by their identities, each with the words of the link."""
    return [(UUID(identity), words_of(text)) for identity, text in _ARTICLE_LINK.findall(value)]


def resolved(value: str, paths: Mapping[UUID, str]) -> str:
    """Clean rich text as it is shown: links to articles lead to their paths, and are words alone where there is none.

    What comes out is for people to read, never to be kept: the identities are gone from it.
    """
    return linked(value, lambda identity, words: _linked(paths.get(identity), words))


def linked(value: str, shown: Callable[[UUID, str], str]) -> str:
    """Clean rich text, or a page of it, with something else in place of each link to an article: what ``shown`` makes
    of its identity and its words.
    """
    if f'"{ARTICLE}:' not in value:
        return value
    return _ARTICLE_LINK.sub(lambda link: shown(UUID(link[1]), link[2]), value)


def opened(path: str) -> str:
    """What stands before the words of a link to a path."""
    return f'<a href="{escape(path)}">'


def _linked(path: str | None, words: str) -> str:
    return f"{opened(path)}{words}{CLOSED}" if path else words


def sentences_of(value: str) -> str:
    """The words of rich text as they can be read in one line: items of a list and blocks without a stop have one."""
    return words_of(_UNENDED.sub(r".\1 ", _ITEM_END.sub(r";\1 ", value)))


def words_of(value: str) -> str:
    """The words of rich text without marks, blocks separated by a space."""
    return plain(without_marks(_BLOCK_END.sub(" ", value)))
