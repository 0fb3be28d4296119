"""What people do to articles: each deed with the states of an edition that invite it, whose task it is, how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import rows, workflow
from articles.models import ChangeKind, Decision, Edition, Review, State
from articles.models.editions import REVIEWED_STATES
from tests import makers
from tests.articles.workflow.invariants import Remembered

TEXTS = [makers.short_document(title=title) for title in ("One", "Two", "Three")]
OVER = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN, State.DISCARDED)
WRITER, REVIEWER, PUBLISHER = Role.AUTHOR, Role.REVIEWER, Role.PUBLISHER


@dataclass
class Doing:
    """Somebody is about to do something to an edition, with the copy that they have on their screen.

    ``number`` stands for all that they choose; ``others``: the editions of all articles.
    """

    edition: Edition
    by: User
    number: int
    others: list[Edition]
    remembered: Remembered

    def read(self) -> str:
        """The SHA-256 of what they read; now and then it is another text than the one that stands."""
        return TEXTS[0].sha256() if self.number % 10 == 9 else makers.sha256(self.edition)

    def day(self, step: int) -> dt.date:
        """A day some steps from today; now and then today itself."""
        return timezone.localdate() + dt.timedelta(days=step * self.number)


@dataclass(frozen=True)
class Deed:
    """Something to do where an edition is in one of ``states``, a task of ``role``; often where ``weight`` is high."""

    weight: int
    states: tuple[State, ...]
    role: Role
    do: Callable[[Doing], object]


def start_draft(doing: Doing) -> object:
    return workflow.start_draft(doing.edition.article, by=doing.by, title="Begun")


def restore(doing: Doing) -> object:
    return workflow.restore(doing.edition, by=doing.by)


def save(doing: Doing) -> object:
    """Save, and remember what was saved over if somebody else had written it."""
    edition = doing.edition
    stands = Edition.objects.get(pk=edition.pk)
    lost = rows.read(stands).canonical(), stands.saved_by_id
    text = TEXTS[doing.number % len(TEXTS)]
    saved = workflow.save_document(edition, text, version=edition.version, by=doing.by)
    if stands.saved_by_id != doing.by.pk:
        doing.remembered.saved_over[stands.pk, stands.version] = lost
    return saved


def submit(doing: Doing) -> object:
    return workflow.submit(doing.edition, version=doing.edition.version, by=doing.by)


def discard(doing: Doing) -> object:
    return workflow.discard(doing.edition, by=doing.by)


def reopen(doing: Doing) -> object:
    return workflow.reopen(doing.edition, reason="To mend it.", by=doing.by)


def claim(doing: Doing) -> object:
    return workflow.claim(doing.edition, by=doing.by)


def release(doing: Doing) -> object:
    return workflow.release(doing.edition, by=doing.by)


def approve(doing: Doing) -> object:
    by = doing.edition.claimed_by or doing.by
    return workflow.approve(doing.edition, sha256=doing.read(), declaration=makers.DECLARATION, by=by)


def request_changes(doing: Doing) -> object:
    return workflow.request_changes(doing.edition, sha256=doing.read(), note="Cite it.", by=doing.by)


def record_review(doing: Doing) -> object:
    sealed = {"sha256": doing.edition.sealed_sha256, "declaration": makers.DECLARATION}
    return workflow.record_review(doing.edition, **sealed, next_review_due=doing.day(110), by=doing.by)


def invite(doing: Doing) -> object:
    return workflow.invite(doing.edition, name="Sam Guest", by=doing.by, days=1 + doing.number)


def guest_decides(doing: Doing) -> object:
    """The last who was invited opens the link and decides; somebody is invited first if nobody was."""
    invitation = doing.edition.invitations.first() or workflow.invite(doing.edition, name="Sam Guest", by=doing.by)
    decision = Decision.CHANGES_REQUESTED if doing.number % 4 == 3 else Decision.APPROVED
    return workflow.guest_decide(
        workflow.open_link(invitation),
        decision=decision,
        sha256=doing.read(),
        clinician=makers.CLINICIAN,
        declaration="I treat restless legs.",
        interests="None",
        note="The dose.",
    )


def check_identity(doing: Doing) -> object:
    """The last decision of an invited clinician, or that of somebody with an account."""
    found = Review.objects.filter(edition=doing.edition).order_by("invitation_id", "pk").last()
    check = workflow.refuse_identity if doing.number % 4 == 3 else workflow.confirm_identity
    return check(found, how="Rang the practice.", by=doing.by) if found else None


def revoke(doing: Doing) -> object:
    invitation = doing.edition.invitations.order_by("pk").first()
    return workflow.revoke(invitation, by=doing.by) if invitation else None


def publish(doing: Doing) -> object:
    return workflow.publish(
        doing.edition,
        by=doing.by,
        change=list(ChangeKind)[doing.number % 3],
        next_review_due=doing.day(90),
        public_note="New." * (doing.number % 4),
    )


def schedule(doing: Doing) -> object:
    at = timezone.now() + dt.timedelta(hours=6 * doing.number)
    return makers.schedule(doing.edition, by=doing.by, publish_at=at)


def reschedule(doing: Doing) -> object:
    at = timezone.now() + dt.timedelta(hours=6 * doing.number)
    return workflow.reschedule(doing.edition, publish_at=at, by=doing.by)


def unschedule(doing: Doing) -> object:
    return workflow.unschedule(doing.edition, by=doing.by)


def publish_due(doing: Doing) -> object:
    return workflow.publish_due(doing.edition)


def withdraw(doing: Doing) -> object:
    """With another page to go to, now and then; it may be gone itself, or be this very one."""
    other = doing.others[doing.number % len(doing.others)].article if doing.number % 3 else None
    return workflow.withdraw(doing.edition, reason="It was wrong.", by=doing.by, redirect_to=other)


def withdraw_overdue(doing: Doing) -> object:
    return workflow.withdraw_overdue(doing.edition, days=doing.number)


def move_review_date(doing: Doing) -> object:
    return workflow.move_review_date(doing.edition, next_review_due=doing.day(110), reason="It comes.", by=doing.by)


IN_REVIEW = (State.IN_REVIEW,)
DEEDS = [
    Deed(3, OVER, WRITER, start_draft),
    Deed(2, OVER, WRITER, restore),
    Deed(5, (State.DRAFT,), WRITER, save),
    Deed(8, (State.DRAFT,), WRITER, submit),
    Deed(1, (State.DRAFT,), WRITER, discard),
    Deed(1, REVIEWED_STATES, WRITER, reopen),
    Deed(4, IN_REVIEW, REVIEWER, claim),
    Deed(4, IN_REVIEW, PUBLISHER, release),
    Deed(6, IN_REVIEW, REVIEWER, approve),
    Deed(2, REVIEWED_STATES, REVIEWER, request_changes),
    Deed(1, IN_REVIEW, WRITER, invite),
    Deed(6, IN_REVIEW, WRITER, guest_decides),
    Deed(6, IN_REVIEW, PUBLISHER, check_identity),
    Deed(3, IN_REVIEW, WRITER, revoke),
    Deed(6, (State.APPROVED, State.SCHEDULED), PUBLISHER, publish),
    Deed(6, (State.APPROVED,), PUBLISHER, schedule),
    Deed(6, (State.SCHEDULED,), PUBLISHER, reschedule),
    Deed(4, (State.SCHEDULED,), PUBLISHER, unschedule),
    Deed(8, (State.SCHEDULED,), PUBLISHER, publish_due),
    Deed(2, (State.PUBLISHED,), PUBLISHER, withdraw),
    Deed(2, (State.PUBLISHED,), REVIEWER, record_review),
    Deed(4, (State.PUBLISHED,), PUBLISHER, move_review_date),
    Deed(4, (State.PUBLISHED,), PUBLISHER, withdraw_overdue),
]
