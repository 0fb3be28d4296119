"""What an import would change, and every rule that it is held against, by row and column."""

# ruff: noqa: E501 (each rule stands in a line, as it is said)
from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from resources.models import Contact, Organisation
from tests import makers
from tests.resources.tables.files import CONTACT, ORGANISATION, csv_of, planned, said, xlsx_of

pytestmark = pytest.mark.django_db
NEW = {"slug": "new-line", "name": "New line", "kind": "Crisis line", "offers": "Somebody listens.", "countries": "GB"}
TODAY = timezone.localdate
VERIFIED = {"verified on": "2026-01-05", "verification source": "https://example.org/"}


def organisations(*rows: dict[str, Any]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return csv_of(names, *[[row.get(name, "") for name in names] for row in rows])


contacts = organisations


def of(slug: str = "", **cells: Any) -> dict[str, Any]:
    """A row of the table of contacts."""
    slug = slug or makers.organisation().slug
    return {"organisation": slug, "kind": "Phone", "value": "116123", **cells}


# What changes


def test_new_changed_and_unchanged_are_told_apart_field_by_field() -> None:
    old = makers.organisation(slug="old", name="Old", countries="GB", international=False)
    same = makers.organisation(slug="same", name="Same")
    rows = [{"slug": old.slug, "name": "Renamed", "countries": "Ireland; UK"}, {"slug": "same", "name": "Same"}]
    found = planned(xlsx_of(organisations=[list(rows[0]), *[[row.get(n, "GB") for n in rows[0]] for row in rows]]))
    assert found.problems == []
    assert [(each.column, each.old, each.new) for each in found.changes[0].fields] == [
        ("name", "Old", "Renamed"),
        ("countries", "GB", "GB, IE"),
    ]
    assert (found.unchanged["organisations"], same.pk) == (1, same.pk)
    new = planned(organisations(NEW)).changes[0]
    assert (new.new, new.name, [each.new for each in new.fields]) == (True, "New line", list(NEW.values()))


def test_a_column_that_is_not_there_leaves_its_field_alone_and_an_empty_cell_empties_it() -> None:
    makers.organisation(slug="old", charity_number="12", notes="Ask again.")
    fields = planned(organisations({"slug": "old", "notes": ""})).changes[0].fields
    assert [(each.column, each.old, each.new) for each in fields] == [("notes", "Ask again.", "")]


def test_a_contact_is_found_by_its_id_or_by_what_it_is() -> None:
    contact = makers.contact()
    slug = contact.organisation.slug
    by_id = of(slug, id=contact.pk, value="116123", **{"verified on": str(TODAY()), "verification source": "Rang."})
    assert [each.column for each in planned(contacts(by_id)).changes[0].fields] == [
        *("value", "verified on", "verification source")
    ]
    by_value = planned(contacts(of(slug, value=contact.value, label="Helpline"))).changes[0]
    assert (by_value.record.pk, [each.column for each in by_value.fields]) == (contact.pk, ["label"])
    assert planned(contacts(of(slug, value="988"))).changes[0].new


def test_contacts_of_an_organisation_that_is_new_in_the_same_file() -> None:
    data = xlsx_of(organisations=[list(NEW), list(NEW.values())], contacts=[CONTACT, ("new-line", "Phone", 116123)])
    found = planned(data)
    assert (found.problems, [change.name for change in found.changes]) == ([], ["New line", "New line: Phone: 116 123"])


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        (116123, "116123"),
        (988, "988"),
        (442079460958, "+442079460958"),
        ("442079460958", "+442079460958"),
        ("+44 20 7946 0958", "+442079460958"),
        ("116 123", "116123"),
        ("'+442079460958", "+442079460958"),
    ],
)
def test_numbers_come_as_spreadsheets_and_people_write_them(typed: Any, stands: str) -> None:
    slug = makers.organisation(countries="GB").slug
    found = planned(xlsx_of(contacts=[CONTACT, (slug, "Phone", typed)]))
    assert [(each.record.value, bool(each.remarks)) for each in found.changes] == [
        (stands, "+" in stands and "+" not in str(typed))
    ]


