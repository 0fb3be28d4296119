"""Moving the day of the next review: with a reason, and never beyond three years after the last review."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import ChangeKind, EventKind, State
from articles.workflow.sealing import LONGEST_UNTIL_REVIEW
from tests import makers

pytestmark = pytest.mark.django_db
REASON = "A new guideline is coming."


def test_it_is_moved_and_its_history_says_why() -> None:
    by, edition = makers.publisher(), makers.published()
    before, later = edition.next_review_due, makers.next_year() + dt.timedelta(days=7)
    workflow.move_review_date(edition, next_review_due=later, reason=f" {REASON} ", by=by)
    edition.refresh_from_db()
    assert (edition.next_review_due, edition.state, edition.last_review) == (later, State.PUBLISHED, None)
    assert edition.moved_by != by
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.REVIEW_MOVED, by)
    assert event.words == f"Review of edition 1 moved from {before:%-d %B %Y} to {later:%-d %B %Y}: {REASON}"


def test_nearer_too() -> None:
    edition, soon = makers.published(), timezone.localdate() + dt.timedelta(days=1)
    assert workflow.move_review_date(edition, next_review_due=soon, reason=REASON, by=makers.publisher()) == edition
    assert makers.seen(edition).next_review_due == soon


@pytest.mark.parametrize("reason", ["", " \n", "\x00"])
def test_it_needs_a_reason(reason: str) -> None:
    with pytest.raises(InvalidRequest, match="Say why the review is moved"):
        workflow.move_review_date(
            makers.published(), next_review_due=makers.next_year(), reason=reason, by=makers.publisher()
        )


def test_three_years_are_counted_from_the_last_review_not_from_the_move() -> None:
    edition, by = makers.published(), makers.publisher()
    last = timezone.localdate() + LONGEST_UNTIL_REVIEW
    for day, told in ((timezone.localdate(), "still to come"), (last + dt.timedelta(days=1), "within three years")):
        with pytest.raises(InvalidRequest, match=told):
            workflow.move_review_date(edition, next_review_due=day, reason=REASON, by=by)
    workflow.move_review_date(edition, next_review_due=last, reason=REASON, by=by)
    with time_machine.travel(last - dt.timedelta(days=30)):
        with pytest.raises(InvalidRequest, match="within three years"):
            workflow.move_review_date(edition, next_review_due=last + dt.timedelta(days=1), reason=REASON, by=by)
        makers.confirm(edition)
        workflow.move_review_date(edition, next_review_due=last + dt.timedelta(days=90), reason=REASON, by=by)
    assert makers.seen(edition).next_review_due == last + dt.timedelta(days=90)


def test_a_page_whose_review_is_three_years_past_takes_a_clinician() -> None:
    edition = makers.starter()
    with time_machine.travel(timezone.now() + LONGEST_UNTIL_REVIEW + dt.timedelta(days=1)):
        with pytest.raises(InvalidRequest, match="three years ago: have it reviewed"):
            workflow.move_review_date(edition, next_review_due=makers.next_year(), reason=REASON, by=makers.publisher())
        makers.confirm(edition)
        assert makers.seen(edition).next_review_due == makers.next_year()


def test_a_page_is_published_with_a_review_within_three_years() -> None:
    edition, day = makers.approved(), timezone.localdate() + LONGEST_UNTIL_REVIEW
    by, change = makers.publisher(), ChangeKind.MINOR
    with pytest.raises(InvalidRequest, match="within three years: choose a day up to"):
        workflow.publish(edition, by=by, change=change, next_review_due=day + dt.timedelta(days=1))
    assert workflow.publish(edition, by=by, change=change, next_review_due=day).next_review_due == day


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_only_of_what_readers_see(state: State) -> None:
    with pytest.raises(InvalidRequest, match="not published"):
        workflow.move_review_date(
            makers.edition(state), next_review_due=makers.next_year(), reason=REASON, by=makers.publisher()
        )


def test_who_withdrew_it_meanwhile_is_told() -> None:
    by, edition = makers.publisher(), makers.published()
    seen = makers.seen(edition)
    workflow.withdraw(edition, reason="It was wrong.", by=by)
    with pytest.raises(LostRace, match="it was withdrawn") as raised:
        workflow.move_review_date(seen, next_review_due=makers.next_year(), reason=REASON, by=makers.publisher())
    assert raised.value.who == by
