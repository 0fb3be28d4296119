"""``manage.py check_content``: a readable table, and an exit code for machines."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from articles import checking, rows, workflow
from articles.models import ChangeKind, Source, Standing
from tests import makers

pytestmark = pytest.mark.django_db


def check(*options: str) -> str:
    out = StringIO()
    call_command("check_content", *options, stdout=out)
    return out.getvalue()


def test_published_articles_that_keep_the_rules_pass() -> None:
    makers.published(slug="good")
    makers.draft(slug="not-yet")
    printed = check()
    assert "good (en)" in printed
    assert "not-yet" not in printed
    assert "BLOCKING" not in printed


def test_a_source_that_was_retracted_since_blocks() -> None:
    makers.published(slug="bad")
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1 published articles break a rule"):
        call_command("check_content", stdout=out)
    assert f"BLOCKING bad: source “{makers.SOURCE_KEYS[0]}”: was retracted" in out.getvalue()


def test_a_source_whose_address_no_longer_works_blocks() -> None:
    makers.published(slug="bad")
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(broken_since=dt.date(2026, 1, 5), broken_why="Not found.")
    with pytest.raises(CommandError, match="1 of 1 published articles break a rule"):
        check()


def test_a_review_that_is_overdue_blocks() -> None:
    edition = makers.published(slug="late")
    assert edition.next_review_due
    later = dt.datetime.combine(edition.next_review_due, dt.time(12), dt.UTC) + dt.timedelta(days=1)
    with time_machine.travel(later), pytest.raises(CommandError):
        check()


def test_advice_is_counted_and_listed_when_asked_for() -> None:
    makers.published(slug="wordy", text=makers.document(title="Excessive medication"))
    assert "advice   wordy" not in check()
    printed = check("--advice")
    assert "advice   wordy: title: “Excessive”: a plain word is “too much” [hard-word]" in printed


def test_advice_that_was_set_aside_is_counted_apart() -> None:
    by = makers.author()
    edition = makers.draft(by=by, slug="wordy", text=makers.document(title="Excessive medication"))
    before = checking.check(edition, rows.read(edition))
    kept = {"code": "hard-word", "target": "title", "about": "Excessive", "reason": "The leaflet's own title."}
    workflow.set_aside(edition, **kept, by=by)
    workflow.submit(edition, version=edition.version, by=by)
    makers.approve(edition)
    workflow.publish(
        edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year(), public_note=""
    )
    found = check("--advice")
    row = next(line for line in found.splitlines() if line.startswith("wordy (en)"))
    assert row.split()[3:6] == ["0", str(len(before.standing) - 1), "1"]
    assert "“too much” (set aside: The leaflet's own title.) [hard-word]" in found


def test_another_language_has_no_grade() -> None:
    makers.published(slug="benen", text=makers.document(language="nl"))
    row = next(line for line in check().splitlines() if line.startswith("benen"))
    assert row.count("–") == 3


def test_an_empty_site_passes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        check()
