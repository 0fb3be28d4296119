"""The rows of the table of contacts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from resources.models import NUMBERS, Contact, Organisation
from resources.tables import values as read
from resources.tables.reading import Row
from resources.tables.rows import Outcome, Rows
from resources.workflow import REACHED_BY

Way = tuple[str, str, str]
"""Slug of the organisation, kind, value: what there is once."""


class ContactRows(Rows):
    """A row is found by its id, or by its organisation, kind and value."""

    table = "contacts"
    keys = frozenset({"id", "organisation"})
    reached_by = REACHED_BY
    default_column = "value"

    def __init__(self, known: Iterable[Contact], *, organisations: dict[str, Organisation], by: User) -> None:
        super().__init__(by=by)
        self.organisations = organisations
        by_key = {organisation.pk: organisation for organisation in organisations.values()}
        self.by_id: dict[int, Contact] = {}
        self.ways: dict[Way, int] = {}
        for contact in known:
            contact.organisation = by_key[contact.organisation_id]
            self.by_id[contact.pk] = contact
            self.ways[_way(contact)] = contact.pk
        self.rows_by_id: dict[int, int] = {}
        self.rows_by_way: dict[Way, int] = {}

    def found(self, row: Row, values: dict[str, Any], outcome: Outcome) -> Contact | None:
        """The contact with the id of the row, else with its organisation, kind and value, else a new one."""
        if {"id", "organisation", "kind", "value"} & {each.column for each in outcome.problems}:
            return None
        organisation = self._organisation(row, values, outcome)
        if organisation is None:
            return None
        self._number(row, values, organisation, outcome)
        pk = values.get("id") or self.ways.get((organisation.slug, values.get("kind", ""), values.get("value", "")))
        if pk is None:
            return None if outcome.problems else Contact(organisation=organisation)
        contact = self.by_id.get(pk)
        if contact is None:
            self.problem(outcome, row, "id", f"There is no contact {pk}. Leave it empty for a new one.")
        elif contact.organisation is not organisation:
            rule = f"Contact {pk} belongs to “{contact.organisation.slug}”. Leave it empty for a new one."
            self.problem(outcome, row, "id", rule)
        elif pk in self.rows_by_id:
            self.problem(outcome, row, "id", f"The same contact stands in row {self.rows_by_id[pk]} already.")
        else:
            self.rows_by_id[pk] = row.number
            return contact
        return None

    def check(self, row: Row, record: Contact, outcome: Outcome) -> None:
        """There is no other with the same organisation, kind and value, and its hours have a time zone."""
        way = _way(record)
        if way in self.rows_by_way:
            self.problem(outcome, row, "value", f"The same contact stands in row {self.rows_by_way[way]} already.")
        elif self.ways.get(way, record.pk) != record.pk:
            rule = f"Contact {self.ways[way]} of this organisation has this value. Change that one first."
            self.problem(outcome, row, "value", rule)
        self.rows_by_way.setdefault(way, row.number)
        unread = any(problem.column == "opening hours" for problem in outcome.problems)
        if outcome.fields and record.opening_hours not in ("", "24/7") and not record.time_zone and not unread:
            self.problem(outcome, row, "time zone", "Opening hours need their time zone, such as Europe/London.")

    def name_of(self, record: Contact) -> str:
        """Its organisation and what it is."""
        return f"{record.organisation.name}: {record}"

    def _organisation(self, row: Row, values: dict[str, Any], outcome: Outcome) -> Organisation | None:
        slug = values.get("organisation", "")
        found = self.organisations.get(slug)
        if found is None:
            rule = f"No organisation has the slug “{slug}”." if slug else "Every contact has an organisation."
            self.problem(outcome, row, "organisation", rule)
        return found

    def _number(self, row: Row, values: dict[str, Any], organisation: Organisation, outcome: Outcome) -> None:
        """A number as it is dialled, whatever a spreadsheet or a careful hand made of it."""
        if values.get("kind") not in NUMBERS or not values.get("value"):
            return
        everywhere = organisation.international and not values.get("countries")
        served = values.get("countries") or [country.code for country in organisation.countries]
        try:
            values["value"], remark = read.number(values["value"], [] if everywhere else served)
        except read.Unfit as error:
            self.problem(outcome, row, "value", str(error))
            return
        if remark:
            outcome.remarks.append(remark)


def _way(contact: Contact) -> Way:
    return contact.organisation.slug, contact.kind, contact.value
