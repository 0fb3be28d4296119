"""What is offered while somebody types: titles and names that begin so, from any of their words on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from finding import analysis, vocabulary
from finding.models import Kind
from finding.reading import MOST_CHARACTERS
from freshness import replica

MOST = 8
LOOKED_AT = 60
"""Rows that are read for one beginning."""
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that is offered: the name that was typed at, with the title of the page where that is another one, where
    it leads, and what kind of page it is.
    """

    label: str
    path: str
    kind: str


class Begun(NamedTuple):
    """A name that begins as was typed, from its word number ``place`` on."""

    label: str
    place: int
    path: str
    kind: str
    title: str
    names: str

    @property
    def shown(self) -> str:
        """The name and what it leads to: Remeron: Mirtazapine."""
        return self.label if self.label == self.title else f"{self.label}: {self.title}"


def suggest(typed: str, language: str) -> list[Suggestion]:
    """At most eight pages. One query where something begins so; two more where the last word must be mended first."""
    words = analysis.words(typed[:MOST_CHARACTERS])
    if not words or len("".join(words)) < SHORTEST:
        return []
    return _offered(words, language) or _offered(_mended(words, language), language)


def _offered(words: list[str], language: str) -> list[Suggestion]:
    """Names with a word for each that was typed, in any order; the last one may be unfinished."""
    if not words:
        return []
    whole = _beginning(" ".join(words), language)
    near = [] if whole else _beginning(max(words, key=len), language)
    found = (
        whole
        or [start for start in near if _has(start.label, words)]
        or [start for start in near if _has(f"{start.title}\n{start.names}", words)]
    )
    order = {kind.value: place for place, kind in enumerate((Kind.MEDICINE, Kind.CONDITION, Kind.ARTICLE))}
    found.sort(key=lambda start: (order.get(start.kind, 3), start.place, len(start.label), start.label))
    offered = {start.path: Suggestion(start.shown, start.path, start.kind) for start in found[::-1]}
    return list(offered.values())[::-1][:MOST]


def _has(text: str, words: list[str]) -> bool:
    """Whether each word begins one of a text."""
    known = analysis.words(text)
    return all(any(each.startswith(word) for each in known) for word in words)


def _beginning(key: str, language: str) -> list[Begun]:
    """The first rows whose key begins so, in the order of code points; an index of each engine serves it."""
    column = "key" if connection.vendor == "sqlite" else 'key COLLATE "C"'
    first = (
        f"SELECT * FROM finding_start WHERE language = %s AND {column} >= %s AND {column} < %s "
        f"ORDER BY {column}, id LIMIT %s"
    )
    with replica.connection().cursor() as cursor:
        cursor.execute(
            "SELECT s.label, s.place, e.path, e.kind, e.title, e.names "
            f"FROM ({first}) s JOIN finding_entry e ON e.id = s.entry_id "
            f"ORDER BY s.{column}, s.id",
            [language, key, f"{key}\U0010ffff", LOOKED_AT],
        )
        return [Begun(*row) for row in cursor.fetchall()]


def _mended(words: list[str], language: str) -> list[str]:
    held = vocabulary.of(language, vocabulary.state())
    mended = []
    for word in words:
        known = word in held.words or bool(held.completed(word))
        near = [] if known else held.near(word)
        mended.append(near[0] if near else word)
    return mended if mended != words else []
