"""The A to Z: every article's title and every name of a topic that readers are shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from articles import collation
from articles.collation import Letter
from articles.models import Filed, Topic, TopicKind

T = TypeVar("T")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the A to Z: a name, where it leads, and of a further name the usual one that it stands for."""

    name: str
    href: str
    see: str = ""
    kind: str = ""

    @classmethod
    def of(cls, line: Filed) -> Entry:
        """How a line that is filed is shown."""
        if line.topic is None:
            return cls(line.name, line.article.get_absolute_url() if line.article else "")
        if line.further:
            return cls(line.name, line.topic.get_absolute_url(), see=line.topic.name)
        return cls(line.name, line.topic.get_absolute_url(), kind=line.topic.get_kind_display().lower())


@dataclass(frozen=True, slots=True)
class Choice:
    """The medicine and the condition, each by its slug, to which a reader narrowed the A to Z.

    ``medicine``, ``condition``: the topics, where they are known. ``unknown``: what the address asks for and no topic
    here is.
    """

    medicine: Topic | None
    condition: Topic | None
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: Mapping[str, str], topics: Iterable[Topic]) -> Choice:
        """What an address asks for."""
        known = {(str(topic.kind), topic.slug): topic for topic in topics}
        wanted = {kind: value for kind in TopicKind.values if (value := asked.get(kind, ""))}
        unknown = tuple(kind for kind, value in wanted.items() if (kind, value) not in known)
        medicine, condition = (known.get((kind, wanted.get(kind, ""))) for kind in TopicKind.values)
        return cls(medicine, condition, unknown)

    def __bool__(self) -> bool:
        return bool(self.medicine or self.condition or self.unknown)

    def of_lines(self, lines: Sequence[Filed]) -> list[Filed]:
        """The lines of the articles about what was chosen, and of the topics that these are about."""
        about = [line.article for line in lines if line.article]
        if self.medicine:
            about = [article for article in about if article.medicine_id == self.medicine.pk]
        if self.condition:
            about = [article for article in about if article.condition_id == self.condition.pk]
        articles = {article.pk for article in about}
        topics = {pk for article in about for pk in (article.medicine_id, article.condition_id)}
        return [line for line in lines if (line.article_id in articles if line.article_id else line.topic_id in topics)]


def slugs(asked: Mapping[str, str]) -> list[str]:
    """The slugs of topics that an address asks for, those that can be one."""
    return [slug for kind in TopicKind.values if _SLUG.fullmatch(slug := asked.get(kind, ""))]


def topics_of(lines: Iterable[Filed]) -> list[Topic]:
    """The medicines and conditions that have lines, each once."""
    return [line.topic for line in lines if line.topic and not line.further]


def letters(lines: Iterable[Filed], language: str) -> list[Letter[Entry]]:
    """Lines, which come in their order, under their letters; and the letters that have none."""
    found: dict[str, list[Entry]] = {}
    for line in lines:
        found.setdefault(line.letter, []).append(Entry.of(line))
    every = collation.letters(language, found)
    return [Letter(letter.label, letter.own, found.get(letter.label, [])) for letter in every]


def letter_asked(asked: str, there: Sequence[Letter[T]]) -> Letter[T] | None:
    """The letter that an address names, of those that are there, else the first."""
    named = (letter for letter in there if letter.anchor.casefold() == asked.casefold())
    return next(named, there[0] if there else None)