# What is wrong, by row and column


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"slug": ""}, "slug: Every organisation has a slug, such as samaritans."),
        ({"slug": "two words"}, "slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ({"kind": "Hospital"}, "kind: “Hospital” is none of: Crisis line, Patient group, Information, Professional body, Reporting a side effect."),
        ({"kind": ""}, "kind: “” is none of: Crisis line, Patient group, Information, Professional body, Reporting a side effect."),
        ({"offers": ""}, "offers: This field cannot be blank."),
        ({"name": "x" * 201}, "name: Ensure this value has at most 200 characters (it has 201)."),
        ({"name": "Bell\x07"}, "name: There is an invisible character in it (U+0007). Type it anew."),
        ({"notes": "x" * 5001}, "notes: At most 5,000 characters; these are 5,001."),
        ({"countries": ""}, "countries: Name the countries that it serves, or mark it as international."),
        ({"countries": "GB, Atlantis"}, "countries: No country has the code or name “Atlantis”. Write codes as GB, IE."),
        ({"languages": "en, qx"}, "languages: No language has the code “qx”. Write codes as en, fr."),
        ({"international": "maybe"}, "international: “maybe” is neither yes nor no."),
        ({"register": "ftp:nothing"}, "register: Enter a valid URL."),
        ({"verified on": "2026-01-05"}, "verification source: A verification needs both its day and what was read or rung."),
        ({"verification source": "Read."}, "verified on: A verification needs both its day and what was read or rung."),
        ({**VERIFIED, "verified on": "05/01/2026"}, "verified on: “05/01/2026” can be read in two ways. Write the year first, as 2026-03-14."),
        ({**VERIFIED, "verified on": "2026-02-30"}, "verified on: There is no day “2026-02-30”."),
        ({**VERIFIED, "verified on": "46027"}, "verified on: “46027” is no day. Write it as 2026-03-14."),
        ({**VERIFIED, "verified on": "2999-01-01"}, "verified on: This day is still to come."),
        ({**VERIFIED, "verified on": "0001-01-01"}, "verified on: Too long ago: no check is older than 2000-01-01."),
        ({**VERIFIED, "verified on": "31.12.1999"}, "verified on: Too long ago: no check is older than 2000-01-01."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_organisation(cells: dict[str, str], problem: str) -> None:
    assert said(organisations(NEW | cells)) == [f"organisations, row 2, column {problem}"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"organisation": "nobody"}, "organisation: No organisation has the slug “nobody”."),
        ({"kind": "Fax"}, "kind: “Fax” is none of: Phone, Text message, Online chat, Email, Website."),
        ({"value": "0207 946 0958"}, "value: A short number has 2 to 6 digits; any other is written with its country code, as +498955028880."),
        ({"value": "2079460958"}, "value: A short number has 2 to 6 digits; any other is written with its country code, as +498955028880."),
        ({"value": "4.42079E+11"}, "value: A spreadsheet has rounded this number to “4.42079E+11”. Make the column a column of text, and type it anew."),
        ({"value": ""}, "value: This field cannot be blank."),
        ({"kind": "Email", "value": "nobody"}, "value: Enter a valid email address."),
        ({"kind": "Website", "value": "javascript:alert(1)"}, "value: Enter a valid URL."),
        ({"id": "0x1"}, "id: “0x1” is no number of a record. Leave it empty for a new one."),
        ({"id": "999999"}, "id: There is no contact 999999. Leave it empty for a new one."),
        ({"position": "-1"}, "position: “-1” is no whole number from 0 to 32,767."),
        ({"opening hours": "whenever"}, "opening hours: Not opening hours, such as 24/7, or Mo-Fr 10:00-14:00; PH off."),
        ({"opening hours": "Mo-Fr 10:00-14:00"}, "time zone: Opening hours need their time zone, such as Europe/London."),
        ({"time zone": "Atlantis"}, "time zone: Not a time zone of the IANA list, such as Europe/London."),
        ({"time zone": "localtime"}, "time zone: Not a time zone of the IANA list, such as Europe/London."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_contact(cells: dict[str, str], problem: str) -> None:
    assert said(contacts(of(**cells))) == [f"contacts, row 2, column {problem}"]


def test_everything_that_is_wrong_is_said_at_once_in_both_tables() -> None:
    bad = {"slug": "bad", "name": "", "kind": "x", "offers": "", "countries": "XX"}
    data = xlsx_of(
        organisations=[list(NEW), list(NEW.values()), list(bad.values())],
        contacts=[CONTACT, ("new-line", "Phone", "1"), ("bad", "Fax", "")],
    )
    assert [problem.partition(": ")[0] for problem in said(data)] == [
        "organisations, row 3, column kind",
        "organisations, row 3, column countries",
        "organisations, row 3, column name",
        "organisations, row 3, column offers",
        "contacts, row 2, column value",
        "contacts, row 3, column kind",
    ]


def test_what_stands_twice_in_a_file() -> None:
    contact = makers.contact(value="116123")
    slug = contact.organisation.slug
    assert said(organisations(NEW, NEW)) == ["organisations, row 3, column slug: “new-line” stands in row 2 already."]
    twice = [of(slug, id=contact.pk), of(slug), of(slug, value="988"), of(slug, value="9 8 8")]
    assert said(contacts(*twice)) == [
        "contacts, row 3, column id: The same contact stands in row 2 already.",
        "contacts, row 5, column value: The same contact stands in row 4 already.",
    ]


def test_twins_of_what_is_there() -> None:
    makers.organisation(slug="samaritans", name="Samaritans", kind="crisis", countries="GB,IE")
    twin = NEW | {"slug": "samaritans-uk", "name": "SAMARITANS"}
    assert said(organisations(twin)) == [
        "organisations, row 2, column name: “Samaritans” is there already, under the slug “samaritans”."
    ]
    assert said(organisations(twin | {"countries": "US"})) == []
    one = makers.contact(value="116123")
    other = makers.contact(of=one.organisation, value="988")
    swapped = of(one.organisation.slug, id=one.pk, value="988", **VERIFIED | {"verified on": str(TODAY())})
    assert said(contacts(swapped)) == [
        f"contacts, row 2, column value: Contact {other.pk} of this organisation has this value. Change that one first."
    ]


def test_a_contact_stays_with_its_organisation() -> None:
    contact = makers.contact(value="116123")
    elsewhere = of(id=contact.pk)
    rule = f"Contact {contact.pk} belongs to “{contact.organisation.slug}”. Leave it empty for a new one."
    assert said(contacts(elsewhere)) == [f"contacts, row 2, column id: {rule}"]


# Verification


@pytest.mark.parametrize("column", ["value", "countries", "kind"])
def test_a_changed_way_to_reach_somebody_is_verified_anew(column: str) -> None:
    contact = makers.contact(value="116123", days_ago=30)
    row = of(contact.organisation.slug, id=contact.pk, countries="")
    row |= {column: {"value": "988", "countries": "IE", "kind": "Text message"}[column]}
    day = str(contact.verified_on)
    for table in (row, row | {"verified on": day, "verification source": contact.verification_source}):
        rule = f"You changed how to reach them. Check it, and enter today's date ({TODAY()}), or empty it."
        assert said(contacts(table)) == [f"contacts, row 2, column verified on: {rule}"]
    me = makers.superuser()
    today = row | {"verified on": str(TODAY()), "verification source": "Rang them."}
    assert planned(contacts(today), by=me).changes[0].record.verified_by == me
    emptied = planned(contacts(row | {"verified on": "", "verification source": ""}), by=me)
    assert (emptied.problems, emptied.changes[0].record.verified_by) == ([], None)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ((), "verified on"),
        (("verification source",), "verified on"),
        (("verified on",), "verification source"),
        (("verified on", "verification source"), "verification source"),
    ],
)
def test_what_was_verified_today_is_not_the_value_that_a_table_puts_in_its_place(
    given: tuple[str, ...], column: str
) -> None:
    contact = makers.contact(value="116123", days_ago=0)
    row = of(contact.organisation.slug, id=contact.pk, value="988")
    held = {"verified on": str(TODAY()), "verification source": contact.verification_source}
    rules = {
        "verified on": f"Check it, and enter today's date ({TODAY()}), or empty it.",
        "verification source": "Say what you read or rang to check it, in other words than before, or empty it with its day.",
    }
    assert said(contacts(row | {name: held[name] for name in given})) == [
        f"contacts, row 2, column {column}: You changed how to reach them. {rules[column]}"
    ]
    me = makers.superuser()
    anew = planned(contacts(row | held | {"verification source": "Rang 988."}), by=me)
    assert (anew.problems, anew.changes[0].record.verified_by) == ([], me)
    emptied = planned(contacts(row | dict.fromkeys(held, "")), by=me)
    assert (emptied.problems, emptied.changes[0].record.verified_on) == ([], None)


