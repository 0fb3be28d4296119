"""What narrows and orders a list of the desk, its pages and its CSV, and who may read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from articles import workflow
from articles.desk import columns, exports
from articles.desk.listings import LISTINGS
from articles.models import State
from tests import makers
from tests.desk.test_lists import address, move_due, signed_in, table, titled, titles

pytestmark = pytest.mark.django_db


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


# Filters


def test_every_filter_narrows() -> None:
    medicine, condition = makers.medicine(slug="mirtazapine"), makers.condition(slug="rls")
    author, reviewer = makers.author(username="ann"), makers.reviewer(username="rob")
    about: dict[str, Any] = {"medicine": medicine, "condition": condition, "tags": [makers.tag(slug="sleep")]}
    article = makers.article(by=author, slug="mine", **about)
    titled("The one", of=article, by=author, reviewed_by=reviewer)
    titled("Another")
    client = signed_in()
    narrow = {"medicine": "mirtazapine", "condition": "rls", "tag": "sleep", "author": "ann", "reviewer": "rob"}
    for name, value in narrow.items():
        assert titles(client, "published", **{name: value}) == ["The one"], name
    assert titles(client, "published", **narrow) == ["The one"]
    assert titles(client, "published", q="MIN one") == ["The one"]
    assert titles(client, "published", language="en") == ["Another", "The one"]
    assert titles(client, "editions", state="draft") == []


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.DRAFT])
def test_a_reviewer_is_who_took_it_on_or_decided(state: State) -> None:
    reviewer = makers.reviewer(username="rob")
    edition = titled("Theirs", State.IN_REVIEW)
    titled("Nobody's", State.IN_REVIEW)
    if state == State.DRAFT:
        workflow.request_changes(edition, sha256=makers.sha256(edition), note="Say who decides.", by=reviewer)
    else:
        workflow.claim(edition, by=reviewer)
    assert titles(signed_in(), "editions", state=state.value, reviewer="rob") == ["Theirs"]


def test_ranges_of_days_have_both_ends() -> None:
    for days in (9, 10, 11, 12):
        move_due(titled(f"In {days:02}"), days)
    client, today = signed_in(), in_days(0)
    assert titles(client, "published", due_from=in_days(10), due_to=in_days(11)) == ["In 10", "In 11"]
    assert len(titles(client, "published", published_from=today, published_to=today)) == 4
    assert titles(client, "published", published_to=in_days(-1)) == []


BAD = [
    {"state": "burnt"},
    {"language": "xx"},
    {"medicine": "no-such"},
    {"tag": "no\0such"},
    {"author": "'; --"},
    {"source": "no-such"},
    {"due_from": "tomorrow"},
    {"due_to": "2026-02-30"},
    {"due_from": "2026-02-02", "due_to": "2026-02-01"},
    {"q": "x" * 201},
    {"q": "a\0b"},
]


@pytest.mark.parametrize("filters", BAD, ids=str)
def test_a_filter_that_makes_no_sense_is_told_and_nothing_is_listed(filters: dict[str, str]) -> None:
    titled("Any")
    client = signed_in()
    for form in ({}, {"format": "csv"}):
        response: Any = client.get(address("editions", **filters, **form))
        assert response.status_code == 400
        html = response.content.decode()
        assert "This filter makes no sense" in html
        assert set(response.context["form"].errors) == {list(filters)[-1]}
        assert "Any</a>" not in html


def test_the_page_keeps_its_filters_in_the_form_and_in_every_address() -> None:
    for number in range(3):
        titled(f"Page {number}", of=makers.article(tags=[], slug=f"page-{number}"))
    html = signed_in().get(address("published", q="page", due_from="2026-01-05", sort="-title")).content.decode()
    assert 'value="page"' in html
    assert 'value="2026-01-05"' in html
    assert '<input type="hidden" name="sort" value="-title">' in html
    assert "?q=page&amp;due_from=2026-01-05&amp;sort=-title&amp;format=csv" in html
    assert "?due_from=2026-01-05&amp;sort=-title" in html  # without the search
    assert "5 January 2026" in html


def test_filters_that_were_left_empty_do_not_stay_in_the_address() -> None:
    response: Any = signed_in().get(address("published", q="legs", medicine="", sort="-title", tag=""))
    assert response.status_code == 302
    assert response.url == address("published", q="legs", sort="-title")


# Order and pages


def test_order_by_any_column_both_ways_and_by_nonsense_as_the_list_has_it() -> None:
    for title, days in {"A": 30, "B": 10, "C": 20}.items():
        move_due(titled(title), days)
    client = signed_in()
    assert titles(client, "published", sort="next_review_due") == ["B", "C", "A"]
    assert titles(client, "published", sort="-next_review_due") == ["A", "C", "B"]
    assert titles(client, "published", sort="password") == ["A", "B", "C"]


@pytest.mark.parametrize("name", LISTINGS)
def test_every_sortable_column_of_every_list_can_be_ordered_by(name: str) -> None:
    client = signed_in()
    for column in LISTINGS[name].family.columns:
        if column.sort is not None:
            assert client.get(address(name, sort=f"-{column.key}")).status_code == 200, column.key


def test_pages_of_fifty_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.desk.lists.PAGE", 2)
    for number in range(5):
        titled(f"Page {number}")
    client = signed_in()
    seen = [row[0].value for page in (1, 2, 3) for row in client.get(address("published", page=page)).context["rows"]]
    assert seen == [f"Page {number}" for number in range(5)]
    for nonsense in ("0", "99", "abc", "-1"):
        assert client.get(address("published", page=nonsense)).status_code == 200


# CSV


def test_csv_holds_exactly_the_filtered_rows_with_all_columns() -> None:
    author = makers.author(username="ann", first_name="Ann", last_name="Author")
    reviewer = makers.reviewer(first_name="Rob", last_name="Reviewer")
    medicine, condition = makers.medicine(name="Mirtazapine"), makers.condition(name="Restless legs")
    tags = [makers.tag(name="Sleep"), makers.tag(name="Movement")]
    article = makers.article(by=author, slug="mirtazapine-rls", medicine=medicine, condition=condition, tags=tags)
    edition = titled("Legs, at “night”", of=article, by=author, reviewed_by=reviewer)
    titled("Another")
    head, *rows = table(signed_in(), "published", author="ann")
    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=True))
    assert row["Title"] == "Legs, at “night”"
    assert row["Address"] == "mirtazapine-rls"
    assert (row["Edition"], row["State"], row["Language"]) == ("1", "Published", "en")
    assert (row["Medicine"], row["Condition"], row["Tags"]) == ("Mirtazapine", "Restless legs", "Movement; Sleep")
    assert (row["Authors"], row["Reviewer"]) == ("Ann Author", "Rob Reviewer")
    assert edition.published_at
    assert row["Published"] == timezone.localtime(edition.published_at).isoformat(timespec="seconds")
    assert row["Next review due"] == makers.next_year().isoformat()
    assert row["Public page"].endswith("/articles/mirtazapine-rls/editions/1/")


def test_csv_is_a_file_that_a_spreadsheet_takes_for_utf_8() -> None:
    titled("Ähm")
    response: Any = signed_in().get(address("published", format="csv"))
    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="published-{in_days(0)}.csv"'
    assert response.getvalue().startswith(b"\xef\xbb\xbfTitle,")


@pytest.mark.parametrize("title", ['=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)"])
def test_csv_runs_no_formula(title: str) -> None:
    titled(title)
    assert titles(signed_in(), "published") == [f"'{title}"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        *(("\t=1", "'\t'=1"), ("\r=1", "'\r'=1"), ("a=1", "a=1"), ("a;=1", "a;'=1")),
        *((None, ""), (-1, "-1"), (dt.date(2026, 1, 5), "2026-01-05")),
    ],
)
def test_what_stands_in_a_cell(value: columns.Value, cell: str) -> None:
    assert exports.cell(value) == cell


# Who, and how much it costs


@pytest.mark.parametrize("role", Role)
def test_every_role_reads_every_list(role: Role) -> None:
    client = signed_in(makers.person(role))
    for name in LISTINGS:
        assert client.get(address(name)).status_code == 200, name


def test_staff_without_a_role_403_a_stranger_the_sign_in_an_unknown_list_404_a_wrong_verb_405() -> None:
    assert signed_in(makers.person()).get(address("drafts")).status_code == 403
    assert Client().get(address("drafts")).status_code == 302
    assert signed_in(makers.person(Role.AUTHOR, is_staff=False)).get(address("drafts")).status_code == 302
    assert signed_in().get(address("no-such")).status_code == 404
    assert signed_in().post(address("drafts")).status_code == 405


def test_a_list_costs_the_same_whatever_is_in_it(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    me = makers.person(Role.AUTHOR, Role.PUBLISHER)
    client = signed_in(me)
    for _ in range(3):
        titled("Of mine", State.DRAFT, by=me)
        titled("In review", State.IN_REVIEW)
        move_due(titled("Soon"), 5)
        makers.guest_approval()
        makers.contact(days_ago=400)
        makers.source(broken_since=in_days(-1), broken_why="Not found.")
    for name in LISTINGS:
        for form in ({}, {"format": "csv"}):
            with django_assert_max_num_queries(16):
                response: Any = client.get(address(name, **form))
                assert response.status_code == 200
                assert len(b"".join(response) if response.streaming else response.content) > 50, name


def test_an_empty_list_says_what_to_do() -> None:
    html = signed_in().get(address("my-drafts")).content.decode()
    assert LISTINGS["my-drafts"].empty.replace("'", "&#x27;") in html
    assert "Nothing in this list fits" in signed_in().get(address("editions", q="nothing")).content.decode()
