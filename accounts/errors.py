"""What can go wrong in a write. Raised deep, turned into a response once, at the edge."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role


class WorkflowError(Exception):
    """A write that did not happen, said in words for the person who asked for it."""

    def told(self, person: User) -> str:
        """The same, as it is said to somebody."""
        return str(self)


class NotAllowed(WorkflowError):
    """The person may not do this."""

    @classmethod
    def needs(cls, action: str, *roles: Role) -> NotAllowed:
        """The refusal of an action that takes one of the roles."""
        return cls(f"To {action} takes the role of {' or '.join(role.value.lower() for role in roles)}.")


class LostRace(WorkflowError):
    """Somebody else got there first. Says who, when, and what they did to ``what``."""

    def __init__(self, did: str, *, who: User | None, when: dt.datetime | None, what: str = "The edition") -> None:
        self.who, self.when = who, when
        by = f"{who} got there first" if who else f"{what} is no longer what you saw"
        at = f" at {timezone.localtime(when):%H:%M on %-d %B %Y}" if when else ""
        self._did = f"{did}{at}."
        super().__init__(f"{by}: {self._did}")

    def told(self, person: User) -> str:
        """Whoever was first themselves, in another window, is not told of a stranger."""
        return f"You got there first, in another window: {self._did}" if self.who == person else str(self)


class InvalidRequest(WorkflowError):
    """Something that the write needs is missing, such as a reason or a date."""
