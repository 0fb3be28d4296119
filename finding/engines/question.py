"""What an engine is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

WEIGHTS: Final = {"title": 10.0, "names": 8.0, "summary": 4.0, "headings": 4.0, "text": 1.0}
"""How much a match in each part of a page counts when an engine ranks."""

NAMES: Final = " | "
"""What stands between two names in the stems of an answer."""


class Texts(NamedTuple):
    """The stems of each part of a page, in order."""

    title: list[str]
    names: list[str]
    summary: list[str]
    headings: list[str]
    text: list[str]


@dataclass(frozen=True, slots=True)
class Question:
    """Which entries are wanted. Each group is the stems any of which will do, the one that was typed first.

    ``at_most``: on so many pages the rarest group stands, or fewer.
    """

    language: str
    groups: tuple[tuple[str, ...], ...]
    all_groups: bool
    kind: str = ""
    medicine: str = ""
    tag: str = ""
    most: int = 200
    at_most: int = 0


def narrowed(question: Question, within: str) -> tuple[str, list[str]]:
    """What an entry ``e`` must be, whatever it says: a condition of SQL and its values.

    ``within``: the function of the engine that tells where one text stands in another.
    """
    where, given = ["e.language = %s"], [question.language]
    for column, value in (("kind", question.kind), ("medicine", question.medicine)):
        if value:
            where.append(f"e.{column} = %s")
            given.append(value)
    if question.tag:
        where.append(f"{within}(e.tags, %s) > 0")
        given.append(f" {question.tag} ")
    return " AND ".join(where), given


class Answer(NamedTuple):
    """An entry that matches: its row's id, what it is counted under, and its stems, a line a part."""

    entry: int
    kind: str
    medicine: str
    tags: str
    stems: str
