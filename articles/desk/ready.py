"""Readiness as the edition's page shows it: what blocks, what is advised, what was set aside and why, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from articles import checking
from articles.changes import TextShown
from articles.models import Edition, SetAside
from articles.places import Problem
from articles.prose import Grade

OVERDUE = "review-overdue"


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem of the text on a page. ``anchor``: its place there; ``aside``: it was set aside."""

    problem: Problem
    anchor: str
    aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class ReadyShown:
    """What keeps a text from review, and what could be better. ``grade`` is a guide and never a gate."""

    blocking: Sequence[Issue]
    advice: Sequence[Issue]
    aside: Sequence[Issue]
    grade: Grade | None

    @property
    def to_mend(self) -> int:
        """How many issues keep it from being submitted, published or confirmed: all but that a review is overdue,
        which a review ends.
        """
        return sum(issue.problem.code != OVERDUE for issue in self.blocking)


def read(edition: Edition, text: TextShown) -> ReadyShown:
    """Hold the text against all rules. Three queries."""
    people = Prefetch("set_aside", queryset=SetAside.objects.select_related("set_aside_by"))
    prefetch_related_objects([edition], people)
    found = checking.check(edition, text.document)
    reasons = {(each.code, each.target, each.about): each for each in edition.set_aside.all()}
    advice = issues(text, (each.problem for each in found.advice), reasons)
    return ReadyShown(
        blocking=issues(text, found.blocking),
        advice=[issue for issue in advice if issue.aside is None],
        aside=[issue for issue in advice if issue.aside],
        grade=found.grade,
    )


def issues(
    text: TextShown, problems: Iterable[Problem], aside: Mapping[tuple[str, str, str], SetAside] | None = None
) -> list[Issue]:
    """Problems of a text with their places on its page."""
    parts = {str(part) for part in text.places}
    return [Issue(each, _anchor(parts, each.target), (aside or {}).get(each.key)) for each in problems]


def _anchor(parts: set[str], target: str) -> str:
    """Where on the page the target of a problem stands; empty for what stands nowhere, such as a missing section."""
    owner, _, key = target.partition(":")
    if owner == "source":
        return f"source-{key}"
    owner = owner.partition(".")[0]
    if owner in ("title", "summary", "answer"):
        return "front"
    return f"part-{owner}" if owner in parts else ""
