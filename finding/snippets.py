"""What of a page is shown as a result: where it leads, and the words around the match, with the match marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from finding import analysis
from finding.models import Entry
from finding.reading import Reading
from finding.vocabulary import Vocabulary

LONGEST = 200
"""Characters of a snippet, about."""
BEFORE = 60
"""Of them, those before the first match."""
HEADING = 2.0
"""What a match in a section's heading counts, of one in its text."""

_RUN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_PLAIN = str.maketrans(dict.fromkeys("‘’ʼ", "'") | dict.fromkeys("“”–—…\xa0", " "))
"""Marks of printed English, each as one of ASCII."""
_SENTENCE = re.compile(r"(?<=[.!?]) (?=\S)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A result. ``href`` leads to the section of the page that answers best, headed ``section``, or to its top.

    ``known_as``: the name under which it was found, where its title does not say it.
    """

    ref: str
    kind: str
    kind_name: str
    title: SafeString
    href: str
    section: str
    snippet: SafeString
    known_as: str


class Hit(NamedTuple):
    """Where a word that was asked for stands in a text, and which of the groups it belongs to."""

    start: int
    end: int
    group: int


class Marker:
    """Finds the forms of the words of a query in texts as they are written."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary) -> None:
        self.weights = [group.weight for group in reading.groups]
        self.groups: dict[str, int] = {}
        for number, group in enumerate(reading.groups):
            for stem in group.all_stems():
                for form in vocabulary.forms.get(stem, ()):
                    self.groups.setdefault(form, number)
        self._read: dict[str, list[Hit]] = {}

    def hits(self, text: str) -> Sequence[Hit]:
        """Every word of a text that was asked for, in order."""
        if (held := self._read.get(text)) is None:
            held = self._read[text] = list(self._hits(text))
        return held

    def _hits(self, text: str) -> Iterator[Hit]:
        groups, plain = self.groups, text.translate(_PLAIN).lower()
        if not plain.isascii() or len(plain) != len(text):
            for word, start, end in analysis.tokens(text):
                if (number := groups.get(word)) is not None:
                    yield Hit(start, end, number)
            return
        # The same for plain English, in less time; and most texts have none, which is told in a third of that.
        if groups.keys().isdisjoint(_RUN.findall(plain.replace("'", ""))):
            return
        for match in _RUN.finditer(plain):
            if (number := groups.get(match.group().replace("'", ""))) is not None:
                yield Hit(match.start(), match.end(), number)

    def found(self, text: str) -> set[int]:
        """Which groups a text has."""
        return {hit.group for hit in self.hits(text)}

    def weight(self, groups: Iterable[int]) -> float:
        """What groups count together."""
        return sum(self.weights[group] for group in groups)


def show(entry: Entry, marker: Marker) -> Shown:
    """Make a result of an entry. It leads to a section where that has what its title and names do not say."""
    top = marker.found(f"{entry.title}\n{entry.names}\n{entry.hidden_names}")
    best = _best_section(entry.sections, marker)
    leads = best is not None and bool((marker.found(best[1]) | marker.found(best[2])) - top)
    text = best[2] if best is not None and (leads or not entry.summary) else entry.summary
    return Shown(
        ref=entry.ref,
        kind=entry.kind,
        kind_name=entry.get_kind_display(),
        title=_marked(entry.title, marker),
        href=f"{entry.path}#{best[0]}" if best is not None and leads and best[0] else entry.path,
        section=best[1] if best is not None and leads else "",
        snippet=_snippet(text, marker),
        known_as=_known_as(entry, marker),
    )


def _best_section(sections: Sequence[Sequence[str]], marker: Marker) -> tuple[str, str, str] | None:
    best, most = None, 0.0
    for anchor, heading, text in sections:
        headed, held = marker.found(heading), marker.hits(text)
        inside = {hit.group for hit in held}
        # How often it is said decides between sections that say the same. The top of a page is where it opens anyway.
        often = min(len(held), 20) / 1000 if anchor else 0
        weight = HEADING * marker.weight(headed) + marker.weight(inside - headed) + often
        if (headed or inside) and weight > most:
            best, most = (anchor, heading, text), weight
    return best


def _known_as(entry: Entry, marker: Marker) -> str:
    """The name that was asked for, where the title does not have it."""
    in_title = marker.found(entry.title)
    for name in entry.names.splitlines():
        found = marker.found(name)
        if found - in_title and len(analysis.words(name)) <= 2 * len(found):
            return name
    return ""


def _snippet(text: str, marker: Marker) -> SafeString:
    """The part of a text that has most of what was asked for, from the beginning of a sentence where one is near."""
    hits = marker.hits(text)
    start = _start(text, hits, marker)
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = text.rfind(" ", start + 1, end) if " " in text[start + 1 : end] else end
    part = _marked(text[start:end].strip(), marker)
    return format_html("{}{}{}", "… " if start else "", part, " …" if end < len(text) else "")


def _start(text: str, hits: Sequence[Hit], marker: Marker) -> int:
    if not hits or len(text) <= LONGEST:
        return 0
    weights = [
        marker.weight({other.group for other in hits[at : at + 20] if other.end <= hit.start + LONGEST - BEFORE})
        for at, hit in enumerate(hits[:200])
    ]
    first = hits[weights.index(max(weights))].start
    sentences = [match.end() for match in _SENTENCE.finditer(text, max(0, first - BEFORE), first)]
    if sentences or first <= BEFORE:
        return sentences[0] if sentences else 0
    return text.find(" ", first - BEFORE, first) + 1 or first


def _marked(text: str, marker: Marker) -> SafeString:
    parts, at = [], 0
    for start, end in _spans(marker.hits(text)):
        parts.append((text[at:start], text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[at:])


def _spans(hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Where hits stand; those that overlap, as pairs of characters do, are one."""
    start = end = 0
    for hit in hits:
        if hit.start >= end:
            if end:
                yield start, end
            start = hit.start
        end = max(end, hit.end)
    if end:
        yield start, end
