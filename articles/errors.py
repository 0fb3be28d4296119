"""What can go wrong in the workflow. Raised deep, turned into a response once, at the edge."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.errors import InvalidRequest, LostRace, NotAllowed, WorkflowError
from articles.places import Problem

__all__ = ["InvalidRequest", "LostRace", "NotAllowed", "NotReady", "WorkflowError"]

# Why somebody is no reviewer of an edition: said on its page beforehand, and by the workflow to whoever tries.
WROTE_IT = "You wrote in this edition, so somebody else must review it."
SUBMITTED_IT = "You submitted this edition, so somebody else must review it."
NO_BYLINE = "A review is signed: ask an administrator to enter your public name and credentials, in a byline."


class NotReady(WorkflowError):
    """The edition cannot be submitted or published yet. ``issues`` says what is missing and where."""

    def __init__(self, issues: Sequence[Problem]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, self.issues)))
