"""Opening hours as OpenStreetMap writes them (wiki.openstreetmap.org/wiki/Key:opening_hours), and their time zones."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # its stub lacks it


def check_opening_hours(value: str) -> None:
    """Raise ``ValidationError`` for hours that cannot be read."""
    try:
        OpeningHours(value)
    except (ParserError, SyntaxError) as error:
        raise ValidationError("Not opening hours, such as 24/7, or Mo-Fr 10:00-14:00; PH off.") from error


def check_time_zone(value: str) -> None:
    """Raise ``ValidationError`` for a time zone that the IANA list of this machine does not have."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError("Not a time zone of the IANA list, such as Europe/London.") from error
