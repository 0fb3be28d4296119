"""The curators' queue: what is in each kind, in which order, how it is narrowed, and what it costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from articles.desk.support.queue import KINDS
from articles.models import PageLink, Placement, Source, Tagging
from resources import workflow
from resources.findings import Finding
from resources.models import Contact, Link, OrganisationKind, Pace, Reason
from tests import makers
from tests.desk.acting import signed_in
from tests.desk.support_items import NEW, counts, curator, found, moved, queue, titles, website

pytestmark = pytest.mark.django_db
CRISIS = OrganisationKind.CRISIS
COST = {"broken": 18, "changed": 12, "due": 11, "reported": 12, "proposed": 11}
"""Queries of each kind, whatever is in it."""


def called(name: str, **fields: Any) -> Any:
    return makers.organisation(name=name, **fields)


def linked(url: str) -> PageLink:
    """A published page that links an address in its text."""
    return PageLink.objects.create(edition=makers.published(), url=url)


# What is in which kind


def test_broken_holds_contacts_registers_sources_and_text_danger_and_crisis_lines_first() -> None:
    website("https://one.example/", of=called("Group"))
    website("https://two.example/", of=called("Parked"))
    makers.contact(of=called("Crisis", kind=CRISIS), broken_since=timezone.localdate(), broken_why="Nobody answers.")
    called("Register", registry_url="https://register.example/1")
    makers.source(key="gone", title="A study that went", url="https://study.example/1")
    linked("https://text.example/")
    for url in ("one.example/", "register.example/1", "study.example/1", "text.example/"):
        found(f"https://{url}", Reason.GONE)
    found("https://two.example/", Reason.PARKED)
    assert titles("broken") == [
        *("Parked", "Crisis", "Group", "Register", "A study that went", "Text of published pages")
    ]


def test_danger_in_the_text_of_a_page_comes_before_what_only_does_not_work() -> None:
    makers.contact(of=called("Crisis", kind=CRISIS), broken_since=timezone.localdate(), broken_why="Nobody answers.")
    linked("https://text.example/")
    found("https://text.example/", Reason.PARKED)
    assert titles("broken") == ["Text of published pages", "Crisis"]


@pytest.mark.parametrize("reason", [Reason.MOVED, Reason.HOME, Reason.CHANGED, Reason.LOGIN, Reason.BOT_WALL])
def test_changed_holds_every_caution_until_it_is_settled_or_something_else_is_found(reason: Reason) -> None:
    contact = website(of=called("Group"))
    link = found(contact.value, reason)
    assert titles("changed") == ["Group"]
    workflow.settle_link(link, by=curator())
    assert titles("changed") == []
    found(contact.value, reason)
    assert titles("changed") == []
    found(contact.value, Reason.MOVED if reason != Reason.MOVED else Reason.HOME)
    assert titles("changed") == ["Group"]


def test_what_was_settled_comes_back_after_90_days() -> None:
    contact = website(of=called("Group"))
    workflow.settle_link(found(contact.value, Reason.BOT_WALL), by=curator())
    Link.objects.update(settled_at=timezone.now() - dt.timedelta(days=90, minutes=1))
    assert titles("changed") == ["Group"]


@pytest.mark.parametrize(("days_ago", "due"), [(336, True), (334, False), (800, True)])
def test_a_number_is_due_30_days_before_it_lapses(days_ago: int, due: bool) -> None:
    makers.contact(of=called("Group"), days_ago=days_ago)
    assert titles("due") == ["Group"] * due


def test_changed_holds_what_failed_at_a_crisis_line_before_readers_lose_it() -> None:
    by = curator()
    for kind, pace in (("crisis", Pace.CRISIS), ("information", Pace.USUAL)):
        makers.contact(kind="website", value=f"https://{kind}.example/", of=makers.organisation(name=kind, kind=kind))
        failed = Finding(Reason.GONE, "Nothing is there.", status=404)
        link = makers.link(url=f"https://{kind}.example/", pace=pace, finding=failed)
        assert link.broken_since is None
    assert titles("changed") == ["crisis"]
    assert "failed 1 time since" in queue(by, kind="changed").content.decode()
    workflow.settle_link(Link.objects.get(url="https://crisis.example/"), by=by)
    assert titles("changed") == []


def test_due_holds_organisations_and_what_was_never_verified_crisis_lines_first() -> None:
    called("Old record", days_ago=800)
    makers.contact(of=called("Never"), verified=False)
    makers.contact(of=called("Crisis", kind=CRISIS), days_ago=400)
    makers.contact(of=called("Of a proposal", verified=False), verified=False)
    makers.contact(of=called("Archived", archived=True), days_ago=400)
    assert titles("due") == ["Crisis", "Never", "Old record"]


def test_reports_are_grouped_by_contact_until_they_are_settled() -> None:
    contact = makers.contact(of=called("Group"))
    for _ in range(3):
        makers.reader_report(of=contact)
    ((item, _),) = queue(kind="reported").context["cards"]
    assert item.troubles == [("Nobody answered", 3)]
    workflow.settle(contact, outcome="They answered.", by=curator())
    assert titles("reported") == []


def test_proposed_holds_what_nobody_verified() -> None:
    called("New", verified=False)
    called("Archived", verified=False, archived=True)
    called("Verified")
    assert titles("proposed") == ["New"]


def test_empty_kinds_say_what_that_means() -> None:
    for kind in KINDS.values():
        assert kind.empty in queue(kind=kind.name).content.decode().replace("&#x27;", "'")


def test_the_address_of_a_source_is_the_one_readers_are_sent_to() -> None:
    makers.source(key="plain", url="https://study.example/1")
    makers.source(key="doi", doi="10.1000/1", pmid="1", url="https://study.example/2")
    makers.source(key="pubmed", pmid="2", url="https://study.example/3")
    assert all(each.address == each.record().link for each in Source.objects.with_address())
    assert Source.objects.with_address().count() == 3


# One card


def test_a_card_says_what_was_found_with_the_fix_and_opens_the_address_apart() -> None:
    contact = website()
    found(contact.value, Reason.MOVED, suggested_url=NEW, final_url=f"{NEW}?from=old")
    html = queue(kind="changed").content.decode()
    assert "It moved for good." in html
    assert "status 404" in html
    assert f'<a href="{contact.value}" target="_blank" rel="noreferrer">' in html
    assert "Redirects lead to" in html


def test_a_card_says_on_how_many_pages_readers_would_miss_it() -> None:
    organisation, tag, page = makers.organisation(), makers.tag(), makers.published().article
    Tagging.objects.create(article=page, tag=tag)
    Tagging.objects.create(article=makers.draft().article, tag=tag)
    Placement.objects.create(organisation=organisation, tag=tag)
    Placement.objects.create(organisation=organisation, article=page)
    Placement.objects.create(organisation=organisation, article=makers.published().article)
    moved(website(of=organisation))
    ((item, _),) = queue(kind="changed").context["cards"]
    assert item.pages == 2


def test_the_text_of_a_page_names_the_pages_that_link_it() -> None:
    link = linked("https://text.example/")
    found("https://text.example/", Reason.GONE)
    html = queue(kind="broken").content.decode()
    assert f'href="{reverse("admin:desk-article", args=[link.edition.article_id])}"' in html
    assert "A new edition takes another address" in html


# Narrowed, in pages, counted


def test_it_is_narrowed_by_country_kind_and_words_and_keeps_that_between_kinds() -> None:
    makers.contact(of=called("British", countries="IE,GB"), days_ago=400)
    makers.contact(of=called("German", countries="DE", kind=CRISIS), days_ago=400)
    makers.contact(of=called("Worldwide", countries="", international=True), days_ago=400)
    assert titles("due", country="GB") == ["British"]
    assert titles("due", country="international") == ["Worldwide"]
    assert titles("due", organisation="crisis") == ["German"]
    assert titles("due", q="brit") == ["British"]
    tabs = {kind.name: address for kind, _, address in queue(kind="due", country="GB").context["tabs"]}
    assert "country=GB" in tabs["broken"]


def test_what_belongs_to_no_organisation_is_left_out_where_one_is_asked_for() -> None:
    makers.source(key="gone", url="https://study.example/1")
    found("https://study.example/1", Reason.GONE)
    website(of=called("German", countries="DE"))
    assert titles("broken", country="DE") == []
    assert len(titles("broken")) == 1


def test_a_filter_that_makes_no_sense_is_said() -> None:
    response = queue(kind="due", country="XX")
    assert response.status_code == 400
    assert "“XX” is not there to choose." in response.content.decode()
    assert queue(kind="nothing").status_code == 404


def test_pages_of_50() -> None:
    for number in range(52):
        makers.contact(of=called(f"Group {number:02}"), days_ago=400)
    assert len(titles("due")) == 50
    assert len(titles("due", page=2)) == 2


def one_of_each() -> None:
    contact = website(f"https://{Contact.objects.count()}.example/")
    moved(contact, f"https://{Contact.objects.count()}.example/new")
    makers.reader_report(of=contact)
    makers.contact(of=contact.organisation, days_ago=400)
    makers.organisation(verified=False)
    gone = website(f"https://{Contact.objects.count()}.example/gone")
    register = f"https://{Contact.objects.count()}.example/register"
    makers.organisation(registry_url=register)
    source = makers.source()
    text = linked(f"https://{Contact.objects.count()}.example/text").url
    for url in (gone.value, register, source.url, text):
        found(url, Reason.GONE)


def test_the_numbers_are_those_of_what_is_listed() -> None:
    one_of_each()
    one_of_each()
    assert counts() == {kind: len(titles(kind)) for kind in KINDS}
    assert all(counts().values())


def test_it_costs_the_same_whatever_there_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in(curator())
    one_of_each()
    for _ in range(2):
        for kind, queries in COST.items():
            with django_assert_num_queries(queries):
                assert client.get(reverse("admin:desk-support"), {"kind": kind}).status_code == 200
        one_of_each()


# Who


def test_everybody_at_the_desk_reads_it_and_only_curators_are_offered_anything() -> None:
    moved(website())
    for role in Role:
        cards = queue(makers.person(role), kind="changed").context["cards"]
        assert bool(cards[0][1]) == (role == Role.CURATOR)
    assert queue(makers.superuser(), kind="changed").context["cards"][0][1]
    assert signed_in(None).get(reverse("admin:desk-support")).status_code == 302
    assert queue(makers.person()).status_code == 403
