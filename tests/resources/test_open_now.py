"""Open now is said only where it is certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from resources import hours as module
from resources.hours import PERHAPS, check_time_zone, open_now

pytestmark = pytest.mark.one_engine
OFFICE = "Mo-Fr 10:00-17:30"
LONDON = "Europe/London"


def told(hours: str, now: str, zone: str = LONDON, countries: Collection[str] = ("GB",)) -> str | None:
    """What is said at a moment in UTC."""
    found = open_now(hours, zone, countries, dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC))
    return found.words if found else None


@pytest.mark.parametrize("countries", [(), ("GB",), ("GB", "IE")])
def test_day_and_night_is_certain_everywhere_on_every_day(countries: Collection[str]) -> None:
    assert told("24/7", "2026-12-25T03:00", zone="", countries=countries) == "Open day and night"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23T10:00", "Open now, until 5:30pm (London time)"),
        ("2026-11-23T09:59", "Closed now, opens at 10am (London time)"),
        ("2026-11-23T17:30", "Closed now, opens tomorrow at 10am (London time)"),
        ("2026-11-20T18:00", "Closed now, opens on Monday at 10am (London time)"),
        # Summer time: nine in the morning of UTC is ten in London.
        ("2026-07-20T09:00", "Open now, until 5:30pm (London time)"),
        ("2026-07-20T08:59", "Closed now, opens at 10am (London time)"),
    ],
)
def test_hours_are_those_of_the_place(now: str, words: str) -> None:
    assert told(OFFICE, now) == words


@pytest.mark.parametrize(
    ("hours", "now", "words"),
    [
        # Christmas Day 2026 is a Friday.
        (OFFICE, "2026-12-25T12:00", None),
        (f"{OFFICE}; PH off", "2026-12-25T12:00", "Closed now, opens on Tuesday at 10am (London time)"),
        (f"{OFFICE}; PH 12:00-14:00", "2026-12-25T12:30", "Open now, until 2pm (London time)"),
        # The evening before, nobody can say when it opens next. 3 May 2027 is a bank holiday.
        (OFFICE, "2027-05-02T20:00", "Closed now"),
        # What began before midnight began on the holiday.
        ("Mo-Su 22:00-26:00", "2027-05-04T01:00", None),
        ("Mo-Su 22:00-26:00", "2027-01-06T01:00", "Open now, until 2am (London time)"),
        ("Mo-Fr 18:00-24:00", "2026-11-23T20:00", "Open now, until midnight (London time)"),
        ("Mo-Fr 00:00-24:00", "2026-11-24T20:00", "Open now"),
        ("Mo 12:00-13:00", "2026-11-23T12:30", "Open now, until 1pm (London time)"),
        ("Mo 12:00-13:00", "2026-11-23T13:30", "Closed now"),
        ("Mo 12:00-13:00", "2026-11-23T11:00", "Closed now, opens at midday (London time)"),
    ],
)
def test_a_public_holiday_is_certain_only_if_the_hours_speak_of_it(hours: str, now: str, words: str | None) -> None:
    assert told(hours, now) == words


@pytest.mark.parametrize(
    ("country", "zone", "now"),
    [
        ("GB", LONDON, "2027-01-01T12:00"),  # New Year's Day
        ("GB", LONDON, "2027-03-29T12:00"),  # Easter Monday, not in Scotland
        ("GB", LONDON, "2027-08-30T12:00"),  # the summer bank holiday, not in Scotland
        ("GB", LONDON, "2026-11-30T12:00"),  # Saint Andrew's Day, in Scotland
        ("DE", "Europe/Berlin", "2027-01-06T12:00"),  # Epiphany, in three Länder
        ("DE", "Europe/Berlin", "2027-05-27T12:00"),  # Corpus Christi
        ("DE", "Europe/Berlin", "2026-11-18T12:00"),  # the day of repentance, in Saxony
        ("US", "America/New_York", "2026-11-23T18:00"),  # whose states were not looked up
    ],
)
def test_a_holiday_of_a_part_of_the_country_is_uncertain_whatever_the_hours_say(
    country: str, zone: str, now: str
) -> None:
    for hours in (OFFICE, f"{OFFICE}; PH off"):
        assert told(hours, now, zone, [country]) is None


@pytest.mark.parametrize("country", PERHAPS)
def test_an_ordinary_day_is_certain_in_every_country_whose_holidays_are_known(country: str) -> None:
    assert told(OFFICE, "2026-11-24T12:00", countries=[country]) == "Open now, until 5:30pm (London time)"
    assert told(OFFICE, "2026-12-24T12:00", countries=[country]) is None


@pytest.mark.parametrize(
    ("hours", "zone", "countries"),
    [
        ("", LONDON, ("GB",)),
        (OFFICE, "", ("GB",)),
        (OFFICE, "Europe/Nowhere", ("GB",)),
        (OFFICE, "localtime", ("GB",)),
        (OFFICE, LONDON, ()),
        (OFFICE, LONDON, ("GB", "IE")),
        (OFFICE, LONDON, ("KI",)),
        ("not hours", LONDON, ("GB",)),
        ("Mo-Fr 10:00+", LONDON, ("GB",)),
        ("Mo-Fr sunrise-sunset", LONDON, ("GB",)),
        ("Mo-Fr 10:00-14:00; SH off", LONDON, ("GB",)),
        ("Mo-Fr 10:00-14:00 unknown", LONDON, ("GB",)),
        ('Mo-Fr 10:00-14:00 "by appointment"', LONDON, ("GB",)),
    ],
)
def test_what_is_uncertain_is_not_said(hours: str, zone: str, countries: Collection[str]) -> None:
    assert told(hours, "2026-11-23T12:00", zone, countries) is None


class Near:
    """Opening hours that are asked about a few days only: to look for a change without an end can take seconds."""

    asked = 0

    def __init__(self, hours: Any) -> None:
        self.hours = hours

    def __getattr__(self, name: str) -> Any:
        assert name in ("is_open", "warnings")
        return getattr(self.hours, name)

    def intervals(self, start: dt.datetime, end: dt.datetime) -> Iterator[Any]:
        """One interval."""
        Near.asked += 1
        assert end.astimezone(dt.UTC) - start.astimezone(dt.UTC) <= dt.timedelta(days=8)
        yield next(iter(self.hours.intervals(start, end)))


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("Mo-Su 00:00-24:00", "Open now"),
        ("00:00-24:00; PH 00:00-24:00", "Open now"),
        ("2020-2025 Mo-Fr 09:00-17:00", "Closed now"),
        ("easter Mo[5]", "Closed now"),
        ("Dec 01-Dec 02 10:00-12:00", "Closed now"),
        (OFFICE, "Open now, until 5:30pm (London time)"),
    ],
)
def test_no_change_is_looked_for_without_an_end(monkeypatch: pytest.MonkeyPatch, hours: str, words: str) -> None:
    read, before = module._read, Near.asked
    monkeypatch.setattr(module, "_read", lambda *of: Near(read(*of)))
    assert told(hours, "2026-11-23T12:00") == words
    assert Near.asked == before + 1


@pytest.mark.parametrize(("day", "hour"), [("2027-03-20", 1), ("2027-03-28", 0), ("2026-10-17", 1), ("2026-10-25", 0)])
def test_clocks_that_change_within_the_days_that_are_looked_at(day: str, hour: int) -> None:
    for minutes in range(0, 180, 30):
        moment = dt.datetime.fromisoformat(f"{day}T{hour:02}:00") + dt.timedelta(minutes=minutes)
        assert told("Mo-Su 09:00-17:00", moment.isoformat()) == "Closed now, opens at 9am (London time)"


def test_a_time_zone_is_that_of_a_place() -> None:
    for name in ("Europe/London", "America/Argentina/Ushuaia", "UTC"):
        check_time_zone(name)
    for name in ("localtime", "posixrules", "Factory", "posix/Europe/London", "europe/london", "../etc/passwd", "\0"):
        with pytest.raises(ValidationError, match="Not a time zone"):
            check_time_zone(name)
