"""What readers and machines are told of reviews and changes: the latest review, its day, corrections, the feed."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from articles import workflow
from articles.models import ChangeKind, Edition
from tests import makers

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def page(client: Client, edition: Edition, more: str = "") -> str:
    response = client.get(edition.article.get_absolute_url() + more)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def structured(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def day(moment: dt.date) -> str:
    return date_format(moment)


def test_a_later_review_moves_what_readers_are_told_and_nothing_else(client: Client) -> None:
    edition = makers.published()
    before = page(client, edition)
    first, later = edition.approval, timezone.now() + dt.timedelta(days=100)
    assert first is not None
    with time_machine.travel(later):
        review = makers.confirm(edition)
        html, due = page(client, edition), makers.next_year()
        today = timezone.localdate()
    assert f"Reviewed by {review.signature} on {day(today)}." in words(html)
    assert f"{day(today)}. Next review due {day(due)}" in words(html)
    assert first.signature not in html
    assert first.signature in before
    data = structured(html)
    assert (data["lastReviewed"], data["reviewedBy"]["name"]) == (today.isoformat(), review.signed_name)
    assert data["dateModified"] == structured(before)["dateModified"]
    assert f"Published {day(timezone.localdate())}" in words(html)


def test_a_starter_edition_that_was_reviewed_says_so_and_no_longer_that_it_was_not(client: Client) -> None:
    edition = makers.starter()
    assert "lastReviewed" not in structured(page(client, edition))
    assert "No clinician has reviewed it." in page(client, edition, "history/")
    review = makers.confirm(edition)
    for more in ("", "editions/1/"):
        html = page(client, edition, more)
        assert "Not yet reviewed" not in html
        assert "No clinician yet" not in html
        assert f"Reviewed by {review.signature}" in html
    assert "lastReviewed" in structured(page(client, edition))
    history = words(page(client, edition, "history/"))
    assert f"Reviewed after that, without change, by {review.signature}" in history
    assert "No clinician has reviewed it" not in history
    assert "First edition, published before a clinician reviewed it." in history


def test_the_history_names_both_reviews(client: Client) -> None:
    edition = makers.published()
    review = makers.confirm(edition)
    assert edition.approval is not None
    history = words(page(client, edition, "history/"))
    today = day(timezone.localdate())
    assert f"Reviewed by {edition.approval.signature} on {today}." in history
    assert f"Reviewed again, without change, by {review.signature} on {today}." in history


def test_people_and_machines_are_told_the_same_day(client: Client) -> None:
    with time_machine.travel("2027-06-30 23:30:00Z", tick=False):  # in London it is the next day
        edition = makers.published()
        html = page(client, edition)
    assert structured(html)["lastReviewed"] == "2027-07-01"
    assert "on 1 July 2027." in words(html)


def test_an_invited_clinician_is_named_with_their_registration(client: Client) -> None:
    review = makers.guest_approval()
    workflow.confirm_identity(review, how="Rang the practice.", by=makers.publisher())
    edition = review.edition
    workflow.publish(edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    html = page(client, edition)
    assert "Reviewed by Sam Guest, Consultant neurologist on" in html
    assert "(General Medical Council 1234567)" in html
    assert structured(html)["reviewedBy"] == {
        "@type": "Person",
        "name": "Sam Guest",
        "description": "Consultant neurologist",
    }


def test_the_feed_has_major_changes_and_corrections_and_no_minor_ones(client: Client) -> None:
    article = makers.published(text=makers.document(title="Minor")).article
    for change in (ChangeKind.MAJOR, ChangeKind.CORRECTION, ChangeKind.MINOR):
        makers.published(of=article, change=change, note=f"Note of {change}.", text=makers.document(title=change.label))
    feed = ET.fromstring(client.get("/feed/").content)  # noqa: S314 (our own)
    told = [
        (entry.findtext(f"{ATOM}title"), (entry.findtext(f"{ATOM}summary") or "").partition(". ")[0])
        for entry in feed.findall(f"{ATOM}entry")
    ]
    assert told == [("Correction", "Note of correction"), ("Major", "Note of major")]


def test_a_later_review_is_no_news(client: Client) -> None:
    makers.confirm(makers.published())
    assert b"<entry>" not in client.get("/feed/").content


def test_the_history_calls_a_correction_a_correction(client: Client) -> None:
    article = makers.published().article
    edition = makers.published(of=article, change=ChangeKind.CORRECTION, note="It said 1 in 10; it is 1 in 100.")
    history = words(page(client, edition, "history/"))
    assert "· Correction ·" in history
    assert "It said 1 in 10; it is 1 in 100." in history
    event = edition.events.first()
    assert event is not None
    assert event.words == "Edition 2 published (correction)."


def test_what_is_planned_is_nobodys_to_see(client: Client) -> None:
    first = makers.published(slug="legs")
    planned = makers.scheduled(of=first.article, text=makers.document(title="Not before tomorrow"))
    for more in ("", "history/"):
        assert "Not before tomorrow" not in page(client, planned, more)
    assert client.get("/articles/legs/editions/2/").status_code == 404
    assert planned.publish_at is not None
    with time_machine.travel(planned.publish_at):
        workflow.publish_due(planned)
        assert "Not before tomorrow" in page(client, planned)
