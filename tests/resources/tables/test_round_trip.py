"""What was exported and is imported again changes nothing, whatever stands in the records."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from resources.models import Contact, Organisation
from resources.tables import columns, reading, values, writing
from resources.tables.columns import TABLES
from resources.tables.formulas import escaped, unescaped
from resources.tables.planning import plan
from tests import makers

FILES = {
    "organisations.csv": lambda: writing.as_csv("organisations"),
    "contacts.csv": lambda: writing.as_csv("contacts"),
    "support.xlsx": writing.as_xlsx,
}
HOSTILE = ["=1+1", "+44 20", "-5", "@SUM(A1)", "'=x", "''+y", "'plain'", "a;b,c\td", 'say "so"', "Ωmega – ünïcode", "'"]
HOSTILE += ["Aa;=1+1;b", "Aa;'=1+1;b", 'Aa;"=1+1&";b', "a; @b;-1", "=1;'=2"]
SEPARATORS = ",;\t"

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1, max_size=30)
TEXTS |= st.text(st.sampled_from("=+-@;'\" a"), min_size=1, max_size=12)


def records() -> None:
    for number, text in enumerate(HOSTILE):
        one = makers.organisation(
            name=f"{text}{number}", offers=f"{text}\r\nSecond line", notes=text, countries="IE,GB", languages="en,fr"
        )
        makers.contact(of=one, label=text, verified=False, position=number)
    makers.contact(
        of=makers.organisation(kind="crisis", countries="", international=True, archived=True, area_served="Europe"),
        value="116123",
        opening_hours="Mo-Fr 10:00-14:00; PH off",
        time_zone="Europe/London",
        countries="DE",
    )
    makers.contact(kind="website", value="https://example.org/a?b=1")


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_what_was_exported_changes_nothing_when_it_is_imported(name: str) -> None:
    records()
    found = plan(reading.read(FILES[name]()), by=makers.superuser())
    assert (found.problems, found.changes) == ([], [])
    counts = {"organisations": Organisation.objects.count(), "contacts": Contact.objects.count()}
    wanted = counts if name == "support.xlsx" else {name.removesuffix(".csv"): counts[name.removesuffix(".csv")]}
    assert dict(found.unchanged) == wanted


@pytest.mark.django_db
def test_no_cell_of_an_export_is_a_formula() -> None:
    records()
    for table in TABLES:
        for line in writing.as_csv(table).decode("utf-8-sig").splitlines():
            assert not line.startswith(("=", "+", "-", "@"))
            assert not any(f"{begin}{sign}" in line for begin in (",", ";", ',"', ';"') for sign in "=+@")
    book = load_workbook(io.BytesIO(writing.as_xlsx()))
    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    begun = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert begun
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in begun)


@pytest.mark.one_engine
@pytest.mark.parametrize("delimiter", SEPARATORS)
@given(text=st.text(st.sampled_from("=+-@;,'\"\t\r\n a1&")))
def test_no_cell_begins_as_a_formula_whatever_a_program_takes_for_its_end(delimiter: str, text: str) -> None:
    data = writing.csv_of([columns.ORGANISATIONS[1], columns.ORGANISATIONS[1]], [Organisation(name=text)])
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.one_engine
@given(st.text() | st.text(st.sampled_from("=+-@;'\"\t\r\n a")))
def test_an_apostrophe_is_put_and_taken_away_again(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.one_engine
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, max_size=6))
def test_texts_come_back_from_both_kinds_of_file(texts: list[str]) -> None:
    """As organisations without a database would be: whatever a one-line text holds."""
    meant = [values.line(text) for text in texts]
    rows = [Organisation(slug=f"s{number}", name=text, kind="crisis") for number, text in enumerate(meant)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "records_of", lambda table: rows if table == "organisations" else [])
        for data in (writing.as_csv("organisations"), writing.as_xlsx()):
            back = reading.read(data).rows["organisations"]
            assert [values.line(row.cells["name"]) for row in back] == meant
