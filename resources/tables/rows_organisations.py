"""The rows of the table of organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import User
from resources.models import Organisation
from resources.tables.reading import Row
from resources.tables.rows import Outcome, Rows


class OrganisationRows(Rows):
    """A row is found by its slug. ``by_slug`` holds every organisation there is, and those of the rows so far."""

    table = "organisations"
    keys = frozenset({"slug"})

    def __init__(self, known: Iterable[Organisation], *, by: User, former: Mapping[str, str]) -> None:
        super().__init__(by=by)
        self.former = former
        self.by_slug = {organisation.slug: organisation for organisation in known}
        self.by_name: dict[str, list[Organisation]] = {}
        for organisation in self.by_slug.values():
            self.by_name.setdefault(organisation.name.casefold(), []).append(organisation)
        self.rows: dict[str, int] = {}

    def found(self, row: Row, values: dict[str, Any], outcome: Outcome) -> Organisation | None:
        """The organisation with the slug of the row, or a new one."""
        slug = values.get("slug", "")
        if not slug:
            self.problem(outcome, row, "slug", "Every organisation has a slug, such as samaritans.")
            return None
        if slug in self.rows:
            self.problem(outcome, row, "slug", f"“{slug}” stands in row {self.rows[slug]} already.")
            return None
        if slug in self.former:
            self.problem(outcome, row, "slug", f"Its address was changed: write “{self.former[slug]}” instead.")
            return None
        self.rows[slug] = row.number
        return self.by_slug.get(slug) or Organisation(slug=slug)

    def check(self, row: Row, record: Organisation, outcome: Outcome) -> None:
        """It serves somewhere, and is no twin of another."""
        self.by_slug[record.slug] = record
        if not outcome.fields:
            return
        if not record.international and not record.countries:
            rule = "Name the countries that it serves, or mark it as international."
            self.problem(outcome, row, "countries", rule)
        if outcome.new:
            for other in self.by_name.get(record.name.casefold(), []):
                if record.name and _same_place(record, other):
                    rule = f"“{other.name}” is there already, under the slug “{other.slug}”."
                    self.problem(outcome, row, "name", rule)
            self.by_name.setdefault(record.name.casefold(), []).append(record)

    def name_of(self, record: Organisation) -> str:
        """Its name."""
        return record.name


def _same_place(one: Organisation, other: Organisation) -> bool:
    countries = {each.code for each in one.countries} & {each.code for each in other.countries}
    return one.kind == other.kind and (bool(countries) or (one.international and other.international))
