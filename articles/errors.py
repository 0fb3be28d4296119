"""What can go wrong in the workflow. Raised deep, turned into a response once, at the edge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.places import Problem

# Why somebody is no reviewer of an edition: said on its page beforehand, and by the workflow to whoever tries.
WROTE_IT = "You wrote in this edition, so somebody else must review it."
SUBMITTED_IT = "You submitted this edition, so somebody else must review it."
NO_BYLINE = "A review is signed: ask an administrator to enter your public name and credentials, in a byline."


class WorkflowError(Exception):
    """A transition that did not happen, said in words for the person who asked for it."""


class NotAllowed(WorkflowError):
    """The person may not do this."""

    @classmethod
    def needs(cls, action: str, *roles: Role) -> NotAllowed:
        """The refusal of an action that takes one of the roles."""
        return cls(f"To {action} takes the role of {' or '.join(role.value.lower() for role in roles)}.")


class NotReady(WorkflowError):
    """The edition cannot be submitted or published yet. ``issues`` says what is missing and where."""

    def __init__(self, issues: Sequence[Problem]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, self.issues)))


class LostRace(WorkflowError):
    """Somebody else got there first. Says who, when, and what they did."""

    def __init__(self, did: str, *, who: User | None, when: dt.datetime | None) -> None:
        self.who, self.when = who, when
        by = f"{who} got there first" if who else "The edition is no longer what you saw"
        at = f" at {timezone.localtime(when):%H:%M on %-d %B %Y}" if when else ""
        super().__init__(f"{by}: {did}{at}.")


class InvalidRequest(WorkflowError):
    """Something that the transition needs is missing, such as a reason or a date."""
