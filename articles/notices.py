"""Who is told that a page is due for review: at 60 and at 14 days, and once it is overdue, in one mail a person a day.

Told are those who wrote in the published edition, the account that reviewed it, and every publisher, as long as they
have a role here and an address. Those whose text was only carried over from an earlier edition are not: they may have
left the page years ago.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import letters
from articles.models import Contribution, Edition, NoticeStage, ReviewNotice

logger = logging.getLogger("rlsinfo.mail")

SOON, NEAR = dt.timedelta(days=60), dt.timedelta(days=14)
TOLD_AGAIN = dt.timedelta(days=7)
"""How often somebody is told again of what stays overdue."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One published edition whose review is due, as it is told to somebody today."""

    edition: Edition
    stage: NoticeStage
    due_on: dt.date
    address: str

    @property
    def withdrawn_on(self) -> dt.date | None:
        """When the site takes the page away if nobody does anything, if it is set to do so."""
        days = settings.WITHDRAW_OVERDUE_DAYS
        return self.due_on + dt.timedelta(days=days + 1) if days else None


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told today, the most pressing first."""

    person: User
    notices: tuple[Notice, ...]

    @property
    def stages(self) -> list[tuple[str, list[Notice]]]:
        """The notices under the words of their stage."""
        found = [(stage.label, [n for n in self.notices if n.stage == stage]) for stage in reversed(NoticeStage)]
        return [(label, notices) for label, notices in found if notices]

    def letter(self) -> EmailMessage:
        """The mail."""
        overdue = sum(notice.stage == NoticeStage.OVERDUE for notice in self.notices)
        context = {"digest": self, "overdue": overdue, "due": len(self.notices) - overdue}
        return letters.compose("digest", context, to=self.person.email)


def stage_of(due_on: dt.date, today: dt.date) -> NoticeStage | None:
    """How near a review is; None where it is further away than anybody is told."""
    if due_on < today:
        return NoticeStage.OVERDUE
    if due_on <= today + NEAR:
        return NoticeStage.NEAR
    return NoticeStage.SOON if due_on <= today + SOON else None


def digests(now: dt.datetime, *, only: User | None = None) -> list[Digest]:
    """What everybody is to be told now, or ``only`` one person. A fixed number of queries.

    Each stage of each date is told once, and what is overdue again after a week. Who was mailed today waits until
    tomorrow.
    """
    today = timezone.localdate(now)
    due = [
        Notice(edition, stage, edition.next_review_due, letters.desk_address(edition))
        for edition in Edition.objects.due_for_review(today + SOON)
        .select_related("article", "approval", "last_review")
        .defer("sealed_json")
        .order_by("next_review_due", "pk")
        if edition.next_review_due and (stage := stage_of(edition.next_review_due, today))
    ]
    people = letters.people(Role.AUTHOR, Role.REVIEWER, Role.PUBLISHER)
    if only is not None:
        people = people.filter(pk=only.pk)
    concerned = _concerned(due)
    told, mailed_today = _told(due, today)
    publishers = set(letters.people(Role.PUBLISHER).values_list("pk", flat=True))
    found = []
    for person in people if due else ():
        if person.pk in mailed_today:
            continue
        mine = (n for n in due if person.pk in publishers or person.pk in concerned[n.edition.pk])
        new = tuple(n for n in mine if not _known(n, told.get((person.pk, n.edition.pk, n.stage, n.due_on)), today))
        if new:
            found.append(Digest(person, new))
    return found


def send(now: dt.datetime) -> int:
    """Mail everybody their digest; returns how many were taken. What was not taken is not noted as told.

    Raises ``OSError`` where the mail server cannot be reached or breaks off. The line to it is opened before anything
    is held in the database, so that a server that does not answer holds nobody up.
    """
    waiting = digests(now)
    if not waiting:
        return 0
    sent = 0
    with mail.get_connection() as server:
        for digest in waiting:
            try:
                sent += _tell(digest.person, now, server)
            except smtplib.SMTPRecipientsRefused:
                logger.warning("digest: the mail server refuses the address of account %s", digest.person.pk)
    return sent


@transaction.atomic
def _tell(person: User, now: dt.datetime, server: BaseEmailBackend) -> bool:
    """Note what a person is told and mail it, both or neither, once: others who would do the same wait here."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk))
    for digest in digests(now, only=person):
        for notice in digest.notices:
            ReviewNotice.objects.update_or_create(
                user=person,
                edition=notice.edition,
                stage=notice.stage,
                due_on=notice.due_on,
                defaults={"mailed_at": now},
            )
        letter = digest.letter()
        letter.connection = server
        letter.send()
        return True
    return False


def _known(notice: Notice, mailed_on: dt.date | None, today: dt.date) -> bool:
    """Whether somebody who was told of a notice on a day knows it well enough."""
    if mailed_on is None:
        return False
    return notice.stage != NoticeStage.OVERDUE or mailed_on > today - TOLD_AGAIN


def _told(due: Iterable[Notice], today: dt.date) -> tuple[dict[tuple[int, int, str, dt.date], dt.date], set[int]]:
    """When each notice was told to whom last, and who was told anything at all today."""
    rows = ReviewNotice.objects.filter(edition__in=[notice.edition.pk for notice in due])
    columns = ("user_id", "edition_id", "stage", "due_on", "mailed_at")
    told = {row[:4]: timezone.localdate(row[4]) for row in rows.values_list(*columns)}
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    mailed = ReviewNotice.objects.filter(mailed_at__gte=midnight).values_list("user_id", flat=True)
    return told, set(mailed)


def _concerned(due: Iterable[Notice]) -> dict[int, set[int]]:
    """The accounts that wrote in each edition or reviewed it."""
    found: dict[int, set[int]] = {}
    for notice in due:
        reviews = (notice.edition.approval, notice.edition.last_review)
        found[notice.edition.pk] = {r.reviewer_id for r in reviews if r is not None and r.reviewer_id is not None}
    wrote = Contribution.objects.filter(edition__in=list(found), carried_over=False)
    for edition, user in wrote.values_list("edition_id", "user_id"):
        found[edition].add(user)
    return found
