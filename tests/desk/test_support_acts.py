"""What a curator does in the queue: each act with one form, what is refused comes back as it was typed."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.models import Source
from resources import workflow
from resources.models import Link, Reason
from tests import makers
from tests.desk.acting import signed_in
from tests.desk.support_items import (
    NEW,
    act,
    curator,
    form,
    found,
    history,
    moved,
    queue,
    titles,
    website,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return curator()


def test_a_moved_address_is_taken_with_one_click_and_verified(by: User) -> None:
    contact = website()
    moved(contact)
    sent = form(queue(by, kind="changed"), "use-address", f"contact-{contact.pk}")
    assert sent["source"] == f"Opened {NEW}"
    response = act("use-address", sent, by)
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("admin:desk-support") + "?kind=changed"
    contact.refresh_from_db()
    assert (contact.value, contact.verified_by, contact.verified_on) == (NEW, by, timezone.localdate())
    assert history(contact) == (str(by), "New address instead of https://group.example/old")
    assert titles("changed") == []


def test_another_address_than_the_suggested_one_can_be_entered(by: User) -> None:
    contact = website()
    moved(contact)
    page = queue(by, kind="changed")
    assert page.content.decode().count(">Use another address<") == 2
    sent = form(page, "use-address", f"contact-{contact.pk}") | {"url": "https://group.example/third"}
    act("use-address", sent | {"source": "Their letter."}, by)
    contact.refresh_from_db()
    assert (contact.value, contact.verification_source) == ("https://group.example/third", "Their letter.")


def test_the_register_of_an_organisation_and_a_source_have_their_own_way(by: User) -> None:
    organisation = makers.organisation(registry_url="https://register.example/1")
    source = makers.source(url="https://study.example/1", broken_since=timezone.localdate(), broken_why="Not found.")
    for url in (organisation.registry_url, source.url):
        found(url, Reason.MOVED, suggested_url=f"{url}-new")
    act("use-address", form(queue(by, kind="changed"), "use-address", f"organisation-{organisation.pk}"), by)
    organisation.refresh_from_db()
    assert organisation.registry_url == "https://register.example/1-new"
    author = makers.author()
    Source.objects.update(broken_since=None, broken_why="")
    sent = form(queue(author, kind="changed"), "use-address", f"source-{source.pk}")
    assert act("use-address", sent, by).status_code == 403
    assert act("use-address", sent, author).status_code == 302
    source.refresh_from_db()
    assert (source.url, source.broken_since) == ("https://study.example/1-new", None)


def test_what_was_settled_leaves_the_queue_and_a_broken_source_works_again(by: User) -> None:
    source = makers.source(url="https://study.example/1")
    found(source.url, Reason.GONE)
    source.refresh_from_db()
    assert source.broken_since
    assert act("settle-link", form(queue(by), "settle-link", f"source-{source.pk}"), by).status_code == 302
    source.refresh_from_db()
    assert source.broken_since is None
    assert Link.objects.get(url=source.url).settled_by == by


def test_verified_marked_settled_archived(by: User) -> None:
    contact = makers.contact(days_ago=400)
    key = f"contact-{contact.pk}"
    act("verify", form(queue(by, kind="due"), "verify", key) | {"source": "Rang them."}, by)
    assert history(contact) == (str(by), "Verified: Rang them.")
    makers.reader_report(of=contact)
    act("settle-reports", form(queue(by, kind="reported"), "settle-reports", key) | {"outcome": "It works."}, by)
    assert contact.reports.get().outcome == "It works."
    makers.reader_report(of=contact)
    act("mark-broken", form(queue(by, kind="reported"), "mark-broken", key) | {"why": "Nobody answers."}, by)
    assert titles("broken") == [contact.organisation.name]
    proposed = makers.organisation(verified=False)
    sent = form(queue(by, kind="proposed"), "archive", f"organisation-{proposed.pk}")
    act("archive", sent | {"why": "A shop."}, by)
    assert history(proposed) == (str(by), "Archived: A shop.")


# What is refused


@pytest.mark.parametrize("name", ["verify", "mark-broken", "settle-reports"])
def test_without_a_reason_it_comes_back(name: str, by: User) -> None:
    contact = makers.reader_report().contact
    response = act(name, form(queue(by, kind="reported"), name, f"contact-{contact.pk}"), by)
    assert response.status_code == 422
    assert "Say what" in response.content.decode()


def test_an_address_that_is_none_comes_back_as_typed(by: User) -> None:
    contact = website()
    moved(contact)
    sent = form(queue(by, kind="changed"), "use-address", f"contact-{contact.pk}")
    response = act("use-address", sent | {"url": "group example", "source": "Opened <it>"}, by)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Enter a valid URL." in html
    assert 'value="group example"' in html
    assert 'value="Opened &lt;it&gt;"' in html
    again = form(response, "use-address", f"contact-{contact.pk}")
    assert again["back"] == sent["back"]


def test_a_lost_race_says_who_and_when_and_keeps_the_words(by: User) -> None:
    contact = makers.contact(value="116123", days_ago=400)
    sent = form(queue(by, kind="due"), "verify", f"contact-{contact.pk}")
    other = makers.person(Role.CURATOR, first_name="Kim", last_name="Other")
    contact.value = "116111"
    workflow.save(contact, by=other, why="Their page says so")
    response = act("verify", sent | {"source": "Rang 116123."}, by)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Kim Other got there first: Their page says so (value is now “116111”)" in html
    assert 'value="Rang 116123."' in html
    contact.refresh_from_db()
    assert contact.verified_by != by
    again = form(response, "verify", f"contact-{contact.pk}") | {"source": "Rang 116111."}
    assert act("verify", again, by).status_code == 302


def test_something_else_found_meanwhile_or_settled_by_somebody_is_said(by: User) -> None:
    contact = website()
    found(contact.value, Reason.BOT_WALL)
    sent = form(queue(by, kind="changed"), "settle-link", f"contact-{contact.pk}")
    other = makers.person(Role.CURATOR, first_name="Kim", last_name="Other")
    workflow.settle_link(Link.objects.get(), by=other)
    html = act("settle-link", sent, by).content.decode()
    assert "Kim Other got there first: it was called right as it is" in html
    assert re.search("Kim Other said on [0-9]+ [A-Z][a-z]+ [0-9]{4} that it is right as it is", html)
    found(contact.value, Reason.CHANGED)
    assert "it was checked again" in act("settle-link", sent, by).content.decode()


def test_reports_that_came_after_stay_open(by: User) -> None:
    contact = makers.reader_report().contact
    sent = form(queue(by, kind="reported"), "settle-reports", f"contact-{contact.pk}")
    makers.reader_report(of=contact)
    act("settle-reports", sent | {"outcome": "It works."}, by)
    assert contact.reports.open().count() == 1


def test_what_was_deleted_meanwhile_keeps_what_was_typed(by: User) -> None:
    contact = makers.contact(days_ago=400)
    key = f"contact-{contact.pk}"
    sent = form(queue(by, kind="due"), "verify", key)
    other = makers.person(Role.CURATOR, first_name="Kim", last_name="Other")
    workflow.remove_contact(contact, by=other, why="Twice.")
    response = act("verify", sent | {"source": "Rang them."}, by)
    assert response.status_code == 409
    assert "Kim Other got there first: it was deleted" in response.content.decode()
    assert "Rang them." in response.content.decode()


def test_who_may_not_and_the_wrong_verb(by: User) -> None:
    contact = makers.contact(days_ago=400)
    sent = {"item": f"contact-{contact.pk}", "source": "Rang them."}
    for user in (makers.author(), makers.publisher()):
        assert act("verify", sent, user).status_code == 403
    address = reverse("admin:desk-support-act", args=["verify"])
    assert signed_in(by).get(address).status_code == 405
    assert act("verify", {"item": "contact-x"}, by).status_code == 404
    assert act("nothing", sent, by).status_code == 404
    assert act("settle-link", sent, by).status_code == 422
    contact.refresh_from_db()
    assert contact.verified_by != by


def test_it_leads_back_to_where_somebody_was_and_nowhere_else(by: User) -> None:
    for back, where in {"https://evil.example/": "", "//evil.example": "", "?kind=due": ""}.items():
        contact = makers.contact(days_ago=400)
        sent = {"item": f"contact-{contact.pk}", "source": "Rang them.", "back": back}
        assert act("verify", sent, by).headers["Location"] == reverse("admin:desk-support") + where


def test_nobody_is_offered_to_call_an_address_right_that_leads_into_a_network(by: User) -> None:
    contact = website()
    found(contact.value, Reason.FORBIDDEN)
    page = queue(by, kind="broken")
    assert form(page, "use-address", f"contact-{contact.pk}")
    for action in ("verify", "settle-link"):
        with pytest.raises(AssertionError, match="not offered"):
            form(page, action, f"contact-{contact.pk}")


def test_what_is_said_is_so(by: User) -> None:
    organisation = makers.organisation(registry_url="https://register.example/1", verified=False)
    makers.contact(of=organisation, verified=False)
    found(organisation.registry_url, Reason.MOVED, suggested_url="https://register.example/2")

    def said(action: str, **sent: str) -> str:
        key = f"organisation-{organisation.pk}"
        response = act(action, {"item": key, "source": "Rang them.", "address": organisation.registry_url, **sent}, by)
        (message,) = get_messages(response.wsgi_request)
        return str(message)

    assert said("verify").endswith("Readers are given it once one of its contacts is verified too.")
    makers.contact(of=organisation, value="988")
    assert said("verify").endswith("verified today, in your name.")
    assert said("use-address", url="https://register.example/2").endswith("the new address is in use.")
