"""The articles of a medicine or condition as its readers look for them. Pure.

Whoever opens a hub at night wants three things, in this order: to know whether they need help now, to find their own
symptom (or their own medicine), and then one question answered. So a hub says when to get help first, article by
article; then each article with the other subject that it is about, and the questions that it answers most directly;
then the questions that readers ask across all of them. Each link leads to the very section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django_countries import countries

from articles.collation import by_letter
from articles.models import Edition, NameKind, Topic, TopicKind
from articles.outline import BY_KEY, anchor_of

HELP = "help"
STOPPING = "stopping"
QUICK = {"how_common": "How common", "self_care": "What you can do", "questions": "Questions to ask"}
"""What an article's own links lead to, in this order, beside when to get help."""
QUESTIONS = {
    STOPPING: "Stopping it",
    "pregnancy": "Pregnancy and breastfeeding",
    "look_alikes": "What else it could be",
    "diagnosis": "How it is diagnosed",
    "treatments": "Treatments",
    "risk_factors": "Who is more likely to get it",
}
"""What readers ask across articles, in this order."""
CALLED = {NameKind.BRAND: "Brand names", NameKind.SYNONYM: "Also called", NameKind.LAY: "What people say"}
MOST = 6
"""So many answers of a question are shown; the A to Z of the topic leads to all."""
MOST_HELP = 12
_LONG_WORD = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a published article: its kind and its heading."""

    kind: str
    heading: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to an article, or to one of its sections."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class About:
    """The articles on a hub that are about one other topic, or about none. ``heading``: that topic."""

    heading: Topic | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a hub, with the questions that it answers."""

    edition: Edition
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the articles that answer it. ``more``: how many are not shown. ``whole``: the articles are about
    nothing else, and the links lead to them, not to a section.
    """

    heading: str
    links: tuple[Link, ...]
    more: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub's articles in their groups. ``help``: where each says when to get help."""

    help: Question
    groups: tuple[About, ...]
    questions: tuple[Question, ...]

    @property
    def stopping(self) -> Link | None:
        """The article about stopping the medicine, if there is one."""
        return next(
            (each.links[0] for each in self.questions if each.heading == QUESTIONS[STOPPING] and each.whole), None
        )

    @property
    def others(self) -> tuple[Topic, ...]:
        """The topics of the other kind that its articles are about."""
        return tuple(group.heading for group in self.groups if group.heading)


def hub(subject: Topic, editions: Iterable[Edition], parts: Mapping[int, Sequence[Part]], language: str) -> Hub:
    """A hub. ``parts``: the sections of each edition, by its key."""
    by_other: dict[int, tuple[Topic | None, list[Edition]]] = {}
    for edition in editions:
        other = _other(subject, edition)
        by_other.setdefault(other.pk if other else 0, (other, []))[1].append(edition)
    alone, rest = by_other.pop(0, None), list(by_other.values())
    ordered = [pair for letter in by_letter(rest, lambda pair: str(pair[0]), language) for pair in letter.entries]
    groups = [*([alone] if alone else []), *ordered]
    everything = [edition for _, members in groups for edition in members]
    # With one article there is nothing to gather: all its questions stand with it.
    quick, gathered = (QUICK, QUESTIONS) if len(everything) > 1 else (QUICK | QUESTIONS, {})
    asked = [_question(subject, kind, words, everything, parts) for kind, words in gathered.items()]
    return Hub(
        help=_links(subject, HELP, "When to get help", everything, parts, most=MOST_HELP),
        groups=tuple(
            About(other, tuple(_card(edition, parts.get(edition.pk, ()), quick) for edition in members))
            for other, members in groups
        ),
        questions=tuple(question for question in asked if question.links),
    )


def _other(subject: Topic, edition: Edition) -> Topic | None:
    """What else an article is about."""
    about = edition.article
    return about.condition if subject.kind == TopicKind.MEDICINE else about.medicine


def _card(edition: Edition, parts: Sequence[Part], kinds: Mapping[str, str]) -> Card:
    there = {part.kind for part in parts}
    links = [Link(words, _section(edition, kind)) for kind, words in kinds.items() if kind in there]
    return Card(edition, tuple(links))


def _question(
    subject: Topic, kind: str, heading: str, editions: Sequence[Edition], parts: Mapping[int, Sequence[Part]]
) -> Question:
    """The articles that are about a question as a whole, known by a word that the title shares with the heading of the
    section, its own or the usual one (“Stopping safely” in “Stopping mirtazapine”); without one, every section of it.
    """
    whole = [
        Link(edition.title, edition.article.get_absolute_url())
        for edition in editions
        for part in parts.get(edition.pk, ())
        if part.kind == kind and _about_it(edition, part)
    ]
    if whole:
        return Question(heading, tuple(whole[:MOST]), max(len(whole) - MOST, 0), whole=True)
    return _links(subject, kind, heading, editions, parts, most=MOST)


def _links(
    subject: Topic,
    kind: str,
    heading: str,
    editions: Sequence[Edition],
    parts: Mapping[int, Sequence[Part]],
    *,
    most: int,
) -> Question:
    """The sections of a kind, each by what else its article is about; two about the same, by their titles."""
    found = [edition for edition in editions if any(part.kind == kind for part in parts.get(edition.pk, ()))]
    named = Counter(_words(subject, edition) for edition in found)
    links = [
        Link(words if named[words := _words(subject, edition)] == 1 else edition.title, _section(edition, kind))
        for edition in found
    ]
    return Question(heading, tuple(links[:most]), max(len(links) - most, 0))


def _about_it(edition: Edition, part: Part) -> bool:
    """Whether an article is about what one of its sections is about. A name of its subjects, which its title and any
    of its headings may have, says nothing, unless the usual heading of such a section has that word.
    """
    about = edition.article
    names = {word for topic in (about.medicine, about.condition) if topic for word in _long_words(topic.name)}
    said = (_long_words(part.heading) - names) | _long_words(BY_KEY[part.kind].heading)
    return bool(said & _long_words(edition.title))


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _LONG_WORD}


def _words(subject: Topic, edition: Edition) -> str:
    other = _other(subject, edition)
    return other.name if other else edition.title


def _section(edition: Edition, kind: str) -> str:
    return f"{edition.article.get_absolute_url()}#{anchor_of(kind)}"


def called(names: Iterable[tuple[str, str, str]]) -> list[tuple[str, list[str]]]:
    """Names (kind, name, country) by their kind, a brand name with its countries: “Remeron (Belgium, Spain)”."""
    found: dict[str, dict[str, list[str]]] = {kind: {} for kind in CALLED}
    for kind, name, country in names:
        places = found[kind].setdefault(name, [])
        places += [countries.name(country)] if country else []
    shown = {
        kind: [f"{name} ({', '.join(sorted(places))})" if places else name for name, places in of.items()]
        for kind, of in found.items()
    }
    return [(CALLED[NameKind(kind)], words) for kind, words in shown.items() if words]
