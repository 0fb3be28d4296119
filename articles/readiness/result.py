"""What the editor, the review page and ``check_content`` show alike: what blocks, what is advised, the grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles import prose
from articles.document import Document
from articles.places import Problem
from articles.readiness import around, language, numbers, shape, terms
from articles.readiness.facts import Facts
from articles.readiness.gate import blocking

Reasons = Mapping[tuple[str, str, str], str]
"""Why advice was set aside, by its code, target and what it is about (``Problem.key``)."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice; ``reason``: why it was set aside, or "" where it stands."""

    problem: Problem
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.problem} (set aside: {self.reason})" if self.reason else str(self.problem)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a document is. ``grade`` is a guide and never a gate; other languages than English have none."""

    blocking: tuple[Problem, ...]
    advice: tuple[Advice, ...]
    grade: prose.Grade | None

    @property
    def ready(self) -> bool:
        """Whether nothing keeps it from review."""
        return not self.blocking

    @property
    def standing(self) -> tuple[Advice, ...]:
        """The advice that nobody has set aside."""
        return tuple(each for each in self.advice if not each.reason)

    @property
    def set_aside(self) -> tuple[Advice, ...]:
        """The advice that was set aside, each with its reason."""
        return tuple(each for each in self.advice if each.reason)


def check(document: Document, facts: Facts, *, set_aside: Reasons | None = None) -> Readiness:
    """Hold a document against all rules. Pure."""
    reasons = set_aside or {}
    advised = tuple(Advice(problem, reasons.get(problem.key, "")) for problem in advice(document, facts))
    return Readiness(tuple(blocking(document, facts)), advised, prose.grade(document, facts.names))


def advice(document: Document, facts: Facts) -> list[Problem]:
    """Everything that could be better, each once, in the order of the document. It never blocks."""
    blocks = list(prose.blocks(document))
    found = [
        *shape.advice(document, about_medicine=facts.about_medicine),
        *language.advice(document, blocks),
        *(terms.advice(blocks) if prose.is_english(document) else ()),
        *numbers.advice(document, blocks),
        *around.advice(document, blocks, facts),
    ]
    once: dict[tuple[str, str, str], Problem] = {}
    for problem in found:
        once.setdefault(problem.key, problem)
    return _in_order(document, once.values())


def _in_order(document: Document, problems: Iterable[Problem]) -> list[Problem]:
    """By the part that each is about; what is about the whole, about a missing section or a source comes last."""
    parts = ["title", "summary", "answer"]
    for section in document.sections:
        parts += (str(section.id), *(str(point.id) for point in section.points))
    place = {part: number for number, part in enumerate(parts)}
    return sorted(problems, key=lambda problem: place.get(problem.target.partition(".")[0], len(parts)))
