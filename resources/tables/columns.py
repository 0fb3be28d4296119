"""The columns of both tables, declared once: their names, how they are read from a record, and what a cell means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.plain_text import CONTROL
from resources.models import ContactKind, Organisation, OrganisationKind
from resources.tables import values

Record = Any
"""An organisation or a contact."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, the field of the record that it holds, what a cell means, and words for people.

    ``parse`` turns the text of a cell into the value of the field and raises ``values.Unfit``; ``show`` gives the cell
    of a value. ``needed``: a file without it says nothing.
    """

    name: str
    field: str
    parse: Callable[[str], Any]
    help: str
    show: Callable[[Any], str | int | dt.date | None]
    needed: bool = False

    def cell(self, record: Record) -> str | int | dt.date | None:
        """What a file holds of a record."""
        return self.show(getattr(record, self.field))

    def text(self, record: Record) -> str:
        """The same as text; a file of CSV has nothing else."""
        cell = self.cell(record)
        return "" if cell is None else str(cell)

    def value(self, record: Record) -> Any:
        """What the cell of a record means: equal for two records that a table does not tell apart."""
        return self.parse(self.text(record))


def _text(value: Any) -> str:
    return CONTROL.sub("", str(value))


def _yes_or_no(value: Any) -> str:
    return "yes" if value else "no"


def _codes(value: Any) -> str:
    return ", ".join(sorted(country.code for country in value))


def _spaced(value: Any) -> str:
    return ", ".join(code for code in str(value).split(",") if code)


def _itself(value: Any) -> Any:
    return value


def _name_of(of: Any) -> Callable[[Any], str]:
    return lambda value: str(of(value).label) if value in of.values else ""


def _line(name: str, field: str, help_text: str, *, needed: bool = False) -> Column:
    return Column(name, field, values.line, help_text, _text, needed)


_LANGUAGES = Column("languages", "languages", values.language_codes, "Codes, such as en, fr.", _spaced)
_COUNTRIES = ("countries", "countries", values.country_codes)
_VERIFIED = (
    Column(
        "verified on",
        "verified_on",
        values.day,
        "The day on which you checked it, as 2026-03-14. You are noted as who did.",
        _itself,
    ),
    _line("verification source", "verification_source", "What you read or rang. Readers see it."),
)

ORGANISATIONS = (
    _line(
        "slug",
        "slug",
        "Its address, such as samaritans. A row is found by it; a table does not change it.",
        needed=True,
    ),
    _line("name", "name", "Its name."),
    _line("native name", "native_name", "In its own language, where that differs."),
    Column(
        "kind",
        "kind",
        values.choice(OrganisationKind),
        ", ".join(str(label) for label in OrganisationKind.labels) + ".",
        _name_of(OrganisationKind),
    ),
    Column("offers", "offers", values.paragraphs, "What a reader gets there, in one or two plain sentences.", _text),
    Column(*_COUNTRIES, "The countries that it serves: codes or names, such as GB, IE.", _codes),
    _line("area served", "area_served", "In words, where a list of countries says it badly: Europe."),
    Column(
        "international", "international", values.truth, "yes where it serves people wherever they live.", _yes_or_no
    ),
    _LANGUAGES,
    _line("charity number", "charity_number", "Its number in an official register."),
    _line("register", "registry_url", "The address of its entry in that register."),
    Column("notes", "notes", values.paragraphs, "For those who keep this record. Never shown to readers.", _text),
    Column("archived", "archived", values.truth, "yes where it is no longer shown.", _yes_or_no),
    *_VERIFIED,
)

CONTACTS = (
    Column(
        "id", "pk", values.key, "The number of the record; empty for a new one. Without it: kind and value.", _itself
    ),
    Column(
        "organisation",
        "organisation",
        values.line,
        "The slug of its organisation.",
        lambda value: value.slug if isinstance(value, Organisation) else "",
        needed=True,
    ),
    Column(
        "kind",
        "kind",
        values.choice(ContactKind),
        ", ".join(str(label) for label in ContactKind.labels) + ".",
        _name_of(ContactKind),
        needed=True,
    ),
    _line(
        "value",
        "value",
        "An address, or a number as dialled: 116123, 988, or +498955028880 with its country code.",
        needed=True,
    ),
    _line("label", "label", "Such as Helpline, or Text SHOUT."),
    _line("cost", "cost", "Such as Free."),
    _line("hours", "hours", "Such as 24 hours a day, every day."),
    _line("opening hours", "opening_hours", "The same for programs: 24/7, or Mo-Fr 10:00-14:00; PH off."),
    _line("time zone", "time_zone", "Where these hours are: Europe/London."),
    _LANGUAGES,
    Column(*_COUNTRIES, "Where it works, if not wherever the organisation serves.", _codes),
    Column("position", "position", values.whole_number, "Lower numbers stand first.", _itself),
    *_VERIFIED,
)

TABLES: dict[str, tuple[Column, ...]] = {"organisations": ORGANISATIONS, "contacts": CONTACTS}
"""The tables by name: sheets of XLSX, files of CSV."""
