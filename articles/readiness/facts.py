"""What the rules need to know beside the document: plain facts, read by somebody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Support:
    """An organisation placed on the article.

    ``reachable``: readers are shown it, with a contact. ``broken``: one of its contacts is known not to work; readers
    are not given that one.
    """

    name: str
    reachable: bool = True
    broken: bool = False


class Linked(StrEnum):
    """How an article stands that prose links."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Facts:
    """The state of the world around a document on the day it is checked.

    ``retracted``, ``broken``, ``superseded``: keys of sources. ``support``: the placed organisations, or None where
    nobody looked. ``crisis_lines``: whether there is one that readers can be given, placed or not. ``overdue``: the day
    on which the review of what is published was due, once it has passed. ``names``: words in lower case that readers
    know by sight, such as the medicine's own name. ``linked``: how the articles stand that the prose links, by their
    identities, those that there are; None where nobody looked.
    """

    about_medicine: bool
    retracted: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    superseded: frozenset[str] = frozenset()
    support: tuple[Support, ...] | None = None
    crisis_lines: bool = True
    overdue: dt.date | None = None
    names: frozenset[str] = frozenset()
    linked: Mapping[UUID, Linked] | None = None