@pytest.mark.parametrize("day", ["", "2026-01-05"])
def test_an_old_table_takes_no_verification_back(day: str) -> None:
    contact = makers.contact(value="116123", days_ago=1)
    row = of(contact.organisation.slug, id=contact.pk)
    row |= {"verified on": day, "verification source": "Read." if day else ""}
    rule = f"It was verified on {contact.verified_on}; a table takes no verification back. Export it anew."
    assert said(contacts(row)) == [f"contacts, row 2, column verified on: {rule}"]


def test_who_verified_is_whoever_imports_and_only_what_they_verified() -> None:
    me, contact = makers.superuser(), makers.contact(value="116123", days_ago=30)
    row = of(contact.organisation.slug, id=contact.pk, label="Helpline")
    assert planned(contacts(row), by=me).changes[0].record.verified_by == contact.verified_by
    later = row | {"verified on": str(TODAY() - dt.timedelta(days=2)), "verification source": "Rang them."}
    assert planned(contacts(later), by=me).changes[0].record.verified_by == me


# Cost, and that nothing is written


def test_a_plan_takes_three_queries_and_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    me = makers.superuser()
    old = [makers.contact().organisation for _ in range(3)]
    rows = [[each.slug, "Other", "crisis", "More.", "IE"] for each in old]
    data = xlsx_of(
        organisations=[ORGANISATION, *rows, list(NEW.values())],
        contacts=[CONTACT, *[(o.slug, "Phone", 988) for o in old]],
    )
    with django_assert_num_queries(3):
        found = planned(data, by=me)
    assert (found.added, found.changed, found.problems) == (4, 3, [])
    assert (Organisation.objects.count(), Contact.objects.count()) == (3, 3)
    assert not Organisation.objects.filter(name="Other").exists()
