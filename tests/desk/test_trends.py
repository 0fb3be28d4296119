"""How things went over the last year, as it is derived from editions and events."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.desk import charts, trends
from articles.models import ChangeKind, Edition
from tests import makers

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


def at(day: str) -> time_machine.travel:
    """The middle of a day."""
    return time_machine.travel(dt.datetime.fromisoformat(f"{day}T12:00:00+00:00"), tick=True)


def published(on: str, *, due: str, begun: str = "") -> Edition:
    """An edition published on a day, of a draft that was begun on another, whose review is due on a third."""
    with at(begun or on):
        edition = makers.approved(text=makers.short_document())
    with at(on):
        return workflow.publish(
            edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=dt.date.fromisoformat(due)
        )


def overdue() -> dict[str, int]:
    """The days on which any page was overdue."""
    with time_machine.travel(NOW):
        return {each.day.isoformat(): each.pages for each in trends.overdue(timezone.localdate()) if each.pages}


def firsts(first: int, last: int) -> dict[str, int]:
    """One page on the first of each of these months of 2026."""
    return {f"2026-{month:02}-01": 1 for month in range(first, last + 1)}


def test_the_months_end_with_the_present_one() -> None:
    assert trends.months(dt.date(2026, 2, 28), 3) == [dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
    with time_machine.travel(NOW):
        days = [each.day for each in trends.overdue(timezone.localdate())]
    assert (days[0], days[-2], days[-1]) == (dt.date(2025, 7, 1), dt.date(2026, 6, 1), dt.date(2026, 6, 15))


def test_a_page_is_overdue_from_the_day_after_its_review_was_due() -> None:
    published("2025-12-10", due="2026-03-01")
    published("2025-12-10", due="2027-01-01")
    assert overdue() == firsts(4, 6) | {"2026-06-15": 1}


def test_it_ends_with_a_new_edition() -> None:
    old = published("2025-12-10", due="2026-02-20")
    with at("2026-04-10"):
        makers.published(of=old.article, text=makers.short_document())
    assert overdue() == firsts(3, 4)


def test_it_ends_with_a_withdrawal() -> None:
    edition = published("2025-12-10", due="2026-02-20")
    with at("2026-04-10"):
        workflow.withdraw(edition, reason="Too old.", by=makers.publisher())
    assert overdue() == firsts(3, 4)


def test_it_ends_where_the_date_is_moved_and_what_was_before_is_not_forgotten() -> None:
    edition = published("2025-12-10", due="2026-01-20")
    for day, due in (("2026-03-10", "2026-04-20"), ("2026-05-10", "2027-01-01")):
        with at(day):
            workflow.move_review_date(
                edition,
                next_review_due=dt.date.fromisoformat(due),
                reason="No time, moved from 1 May 2020 to 2 May 2020.",
                by=makers.publisher(),
            )
    assert overdue() == {"2026-02-01": 1, "2026-03-01": 1, "2026-05-01": 1}


def test_it_ends_with_a_review_that_found_nothing_to_change() -> None:
    edition = published("2025-12-10", due="2026-02-20")
    with at("2026-04-10"):
        makers.confirm(edition)
    assert overdue() == firsts(3, 4)


def test_a_review_that_keeps_the_date_changes_nothing() -> None:
    with at("2026-01-10"):
        edition = makers.published(text=makers.short_document())
        makers.confirm(edition)
    assert overdue() == {}


def test_the_median_of_days_from_draft_to_published_by_month() -> None:
    for begun, on in (("2026-03-01", "2026-03-05"), ("2026-01-01", "2026-03-31"), ("2026-03-02", "2026-03-12")):
        published(on, due="2027-01-01", begun=begun)
    published("2026-06-02", due="2027-01-01")
    published("2025-06-30", due="2027-01-01", begun="2025-06-01")
    with at("2026-05-05"):
        makers.starter(text=makers.short_document())
    with time_machine.travel(NOW):
        found = {each.month: (each.words, each.editions) for each in trends.pace(timezone.localdate())}
    assert len(found) == 12
    assert {month: value for month, value in found.items() if value[1]} == {
        dt.date(2026, 3, 1): ("10 days", 3),
        dt.date(2026, 6, 1): ("less than a day", 1),
    }
    assert found[dt.date(2026, 5, 1)] == ("–", 0)


def test_one_day_is_one_day() -> None:
    pace = trends.Pace(dt.date(2026, 12, 1), 1.2, 1)
    assert (pace.words, pace.last) == ("1 day", dt.date(2026, 12, 31))


def test_bars_are_as_high_as_their_values_and_stand_on_the_ground() -> None:
    chart = charts.bars([0, None, 50, 100, 1])
    assert [bar.height for bar in chart.bars] == [0, 0, 48, 96, charts.LEAST]
    assert {bar.y + bar.height for bar in chart.bars} == {chart.height}
    assert [bar.last for bar in chart.bars] == [False] * 4 + [True]
    assert all(one.x + one.width < two.x for one, two in zip(chart.bars, chart.bars[1:], strict=False))


def test_nothing_at_all_makes_no_bar() -> None:
    assert [bar.height for bar in charts.bars([0, 0]).bars] == [0, 0]
    assert charts.bars([]).bars == ()
