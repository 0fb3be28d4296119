"""What happens next to an edition: what somebody may do with it now, and in words what they may not and why.

It says beforehand what the workflow would answer; the workflow alone decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.desk.forms import ActionForm, Opened
from articles.desk.reads_edition import Reading, Viewer
from articles.desk.table import ACTIONS, ON_THE_EDITION, Action
from articles.errors import NO_BYLINE, SUBMITTED_IT, WROTE_IT, LostRace, NotAllowed, WorkflowError
from articles.models import Edition, State
from articles.models.editions import REVIEWED_STATES


@dataclass(frozen=True, slots=True)
class Failed:
    """An action that did not happen: its form with what was typed, and the error, if it was not the form itself.

    ``about``: the comment, review or invitation that it concerned by its key, the part of a comment by its id, or the
    advice that was set aside.
    """

    name: str
    form: ActionForm
    about: Any = None
    error: WorkflowError | None = None
    by: User | None = None

    @property
    def told(self) -> str:
        """What went wrong, as it is said to whoever tried."""
        return self.error.told(self.by) if self.error and self.by else str(self.error or "")

    @property
    def in_box(self) -> bool:
        """Whether its form stands in the box that says what happens next, and not within the page."""
        return self.name in ON_THE_EDITION

    @property
    def words(self) -> str:
        """What was typed in a form that stands within the page, where its place may be gone by now."""
        texts = (self.form.data.get(name, "") for name in ("text", "reason", "how"))
        return "" if self.in_box else "\n".join(filter(None, texts))


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that can be taken, with its form. ``failed``: it was tried and did not happen."""

    name: str
    action: Action
    form: ActionForm
    failed: bool = False

    @property
    def bare(self) -> bool:
        """Whether a button is enough: there is nothing to fill in."""
        return not self.form.fields


@dataclass(frozen=True, slots=True)
class Refusal:
    """Actions that cannot be taken, and the one reason."""

    labels: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Next:
    """The box that says what happens next."""

    sentence: str
    offers: Sequence[Offer]
    refusals: Sequence[Refusal]


def of(reading: Reading, viewer: Viewer, failed: Failed | None = None) -> Next:
    """What happens next, for whoever looks."""
    offers: list[Offer] = []
    refused: dict[str, list[str]] = defaultdict(list)
    for name in ON_THE_EDITION:
        action = ACTIONS[name]
        if failed and failed.name == name:
            offers.append(Offer(name, action, _again(failed, reading, viewer), failed=True))
        elif reading.edition.state in action.states and _applies(name, reading, viewer):
            if reason := why_not(name, reading, viewer):
                if action.main or viewer.roles & set(action.roles):
                    refused[reason].append(action.label)
            else:
                offers.append(Offer(name, action, action.form(opened=opened(reading, viewer), name=name)))
    offers.sort(key=lambda offer: not offer.action.main)
    return Next(_sentence(reading), offers, [Refusal(labels, reason) for reason, labels in refused.items()])


def opened(reading: Reading, viewer: Viewer) -> Opened:
    """What forms on the page start from."""
    return Opened(reading.edition, reading.text.sha256, viewer.byline, timezone.localdate())


def _again(failed: Failed, reading: Reading, viewer: Viewer) -> ActionForm:
    """The form as it was typed; where the text is another by now, what was confirmed of it is to be confirmed anew."""
    return failed.form.again(opened(reading, viewer), unconfirmed=isinstance(failed.error, LostRace))


def may(name: str, reading: Reading, viewer: Viewer) -> bool:
    """Whether the page offers an action on a comment, review or invitation."""
    action = ACTIONS[name]
    return reading.edition.state in action.states and bool(viewer.roles & set(action.roles))


def why_not(name: str, reading: Reading, viewer: Viewer) -> str:
    """Why somebody cannot take an action in this state; empty where they can."""
    action, edition = ACTIONS[name], reading.edition
    if action.reads and viewer.wrote:
        return WROTE_IT
    if not viewer.roles & set(action.roles):
        return str(NotAllowed.needs(action.does, *action.roles))
    if action.reads and edition.state in REVIEWED_STATES and edition.submitted_by_id == viewer.user.pk:
        return SUBMITTED_IT
    return (action.reads and _no_reviewer(edition, viewer)) or _not_ready(name, reading)


def _no_reviewer(edition: Edition, viewer: Viewer) -> str:
    if not (viewer.byline and viewer.byline.credentials):
        return NO_BYLINE
    if edition.state == State.IN_REVIEW and edition.claimed_by_id not in (None, viewer.user.pk):
        return f"{edition.claimed_by} took this review on. They, or a publisher, can give it back."
    return ""


def _not_ready(name: str, reading: Reading) -> str:
    if name in ("publish", "schedule") and reading.void:
        return "The text or its sources changed after the approval, which is void. It has to be reviewed again."
    if name in ("submit", "publish", "schedule", "record-review") and (count := reading.ready.to_mend):
        return f"{count} thing{'s' * (count != 1)} must be mended first: see Readiness."
    if name == "restore" and (other := reading.open_edition):
        return f"Edition {other.number} is open already ({other.get_state_display().lower()})."
    return ""


def _applies(name: str, reading: Reading, viewer: Viewer) -> bool:
    """Whether an action makes sense at all, such as giving back what was taken on."""
    claimed_by = reading.edition.claimed_by_id
    if name == "claim":
        return claimed_by != viewer.user.pk
    if name == "release":
        return claimed_by is not None and (claimed_by == viewer.user.pk or Role.PUBLISHER in viewer.roles)
    return True


def _sentence(reading: Reading) -> str:
    edition = reading.edition
    if reading.void:
        return "It was approved, and then a source of it was changed. That voids the approval."
    if reading.unidentified:
        names = " and ".join(dict.fromkeys(shown.review.signed_name for shown in reading.unidentified))
        return f"{names} decided on it. A publisher confirms who they are before it counts."
    if edition.state == State.IN_REVIEW and edition.claimed_by:
        return f"{edition.claimed_by} reads it and decides."
    if edition.state == State.SCHEDULED and edition.publish_at:
        return f"It will be published by itself on {reading.publish_at}."
    if edition.state == State.PUBLISHED and edition.next_review_due:
        late = edition.next_review_due < timezone.localdate()
        due = f"{edition.next_review_due:%-d %B %Y}"
        return f"Its review was due on {due}; readers are told so." if late else f"It is reviewed again by {due}."
    return _NEXT.get(State(edition.state), "")


_NEXT = {
    State.DRAFT: "It is written, checked and then submitted for review.",
    State.IN_REVIEW: "A clinical reviewer who did not write in it takes it on.",
    State.APPROVED: "A publisher publishes it, now or at a time.",
    State.SUPERSEDED: "Nothing: a newer edition took its place. It is kept as a record.",
    State.WITHDRAWN: "Nothing: readers are told why it was withdrawn.",
    State.DISCARDED: "Nothing: it was never published. Its text is kept.",
}
