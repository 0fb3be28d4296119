"""Takes HTML apart in one pass, in time that grows with its length and nothing else.

Python's html.parser and html5ever (nh3) are quadratic on hostile input: 1 MB of open tags keeps them busy for minutes.
What is wanted here is text and a few tags, so no tree is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TAG = re.compile(r"(/?)([A-Za-z][^\s/>]{0,40})")
ATTRIBUTE = re.compile(r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s>"'][^\s>]*+))?""")
GAP = re.compile(r"[\s/=\"']*+")
RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is no markup."""
RAW_END = {name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in RAW}
WITH_ATTRIBUTES = ("meta", "input")
"""The tags whose attributes are of use here."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag, its name in lower case; attributes only of ``WITH_ATTRIBUTES``."""

    name: str
    end: bool = False
    closes_itself: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """What stands in an element whose content is no markup."""

    name: str
    text: str


def parts(html: str) -> Iterator[str | Tag | Raw]:
    """Text, tags and raw content in order. Comments, doctypes and what never closes are left out, as browsers do."""
    here = 0
    while True:
        start = html.find("<", here)
        if start < 0:
            yield html[here:]
            return
        if start > here:
            yield html[here:start]
        found = TAG.match(html, start + 1)
        if found is None:
            here = _after_no_tag(html, start)
            if here == start + 1:
                yield "<"
            continue
        tag, here = _tag(html, found)
        yield tag
        if tag.name in RAW_END and not tag.end:
            closing = RAW_END[tag.name].search(html, here)
            stop = closing.start() if closing else len(html)
            yield Raw(tag.name, html[here:stop])
            here = stop


def _after_no_tag(html: str, start: int) -> int:
    """Where it goes on after a "<" that opens no tag: behind a comment or doctype, or right after it."""
    if html.startswith("<!--", start):
        if html.startswith((">", "->"), start + 4):
            return html.index(">", start + 4) + 1
        stop = html.find("-->", start + 4)
        return stop + 3 if stop >= 0 else len(html)
    if html.startswith(("<!", "<?", "</"), start):
        stop = html.find(">", start)
        return stop + 1 if stop >= 0 else len(html)
    return start + 1


def _tag(html: str, found: re.Match[str]) -> tuple[Tag, int]:
    """A tag, and where it goes on behind it."""
    attributes: dict[str, str] = {}
    name, here = found[2].lower(), found.end()
    kept = name in WITH_ATTRIBUTES
    while True:
        if here >= len(html) or html[here] == ">":
            itself = html[here - 1] == "/"
            return Tag(name, bool(found[1]), itself, attributes), here + 1
        attribute = ATTRIBUTE.match(html, here)
        if attribute is None:
            gap = GAP.match(html, here)
            here = gap.end() if gap is not None and gap.end() > here else here + 1
            continue
        here = attribute.end()
        if kept:
            attributes.setdefault(attribute[1].lower(), (attribute[2] or "").strip("\"'"))
