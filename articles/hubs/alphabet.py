"""The A to Z: every article's title and every name of a topic that readers are shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.collation import Letter, by_letter
from articles.models import Edition, Topic


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the A to Z: a name, where it leads, and of a further name the usual one that it stands for."""

    name: str
    href: str
    see: str = ""
    kind: str = ""


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
        wanted = {kind: value for kind in ("medicine", "condition") if (value := asked.get(kind, ""))}
        unknown = tuple(kind for kind, value in wanted.items() if (kind, value) not in known)
        medicine, condition = (known.get((kind, wanted.get(kind, ""))) for kind in ("medicine", "condition"))
        return cls(medicine, condition, unknown)

    def __bool__(self) -> bool:
        return bool(self.medicine or self.condition or self.unknown)

    def takes(self, edition: Edition) -> bool:
        """Whether an article is about what was chosen."""
        about = edition.article
        return (self.medicine is None or about.medicine == self.medicine) and (
            self.condition is None or about.condition == self.condition
        )


def topics_of(editions: Iterable[Edition]) -> list[Topic]:
    """The medicines and conditions that articles are about, each once."""
    about = (topic for edition in editions for topic in (edition.article.medicine, edition.article.condition))
    return list({topic.pk: topic for topic in about if topic}.values())


def letters(editions: Sequence[Edition], names: Mapping[int, Sequence[str]], language: str) -> list[Letter[Entry]]:
    """All entries under their letters. ``names``: the further names of topics, by the topic's key."""
    found = [Entry(edition.title, edition.article.get_absolute_url()) for edition in editions]
    for topic in topics_of(editions):
        href = topic.get_absolute_url()
        found.append(Entry(topic.name, href, kind=topic.get_kind_display().lower()))
        # The same name in two countries, or one that differs in case alone, is one entry.
        others = {name.casefold(): name for name in names.get(topic.pk, ()) if name.casefold() != topic.name.casefold()}
        found += [Entry(name, href, see=topic.name) for name in others.values()]
    return by_letter(found, lambda entry: entry.name, language)
