"""What changed between two rows of a record's history, field by field, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field
from django.utils import timezone
from django_countries.fields import CountryField

from accounts.models import User
from resources.models import Contact, Organisation


@dataclass(frozen=True, slots=True)
class Change:
    """One field that has another value now. Empty where there was, or is, nothing."""

    name: str
    label: str
    old: str
    new: str


def between(old: Any, new: Any, people: Mapping[int, str] | None = None) -> list[Change]:
    """What changed from one row of history to a later one. ``people``: names by key, looked up where not given."""
    found = []
    for field in _fields(new):
        before, after = (field.value_from_object(row) for row in (old, new))
        if plain(before) != plain(after):
            if people is None and field.is_relation:
                people = names([old, new])
            words = [in_words(field, value, people or {}) for value in (before, after)]
            found.append(Change(field.name, str(field.verbose_name).capitalize(), *words))
    return found


def names(rows: Iterable[Any]) -> dict[int, str]:
    """The names of everybody whom rows of history name in their fields. One query."""
    wanted = {
        value
        for row in rows
        for field in _fields(row)
        if field.related_model is User and (value := field.value_from_object(row)) is not None
    }
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def in_words(field: Field[Any, Any], value: Any, people: Mapping[int, str]) -> str:
    """A value as people read it."""
    if value in (None, ""):
        return ""
    if field.is_relation:
        known = people if field.related_model is User else {}
        return known.get(value, f"No. {value}")
    if isinstance(field, CountryField):
        return ", ".join(country.name for country in value)
    if isinstance(value, dt.date):
        return (
            f"{timezone.localtime(value):%-d %B %Y, %H:%M}" if isinstance(value, dt.datetime) else f"{value:%-d %B %Y}"
        )
    choices = {True: "yes", False: "no"} if isinstance(value, bool) else dict(field.flatchoices)
    return str(choices.get(value, value))


def latest(record: Organisation | Contact) -> Any:
    """The last row of a record's history."""
    return record.history.select_related("history_user").first()


def summary(record: Organisation | Contact, *, since: int) -> str:
    """What was done to a record after the row of its history with the id ``since``, in words."""
    last = latest(record)
    before = record.history.filter(history_id=since).first()
    found = between(before, last) if before and last else []
    said = "; ".join(f"{each.label.lower()} is now {f'“{each.new}”' if each.new else 'empty'}" for each in found)
    reason = last.history_change_reason if last else ""
    return f"{reason} ({said})" if reason and said else said or reason or "it was saved"


def _fields(row: Any) -> list[Any]:
    model = type(row).instance_type
    return [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 (documented name)


def plain(value: Any) -> Any:
    """A value that can be compared: of countries their codes."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    return [getattr(each, "code", each) for each in value]
