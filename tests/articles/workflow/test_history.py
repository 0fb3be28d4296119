"""The history of an article: every step in words, by whom, in order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import ChangeKind, EventKind
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_whole_life_in_words() -> None:
    author, reviewer, publisher = makers.author(), makers.reviewer(), makers.publisher()
    edition = makers.submitted(by=author, slug="legs")
    workflow.request_changes(edition, sha256=makers.sha256(edition), note="Cite it.", by=reviewer)
    workflow.submit(edition, version=edition.version, by=author)
    makers.approve(edition, by=reviewer)
    workflow.publish(
        edition, by=publisher, change=ChangeKind.MAJOR, next_review_due=makers.next_year(), public_note="First."
    )
    workflow.discard(workflow.start_draft(edition.article, by=author), by=author)
    workflow.withdraw(edition, reason="It was wrong.", by=publisher)
    name = reviewer.byline
    told = [(event.words, event.actor) for event in edition.article.events.order_by("pk")]
    assert told == [
        ("Article “legs” created.", author),
        ("Edition 1 started.", author),
        ("Edition 1 submitted for review.", author),
        (f"Changes requested on edition 1 by {name}.", reviewer),
        ("Edition 1 submitted for review.", author),
        (f"Edition 1 approved by {name}.", reviewer),
        ("Edition 1 published (major change).", publisher),
        ("Edition 2 started from edition 1.", author),
        ("Edition 2 discarded.", author),
        ("Edition 1 withdrawn: It was wrong.", publisher),
    ]


def test_the_rest_of_what_can_happen_in_words() -> None:
    author, reviewer, publisher = makers.author(), makers.reviewer(), makers.publisher()
    edition = makers.submitted(by=author)
    workflow.claim(edition, by=reviewer)
    workflow.release(edition, by=reviewer)
    unneeded = workflow.invite(edition, name="Dr Unneeded", by=author)
    workflow.revoke(unneeded, by=author)
    refused = makers.guest_approval(edition, by=author)
    workflow.refuse_identity(refused, how="Not in the register.", by=publisher)
    workflow.confirm_identity(makers.guest_approval(edition, by=author), how="Rang the practice.", by=publisher)
    workflow.reopen(edition, reason="A typing error.", by=author)
    workflow.submit(edition, version=edition.version, by=author)
    makers.approve(edition, by=reviewer)
    makers.schedule(edition, by=publisher)
    workflow.unschedule(edition, by=publisher)
    workflow.publish(edition, by=publisher, change=ChangeKind.MINOR, next_review_due=makers.next_year())
    makers.confirm(edition, by=reviewer)
    later = makers.next_year() + dt.timedelta(days=1)
    workflow.move_review_date(edition, next_review_due=later, reason="A new guideline is coming.", by=publisher)
    workflow.restore(edition, by=author)
    told = [(event.kind, event.words) for event in edition.article.events.order_by("pk")]
    signed = "Sam Guest, Consultant neurologist"
    due, later_day = f"{makers.next_year():%-d %B %Y}", f"{later:%-d %B %Y}"
    schedule = workflow.said(makers.tomorrow())
    days = f"{timezone.localtime(unneeded.expires_at):%-d %B %Y}"
    approved = f"Approved by {signed} (General Medical Council 1234567), who has yet to be identified."
    assert told[3:] == [
        ("claimed", f"Review of edition 1 taken on by {reviewer}."),
        ("released", "Review of edition 1 given back."),
        ("invited", f"Dr Unneeded invited to review edition 1, until {days}."),
        ("revoked", "Invitation of Dr Unneeded revoked."),
        ("invited", f"Sam Guest invited to review edition 1, until {days}."),
        ("link_opened", "The review link of Sam Guest was opened."),
        ("guest_decided", approved),
        ("identity_refused", "Identity of Sam Guest not confirmed: Not in the register."),
        ("invited", f"Sam Guest invited to review edition 1, until {days}."),
        ("link_opened", "The review link of Sam Guest was opened."),
        ("guest_decided", approved),
        ("identity_confirmed", "Identity of Sam Guest confirmed: Rang the practice."),
        ("approved", f"Edition 1 approved by {signed}."),
        ("reopened", "Edition 1 taken back to draft: A typing error. The approval by Sam Guest is void."),
        ("submitted", "Edition 1 submitted for review."),
        ("approved", f"Edition 1 approved by {reviewer.byline}."),
        ("scheduled", f"Edition 1 scheduled for {schedule}."),
        ("unscheduled", "Edition 1 is no longer scheduled."),
        ("published", "Edition 1 published (minor change)."),
        ("reviewed", f"Edition 1 reviewed by {reviewer.byline}: no change. Next review due {due}."),
        ("review_moved", f"Review of edition 1 moved from {due} to {later_day}: A new guideline is coming."),
        ("restored", "Edition 2 started from edition 1."),
    ]


def test_every_kind_of_event_is_in_one_of_these_lives() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    written = {"created", "drafted", "changes_requested", "withdrawn", "discarded", "schedule_failed"}
    # Of the article itself, beside its editions.
    written |= {"tagged", "related", "renamed"}
    assert {kind.value for kind in EventKind if f'("{kind.value}"' not in source} == written
