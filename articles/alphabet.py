"""The A to Z: every article's title and every name of a topic, under its letter."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Edition, NameKind, Topic


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the A to Z: a name, where it leads, and for a further name what it is a name of."""

    name: str
    href: str
    note: str = ""


def entries(editions: Iterable[Edition], topics: Iterable[Topic]) -> list[Entry]:
    """Every entry; a brand name leads to its medicine, a synonym to its topic."""
    found = [Entry(edition.title, edition.article.get_absolute_url()) for edition in editions]
    for topic in topics:
        href = topic.get_absolute_url()
        found.append(Entry(topic.name, href, topic.get_kind_display().lower()))
        for name in topic.names.all():
            note = f"brand name of {topic.name}" if name.kind == NameKind.BRAND else f"see {topic.name}"
            found.append(Entry(name.name, href, note))
    return found


def letters(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """A to Z, each letter with its entries in order; other beginnings come last, under “0–9”."""
    groups: dict[str, list[Entry]] = {letter: [] for letter in string.ascii_uppercase}
    for entry in sorted(found, key=lambda entry: _plain(entry.name)):
        first = _plain(entry.name)[:1].upper()
        groups.setdefault(first if first in string.ascii_uppercase and first else "0–9", []).append(entry)
    return list(groups.items())


def _plain(name: str) -> str:
    """A name without accents and case, for sorting."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
