"""Opening hours as OpenStreetMap writes them (wiki.openstreetmap.org/wiki/Key:opening_hours), and their time zones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # its stub lacks it

WEEK = 7
NO_PLACES = {"localtime", "posixrules", "Factory"}
"""Names that stand among time zones on some machines, and mean whatever that machine was set to."""
NAMED = {(0, 0): "midnight", (12, 0): "midday"}
AROUND_FEASTS = "Dec 24-28; Dec 31-Jan 03; easter -2 days"
"""Days on which many keep other hours than they say, as opening hours write days."""
PERHAPS = {
    "DE": "Jan 06; Mar 08; easter +60 days; Aug 08; Aug 15; Sep 20; Oct 31-Nov 01; Nov 16-22 We",
    "DK": "Jun 05",
    "FI": "",
    "FR": "",
    "GB": "Jan 04; Mar 17-19; easter +1 day; Jul 12-14; Aug Mo[1]; Aug Mo[-1]; Nov 30-Dec 02",
    "IE": "",
    "NL": "May 05",
    "NO": "",
    "SE": "",
}
"""Countries whose holidays are known here: those days that are a holiday in a part of the country only, which the
calendar of opening-hours-py leaves out (New Year's Day in the United Kingdom among them). Of other countries nobody has
looked these up, so nothing but day and night is certain there.
"""


def check_opening_hours(value: str) -> None:
    """Raise ``ValidationError`` for hours that cannot be read."""
    try:
        OpeningHours(value)
    except (ParserError, SyntaxError) as error:
        raise ValidationError("Not opening hours, such as 24/7, or Mo-Fr 10:00-14:00; PH off.") from error


def check_time_zone(value: str) -> None:
    """Raise ``ValidationError`` for a time zone that the IANA list of this machine does not have."""
    if value not in _time_zones():
        raise ValidationError("Not a time zone of the IANA list, such as Europe/London.")


@dataclass(frozen=True, slots=True)
class OpenNow:
    """Whether somebody answers now, where that is certain, in words. ``always``: day and night."""

    words: str
    open: bool = True
    always: bool = False


ALWAYS = OpenNow("Open day and night", always=True)
# What these say depends on what nobody can know here: school holidays, light, an appointment, an open end.
_UNCERTAIN = re.compile(r"SH\b|\+|sun|dusk|dawn|unknown|\"|\|\|")


def open_now(value: str, time_zone: str, countries: Collection[str], now: dt.datetime) -> OpenNow | None:
    """Whether hours say that it is open at a moment; nothing where that is not certain.

    It is certain day and night for 24/7. Otherwise it takes one country of ``PERHAPS`` and a time zone, and a day that
    is no public holiday there, in none of its parts, unless it is one everywhere and the hours speak of them (PH).
    """
    if value == "24/7":
        return ALWAYS
    country = next(iter(countries)) if len(countries) == 1 else ""
    if not value or time_zone not in _time_zones() or country not in PERHAPS or _UNCERTAIN.search(value):
        return None
    days = "; ".join(filter(None, [AROUND_FEASTS, PERHAPS[country]]))
    try:
        hours, holidays, perhaps = (_read(each, time_zone, country) for each in (value, "PH", days))
    except (ParserError, SyntaxError):
        return None
    here = now.astimezone(ZoneInfo(time_zone))
    knows_holidays = "PH" in value

    def certain(moment: dt.datetime) -> bool:
        return knows_holidays if holidays.is_open(moment) else not perhaps.is_open(moment)

    # What is open at midnight began the day before.
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    before = midnight - dt.timedelta(minutes=1)
    if hours.warnings or not certain(here) or (hours.is_open(midnight) and not certain(before)):
        return None
    change = _change(hours, here)
    told = change if change is not None and certain(change) else None
    return _open(here, told) if hours.is_open(here) else _closed(here, told)


def _change(hours: OpeningHours, here: dt.datetime) -> dt.datetime | None:
    """When it opens or closes next, within the days that are spoken of. To look further can take seconds."""
    # By UTC, as a time of the place may be one that its clocks leave out.
    end = (here.astimezone(dt.UTC) + dt.timedelta(days=WEEK + 1)).astimezone(here.tzinfo)
    change = next((interval[1] for interval in hours.intervals(here, end)), end)
    return change if change < end else None


def _open(here: dt.datetime, until: dt.datetime | None) -> OpenNow:
    if until is None or until - here > dt.timedelta(days=1):
        return OpenNow("Open now")
    return OpenNow(f"Open now, until {_clock(until)} ({_place(here)} time)")


def _closed(here: dt.datetime, opens: dt.datetime | None) -> OpenNow:
    days = (opens.date() - here.date()).days if opens else WEEK
    if opens is None or days >= WEEK:
        return OpenNow("Closed now", open=False)
    day = ("", " tomorrow")[days] if days < 2 else f" on {opens:%A}"  # noqa: PLR2004 (today or tomorrow)
    return OpenNow(f"Closed now, opens{day} at {_clock(opens)} ({_place(here)} time)", open=False)


def _clock(moment: dt.datetime) -> str:
    """A time as the NHS writes it: 9am, 5:30pm, midday, midnight."""
    if (moment.hour, moment.minute) in NAMED:
        return NAMED[moment.hour, moment.minute]
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < 12 else 'pm'}"  # noqa: PLR2004 (of a clock)


def _place(moment: dt.datetime) -> str:
    return str(moment.tzinfo).rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones() - NO_PLACES)


@lru_cache(maxsize=512)
def _read(value: str, time_zone: str, country: str) -> OpeningHours:
    return OpeningHours(value, timezone=ZoneInfo(time_zone), country=country)
