"""The texts of made articles: documents of the size and the parts that real ones have. Pure.

Twelve sections with about forty points, 950 to 1,300 words; every point rests on some of the article's 12 to 24
sources; one article in three links another. The texts are clean as they are made, so that none has to be cleaned.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from articles import document, outline, richtext
from articles.document import Document, SourceRecord
from articles.outline import PointKind
from rlsinfo.corpus.words import LANGUAGE, Words, dice

ALWAYS = ("overview", "symptoms", "how_common", "self_care", "help", "stopping", "treatments")
OTHERS = 5
"""How many further sections an article has."""
LINKS = 3
"""One article of so many links another."""
_URGENCIES = {
    "non_urgent": "See a doctor if:",
    "urgent": "Call your doctor today if:",
    "emergency": "Call an ambulance if:",
}


@dataclass(frozen=True, slots=True)
class About:
    """What an article is about, by its number. ``sources``: the library, and how common each is in texts."""

    number: int
    seed: int
    medicine: str
    condition: str
    sources: Sequence[SourceRecord] = field(repr=False)
    spread: Sequence[float] = field(repr=False)


def identity(seed: int, number: int) -> UUID:
    """The stable id of an article, known before there is one."""
    return UUID(bytes=sha256(f"{seed} {number}".encode()).digest()[:16], version=4)


class Writer:
    """Writes one article: the same words for the same number and seed."""

    def __init__(self, words: Words, about: About) -> None:
        self.words, self.about = words, about
        self.dice = dice(about.seed, "text", about.number)
        drawn = self.dice.choices(about.sources, cum_weights=about.spread, k=self.dice.randrange(12, 25))
        self._own = list(dict.fromkeys(source.key for source in drawn))

    def document(self) -> Document:
        """The whole text."""
        about, said = self.about, self._said
        others = [kind.key for kind in outline.SECTION_KINDS if kind.key not in ALWAYS]
        chosen = {*ALWAYS, *self.dice.sample(others, OTHERS)}
        answer = {"what": said(14), "how_common": said(9), "what_to_do": said(13), "when_urgent": said(9)}
        own = " ".join(self.words.one(self.dice, 150) for _ in range(self.dice.randrange(1, 4)))
        data = {
            "language": LANGUAGE,
            "title": f"{about.medicine} and {own}" if about.medicine else f"{about.condition}: {own}",
            "summary": said(25),
            "answer": answer,
            "sections": [self._section(kind) for kind in outline.SECTION_KINDS if kind.key in chosen],
        }
        return _with_library(document.unseal(json.dumps(data)), about.sources)

    def again(self, before: Document) -> Document:
        """The text of the next edition: one point of each section says something else."""
        sections = []
        for section in before.sections:
            points = list(section.points)
            place = self.dice.randrange(len(points))
            if points[place].kind == PointKind.PLAIN:
                points[place] = points[place].model_copy(update={"text": f"<p>{self._said(24)}</p>"})
            sections.append(section.model_copy(update={"points": tuple(points)}))
        return before.model_copy(update={"sections": tuple(sections), "summary": self._said(25)})

    def _said(self, count: int) -> str:
        return self.words.text(self.dice, count)

    def _id(self) -> str:
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    def _cited(self) -> list[str]:
        return self.dice.sample(self._own, self.dice.choice((1, 1, 1, 2)))

    def _section(self, kind: outline.SectionKind) -> dict[str, Any]:
        introduced = self.dice.random() < 1 / 2
        return {
            "id": self._id(),
            "kind": kind.key,
            "heading": kind.heading,
            "introduction": f"<p>{self._said(self.dice.randrange(10, 24))}</p>" if introduced else "",
            "sources": self._cited() if introduced else [],
            "points": self._points(kind),
        }

    def _points(self, kind: outline.SectionKind) -> list[dict[str, Any]]:
        if kind.key == "help":
            return [self._care_card(*card) for card in _URGENCIES.items()]
        if kind.key == "how_common":
            return [self._estimate(), *(self._plain() for _ in range(2))]
        if kind.key == "treatments":
            return [*(self._treatment() for _ in range(2)), self._plain()]
        if kind.key == "questions":
            return [{**self._point("question"), "text": ""} for _ in range(3)]
        return [self._plain(first=not place) for place in range(self.dice.randrange(3, 5))]

    def _point(self, kind: str) -> dict[str, Any]:
        term = self._said(self.dice.randrange(2, 5)).rstrip(".")
        text = f"<p>{self._said(self.dice.randrange(14, 27))}</p>"
        return {"id": self._id(), "kind": kind, "term": term, "text": text, "sources": self._cited()}

    def _plain(self, *, first: bool = False) -> dict[str, Any]:
        point = self._point("plain")
        if first:
            items = "".join(f"<li>{self._said(5).rstrip('.').lower()}</li>" for _ in range(3))
            point["text"] += f"<ul>{items}</ul>"
        elif self.about.number > 1 and self.dice.random() < 1 / (LINKS * 3 * len(ALWAYS)):
            other = identity(self.about.seed, self.dice.randrange(self.about.number))
            words = self._said(3).rstrip(".")
            point["text"] += f'<p>See <a href="{richtext.article_link(other)}">{words}</a>.</p>'
        return point

    def _estimate(self) -> dict[str, Any]:
        low = self.dice.randrange(1, 30)
        numbers = {
            "per": 100,
            "low": low,
            "high": low + self.dice.randrange(20),
            "year": self.dice.randrange(1995, 2026),
        }
        about = {"population": "Adults who began it", "design": "Cohort", "comparator": "", "comparator_count": None}
        return {**self._point("estimate"), "estimate": {**numbers, **about}}

    def _treatment(self) -> dict[str, Any]:
        said = {
            "recommendation": self.dice.choice(list(outline.Recommendation)).value,
            "certainty": self.dice.choice(list(outline.Certainty)).value,
            "decided_by": "You and your doctor",
        }
        return {**self._point("treatment"), "treatment": said}

    def _care_card(self, urgency: str, term: str) -> dict[str, Any]:
        items = "".join(f"<li>you {self._said(6).rstrip('.').lower()}</li>" for _ in range(3))
        return {**self._point("help"), "term": term, "text": f"<ul>{items}</ul>", "urgency": urgency}


def _with_library(text: Document, sources: Sequence[SourceRecord]) -> Document:
    """With the sources that it cites. Their keys end in their places in the library."""
    return text.with_sources({key: sources[int(key.rpartition("-")[2])] for key in text.cited_keys()})
