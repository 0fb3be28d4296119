"""Import and export at the desk: shown before it happens, all or nothing, in the name of whoever did it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from resources import workflow
from resources.models import Contact, ImportDraft, Link, Organisation
from rlsinfo.housekeeping import tidy
from tests import makers
from tests.resources.tables.files import CONTACT, ORGANISATION, csv_of, xlsx_of

pytestmark = pytest.mark.django_db
START, SEND, PLAN = (reverse(f"admin:{name}") for name in ("desk-tables", "desk-tables-send", "desk-import"))
LINE = ("new-line", "New line", "Crisis line", "Somebody listens.", "GB")


@pytest.fixture
def me() -> User:
    return makers.person(Role.CURATOR, first_name="Kim", last_name="Curator")


@pytest.fixture
def desk(me: User) -> Client:
    return signed_in(me)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(desk: Client, data: bytes, name: str = "lines.csv") -> Any:
    return desk.post(SEND, {"file": SimpleUploadedFile(name, data)})


def digest(desk: Client) -> str:
    return str(desk.get(PLAN).context["plan"].digest)


def let_act(desk: Client, seen: str = "") -> Any:
    return desk.post(PLAN, {"do": "apply", "digest": seen or digest(desk)})


def test_each_change_is_shown_before_it_happens(desk: Client, me: User) -> None:
    old = makers.contact(of=makers.organisation(slug="old", name="Old name"), value="988").organisation
    data = xlsx_of(
        organisations=[ORGANISATION, LINE, ("old", "Better name", "patient_group", old.offers, "GB")],
        contacts=[CONTACT, ("new-line", "Phone", 116123), ("old", "Phone", 988)],
    )
    assert send(desk, data, "lines.xlsx").headers["Location"] == PLAN
    html = desk.get(PLAN).content.decode()
    assert "Import 3 changes" in html
    assert "<del>Old name</del>" in html
    assert "<ins>Better name</ins>" in html
    assert (Organisation.objects.count(), Contact.objects.count()) == (1, 1)
    assert let_act(desk).headers["Location"] == START
    assert "Imported: 2 added, 1 changed." in desk.get(START).content.decode()
    line = Organisation.objects.get(slug="new-line")
    old.refresh_from_db()
    assert (line.contacts.get().value, old.name, ImportDraft.objects.count()) == ("116123", "Better name", 0)
    for record in (line, old, line.contacts.get()):
        last = record.history.first()
        assert (last.history_user, last.history_change_reason) == (me, "Imported from lines.xlsx")
    assert [row.history_type for row in old.history.all()] == ["~", "+"]
    assert old.contacts.get().history.count() == 1


def test_one_bad_row_changes_nothing_and_the_server_refuses_as_well(desk: Client) -> None:
    send(desk, csv_of(ORGANISATION, LINE, ("", "No slug", "crisis", "x", "GB")))
    html = desk.get(PLAN).content.decode()
    assert "organisations, row 3, column slug:" in html
    assert 'value="apply"' not in html
    response = let_act(desk)
    assert response.status_code == 422
    assert "something in this table is wrong" in response.content.decode()
    assert not Organisation.objects.exists()


def test_what_changed_between_the_dry_run_and_the_confirmation_is_shown_first(desk: Client) -> None:
    old = makers.organisation(slug="old", name="Old")
    send(desk, csv_of(("slug", "name"), ("old", "Better")))
    seen = digest(desk)
    old.name = "Meanwhile"
    workflow.save(old, by=makers.superuser())
    response = let_act(desk, seen)
    assert response.status_code == 409
    html = response.content.decode()
    assert "not what you saw" in html
    assert "<del>Meanwhile</del>" in html
    old.refresh_from_db()
    assert old.name == "Meanwhile"
    assert let_act(desk).status_code == 302
    old.refresh_from_db()
    assert old.name == "Better"


def test_a_table_sent_in_another_window_is_not_imported_unseen(desk: Client) -> None:
    send(desk, csv_of(ORGANISATION, LINE))
    seen = digest(desk)
    send(desk, csv_of(ORGANISATION, ("other", *LINE[1:])))
    assert let_act(desk, seen).status_code == 409
    assert not Organisation.objects.exists()


def test_a_record_that_was_deleted_meanwhile_is_a_problem(desk: Client) -> None:
    contact = makers.contact(value="988")
    send(desk, csv_of(("id", *CONTACT, "label"), (contact.pk, contact.organisation.slug, "phone", "988", "Help")))
    seen = digest(desk)
    contact.delete()
    response = let_act(desk, seen)
    assert response.status_code == 422
    assert "There is no contact" in response.content.decode()


def test_nothing_is_imported_twice_or_after_a_day_or_by_another(desk: Client) -> None:
    send(desk, csv_of(ORGANISATION, LINE))
    seen = digest(desk)
    assert let_act(signed_in(makers.person(Role.CURATOR)), seen).status_code == 422
    ImportDraft.objects.update(sent_at=timezone.now() - dt.timedelta(hours=25))
    assert let_act(desk, seen).status_code == 422
    assert desk.get(PLAN).headers["Location"] == START
    tidy.call()
    assert not ImportDraft.objects.exists()
    send(desk, csv_of(ORGANISATION, LINE))
    assert let_act(desk, seen).status_code == 302
    assert let_act(desk, seen).status_code == 422
    assert Organisation.objects.count() == 1


def test_a_table_can_be_dropped(desk: Client) -> None:
    send(desk, csv_of(ORGANISATION, LINE))
    assert "waits for you" in desk.get(START).content.decode()
    assert desk.post(PLAN, {"do": "drop"}).headers["Location"] == START
    assert (ImportDraft.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "This file is empty."), (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB")]
)
def test_a_file_that_cannot_be_read_is_refused_in_words(desk: Client, data: bytes, words: str) -> None:
    response = send(desk, data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ImportDraft.objects.exists()


def test_a_file_too_large_for_memory_is_passed_over(desk: Client, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    assert "larger than 5 MB" in send(desk, b"x" * 5_000).content.decode()
    assert "Choose a file first." in desk.post(SEND).content.decode()


def test_a_verified_contact_works_again_and_what_readers_said_is_settled(desk: Client, me: User) -> None:
    site = makers.contact(kind="website", value="https://example.org/old", days_ago=30)
    workflow.mark_broken(site, why="Not found.", by=me)
    number = makers.contact(of=site.organisation, value="988", days_ago=30)
    report = makers.reader_report(of=number)
    today = str(timezone.localdate())
    columns = ("id", *CONTACT, "verified on", "verification source")
    slug = site.organisation.slug
    rows = [(site.pk, slug, "website", "https://example.org/new", today, "Read."), (number.pk, slug, "phone", "988", today, "Rang.")]  # fmt: skip # noqa: E501
    send(desk, csv_of(columns, *rows))
    assert let_act(desk).status_code == 302
    site.refresh_from_db()
    report.refresh_from_db()
    assert (site.broken_since, site.verified_by, site.value) == (None, me, "https://example.org/new")
    assert (report.settled_by, report.outcome) == (me, "Verified: Rang.")
    assert Link.objects.get(url="https://example.org/new").in_use


def test_a_name_in_a_table_is_no_markup(desk: Client) -> None:
    send(desk, csv_of(ORGANISATION, ("x", "<script>alert(1)</script>", *LINE[2:])), "<b>x</b>.csv")
    html = desk.get(PLAN).content.decode()
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


@pytest.mark.parametrize(("name", "kind"), [("xlsx", "sheet"), ("organisations", "csv"), ("contacts", "csv")])
def test_downloads_are_named_files(desk: Client, name: str, kind: str) -> None:
    response = desk.get(reverse("admin:desk-tables-download", args=[name]))
    assert kind in response.headers["Content-Type"]
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert desk.get(reverse("admin:desk-tables-download", args=["users"])).status_code == 404


def test_the_page_says_what_an_export_does_not_have(desk: Client) -> None:
    html = desk.get(START).content.decode()
    assert "Everything is in it" not in html
    assert "Not in them: what is known not to work, who verified or proposed a record" in html


def test_who_does_not_curate_exports_only() -> None:
    author = signed_in(makers.author())
    assert "Link curators bring tables back in." in author.get(START).content.decode()
    assert send(author, csv_of(ORGANISATION, LINE)).status_code == 403
    assert author.get(PLAN).status_code == author.post(PLAN, {"do": "apply"}).status_code == 403
