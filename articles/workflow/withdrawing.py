"""Withdrawing: a published page is taken away from readers, who are told why."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import indexing, letters, steps
from articles.errors import InvalidRequest
from articles.models import Article, Edition, EventKind, State


@transaction.atomic
def withdraw(edition: Edition, *, reason: str, by: User, redirect_to: Article | None = None) -> Edition:
    """Take the published edition away from readers, with a reason for them and maybe the page to go to."""
    steps.require(by, "withdraw", Role.PUBLISHER)
    reason = steps.needed(reason, "Readers need a reason.")
    if redirect_to == edition.article:
        raise InvalidRequest("A withdrawn page cannot send readers to itself.")
    if redirect_to is not None:
        _hold_published(edition.article, redirect_to)
        if not redirect_to.editions.published().exists():
            raise InvalidRequest("The page to send readers to is not published.")
    steps.lock(edition, State.PUBLISHED)
    words = f"Edition {edition.number} withdrawn: {reason}"
    return _take_away(edition, reason, words, by=by, redirect_to=redirect_to)


@transaction.atomic
def withdraw_overdue(edition: Edition, *, days: int) -> Edition:
    """Take a page away that nobody has reviewed for more than ``days`` after its review was due, as the site is set.

    It is done in the name of whoever published it; its history says that the site did it, and publishers are mailed.
    Raises ``LostRace`` or ``InvalidRequest`` where it is not so late.
    """
    steps.lock(edition, State.PUBLISHED)
    due, publisher = edition.next_review_due, edition.published_by
    if due is None or publisher is None or due + dt.timedelta(days=days) >= timezone.localdate():
        raise InvalidRequest(f"Edition {edition.number} is not {days} days past its review date.")
    reason = (
        f"It was due for review on {due:%-d %B %Y}, and nobody has reviewed it since. Some of it may be out of date, "
        "so we took it down until somebody has."
    )
    words = f"Edition {edition.number} withdrawn by the site, since it is more than {days} days past its review date."
    _take_away(edition, reason, words, by=publisher, redirect_to=None)
    transaction.on_commit(partial(letters.withdrawn_overdue, edition))
    return edition


def _take_away(edition: Edition, reason: str, words: str, *, by: User, redirect_to: Article | None) -> Edition:
    steps.move(
        edition,
        State.PUBLISHED,
        by=by,
        state=State.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawn_by=by,
        withdrawal_reason=reason,
        redirect_to=redirect_to,
    )
    steps.record(edition.article, edition, EventKind.WITHDRAWN, by, words)
    indexing.follow_articles(edition.article)
    return edition


def _hold_published(*articles: Article) -> None:
    """Hold the published editions of articles until the transaction ends, in one order whoever asks.

    Of two pages that are withdrawn at once, each for the other, the second finds that the first is gone.
    """
    found = Edition.objects.published().filter(article__in=articles).order_by("pk")
    list(found.select_for_update(no_key=True))
