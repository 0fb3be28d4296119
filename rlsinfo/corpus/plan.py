"""What becomes of each made article, by its number: whom it is by, what it is about, which editions it has. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from accounts.models import User
from accounts.roles import Role
from articles.models import State, Tag, Topic
from rlsinfo.corpus.vocabulary import Shared
from rlsinfo.corpus.words import dice

UNPUBLISHED = 50
"""One article of so many is not published yet: a draft, in review, or approved."""
SEVERAL = 5
"""One of so many has an edition before the one that readers see."""
REVISED = 25
"""One of so many has an open edition beside the published one."""
ALONE = 10
"""One of so many is about its medicine alone, and one about its condition alone."""
_WAITING = (State.DRAFT, State.IN_REVIEW, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Plan:
    """One article. ``states``: how its editions stand at last, the first one first."""

    number: int
    slug: str
    medicine: Topic | None
    condition: Topic | None
    tags: list[Tag]
    author: User
    reviewer: User
    publisher: User
    states: tuple[State, ...]


def plan(number: int, shared: Shared, *, waiting: bool = False) -> Plan:
    """The plan of an article. ``waiting``: it is approved, and waits for a publisher."""
    what = "waiting" if waiting else "made"
    thrown = dice(shared.seed, what, number)
    alone = thrown.randrange(ALONE)
    tags = _drawn(thrown, shared, "tag", shared.tags, thrown.randrange(2, 7))
    return Plan(
        number=number,
        slug=f"{what}-{number}",
        medicine=None if alone == 1 else _drawn(thrown, shared, "medicine", shared.medicines, 1)[0],
        condition=None if alone == 0 else _drawn(thrown, shared, "condition", shared.conditions, 1)[0],
        tags=list(dict.fromkeys(tags)),
        author=thrown.choice(shared.people[Role.AUTHOR]),
        reviewer=thrown.choice(shared.people[Role.REVIEWER]),
        publisher=thrown.choice(shared.people[Role.PUBLISHER]),
        states=(State.APPROVED,) if waiting else states(number),
    )


def states(number: int) -> tuple[State, ...]:
    """How the editions of an article stand, by its number."""
    if number % UNPUBLISHED == UNPUBLISHED - 1:
        return (_WAITING[number // UNPUBLISHED % len(_WAITING)],)
    found = [State.SUPERSEDED] if number % SEVERAL == SEVERAL - 1 else []
    found.append(State.PUBLISHED)
    if number % REVISED == REVISED - 2:
        found.append(_WAITING[number // REVISED % len(_WAITING)])
    return tuple(found)


def _drawn(thrown: Random, shared: Shared, name: str, values: Any, count: int) -> list[Any]:
    return thrown.choices(values, cum_weights=shared.spreads[name], k=count)
