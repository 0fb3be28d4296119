"""The front page of the desk: what waits for whom, and numbers that are those of their lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.desk import queues
from articles.desk.support.queue import KINDS
from articles.models import Edition, Source, Standing, State
from resources.models import Reason
from tests import makers
from tests.desk.support_items import found, website
from tests.desk.support_items import titles as support_titles
from tests.desk.test_lists import move_due, table, titled

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def front(user: User) -> Any:
    response = signed_in(user).get(reverse("admin:index"))
    assert response.status_code == 200
    return response


def waiting(user: User) -> dict[str, list[str]]:
    """What waits for somebody: the titles of the first rows by the name of their list."""
    return {panel.listing.name: [row.title for row in panel.rows] for panel in front(user).context["waiting"]}


# What waits for whom


def everything_that_can_wait() -> None:
    titled("To take on", State.IN_REVIEW)
    titled("Approved", State.APPROVED)
    move_due(titled("Overdue"), -1)
    makers.guest_approval(titled("By a guest", State.IN_REVIEW))
    makers.contact(of=makers.organisation(name="Broken"), broken_since=dt.date(2026, 1, 5), broken_why="Not found.")
    makers.contact(of=makers.organisation(name="Lapsed"), days_ago=400)
    makers.reader_report(of=makers.contact(of=makers.organisation(name="Reported")))
    makers.organisation(name="Proposed", verified=False)
    found(website(of=makers.organisation(name="Moved")).value, Reason.CHANGED)


@pytest.mark.parametrize(
    ("role", "waits"),
    [
        (Role.AUTHOR, {}),
        (Role.REVIEWER, {"to-claim": ["To take on", "By a guest"], "overdue": ["Overdue"]}),
        (Role.PUBLISHER, {"approved": ["Approved"], "identities": ["By a guest"], "overdue": ["Overdue"]}),
        (Role.CURATOR, {}),
        (Role.ADMINISTRATOR, {}),
    ],
)
def test_each_role_meets_what_it_can_do(role: Role, waits: dict[str, list[str]]) -> None:
    everything_that_can_wait()
    assert waiting(makers.person(role)) == waits


def test_two_roles_meet_the_work_of_both_once() -> None:
    everything_that_can_wait()
    found = waiting(makers.person(Role.REVIEWER, Role.PUBLISHER))
    assert list(found) == ["to-claim", "overdue", "approved", "identities"]


def test_an_author_meets_their_drafts_and_what_came_back() -> None:
    me = makers.author()
    edition = titled("Came back", State.IN_REVIEW, by=me)
    workflow.request_changes(edition, sha256=makers.sha256(edition), note="Say who decides.", by=makers.reviewer())
    draft = titled("Being written", State.DRAFT, by=me)
    titled("Of somebody else", State.DRAFT)
    response = front(me)
    assert waiting(me) == {"changes-requested": ["Came back"]}
    assert [row.title for row in response.context["my_drafts"].rows] == ["Being written", "Came back"]
    assert f'href="{reverse("admin:desk-edit", args=[draft.pk])}">Being written' in response.content.decode()


def test_a_reviewer_meets_what_they_took_on_before_what_they_may_take_on() -> None:
    me = makers.reviewer()
    workflow.claim(titled("Taken on", State.IN_REVIEW), by=me)
    titled("Free", State.IN_REVIEW)
    assert list(waiting(me).items()) == [("my-reviews", ["Taken on"]), ("to-claim", ["Free"])]


def test_a_schedule_is_told_with_its_time_and_zone() -> None:
    edition = titled("Tomorrow", State.SCHEDULED)
    assert edition.publish_at
    html = front(makers.author()).content.decode()
    assert f"{timezone.localtime(edition.publish_at):%-d %B %Y, %H:%M %Z}" in html


def test_the_first_five_stand_there_and_the_number_of_all() -> None:
    for number in range(6):
        titled(f"Number {number}", State.APPROVED)
    (panel,) = front(makers.publisher()).context["waiting"]
    assert (panel.count, len(panel.rows)) == (6, 5)
    html = " ".join(front(makers.publisher()).content.decode().split())
    assert "All 6<" in html


@pytest.mark.parametrize(
    ("role", "page", "arguments"),
    [
        (Role.AUTHOR, "desk-new", []),
        (Role.REVIEWER, "desk-list", ["due-in-60-days"]),
        (Role.PUBLISHER, "desk-list", ["in-review"]),
        (Role.CURATOR, "resources_organisation_changelist", []),
        (Role.ADMINISTRATOR, "accounts_user_changelist", []),
    ],
)
def test_where_nothing_waits_each_role_is_told_what_to_do_next(role: Role, page: str, arguments: list[str]) -> None:
    user = makers.person(role)
    address = reverse(f"admin:{page}", args=arguments)
    html = front(user).content.decode()
    assert "Nothing waits for you." in html
    assert f'href="{address}"' in html
    assert signed_in(user).get(address).status_code == 200


def test_whoever_has_no_role_is_told_so_and_sees_nothing_of_articles() -> None:
    titled("Secret", State.DRAFT)
    for user in (makers.person(), makers.superuser()):
        html = front(user).content.decode()
        assert "You have no role" in html
    assert "Secret" not in front(makers.person()).content.decode()
    assert "Drafts" not in front(makers.person()).content.decode()


# Numbers


def test_every_number_is_that_of_its_list() -> None:
    everything_that_can_wait()
    move_due(titled("Soon"), 10)
    move_due(titled("Later"), 50)
    titled("Scheduled", State.SCHEDULED)
    titled("Gone", State.WITHDRAWN)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(
        standing=Standing.RETRACTED, broken_since="2026-01-05", broken_why="Not found."
    )
    user = makers.publisher()
    titled("Mine", State.DRAFT, by=user)
    client, context = signed_in(user), front(user).context
    numbers = {number.name: number.count for _, found in context["numbers"] for number in found}
    numbers |= {panel.listing.name: panel.count for panel in [*context["waiting"], context["my_drafts"]]}
    assert len(numbers) == 20
    lists = {name: len(table(client, name)) - 1 for name in numbers if name not in KINDS}
    assert lists | {kind: len(support_titles(kind)) for kind in KINDS} == numbers
    assert all(count for count in numbers.values())


def test_a_curator_is_led_to_the_queue_with_its_five_numbers() -> None:
    everything_that_can_wait()
    response = front(makers.person(Role.CURATOR))
    assert {number.name: number.count for number in response.context["curating"]} == {
        kind: len(support_titles(kind)) for kind in KINDS
    }
    html = response.content.decode()
    assert all(f'href="{reverse("admin:desk-support")}?kind={kind}"' in html for kind in KINDS)
    assert "Nothing waits for you." not in html


def test_an_administrator_is_led_to_bylines_and_everybody_with_a_role_to_proposals() -> None:
    html = front(makers.person(Role.ADMINISTRATOR)).content.decode()
    assert f'<a href="{reverse("admin:accounts_byline_changelist")}">Bylines</a>' in html
    for role in Role:
        assert reverse("admin:desk-support-propose") in front(makers.person(role)).content.decode()


def test_the_numbers_of_the_trends_are_those_of_their_lists() -> None:
    move_due(titled("Overdue"), -1)
    titled("New")
    user = makers.publisher()
    trends = front(user).context["trends"]
    month = trends["pace"][-1]
    days = {"published_from": month.month.isoformat(), "published_to": month.last.isoformat()}
    assert trends["overdue"][-1].pages == len(table(signed_in(user), "overdue")) - 1 == 1
    assert month.editions == len(table(signed_in(user), "ever-published", **days)) - 1 == 2
    html = front(user).content.decode()
    assert f"?published_from={days['published_from']}&amp;published_to={days['published_to']}" in html


# What happened, everything else, who, and how much it costs


def test_the_last_events_stand_there_with_who_and_lead_to_their_article() -> None:
    invitation = makers.invited()
    workflow.open_link(invitation)
    html = front(makers.author()).content.decode()
    assert "The review link of Sam Guest was opened." in html
    assert "Sam Guest (invited)" in html
    place = reverse("admin:desk-article", args=[invitation.edition.article_id])
    assert f'<a href="{place}">{invitation.edition.title}</a>' in html


def test_djangos_own_lists_stand_below() -> None:
    html = front(makers.person(Role.CURATOR)).content.decode()
    assert "Everything else" in html
    assert reverse("admin:resources_organisation_changelist") in html


def test_a_stranger_and_a_reader_without_staff_meet_the_sign_in() -> None:
    for client in (Client(), signed_in(makers.person(Role.AUTHOR, is_staff=False))):
        assert client.get(reverse("admin:index")).status_code == 302


def test_what_people_call_themselves_is_shown_as_it_is() -> None:
    makers.draft(by=makers.author(first_name="<b>Ann</b>", last_name=""))
    html = front(makers.publisher()).content.decode()
    assert "&lt;b&gt;Ann&lt;/b&gt;" in html
    assert "<b>Ann" not in html


def test_the_page_costs_the_same_whatever_there_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    everyone = makers.person(*Role)
    client = signed_in(everyone)

    def one_of_each() -> None:
        everything_that_can_wait()
        titled("Mine", State.DRAFT, by=everyone)
        titled("Scheduled", State.SCHEDULED)
        workflow.claim(titled("Taken on", State.IN_REVIEW), by=everyone)
        sent_back = titled("Came back", State.IN_REVIEW, by=everyone)
        workflow.request_changes(sent_back, sha256=makers.sha256(sent_back), note="No.", by=makers.reviewer())
        makers.confirm(titled("Reviewed again"))

    one_of_each()
    for _ in range(3):
        with django_assert_num_queries(18):
            assert client.get(reverse("admin:index")).status_code == 200
        one_of_each()
    assert Edition.objects.count() > 20


def test_whoever_submitted_is_not_asked_who_its_reviewer_is() -> None:
    submitter, edition = makers.publisher(), makers.draft()
    workflow.submit(edition, version=edition.version, by=submitter)
    review = makers.guest_approval(edition)
    assert review not in queues.identities(submitter)
    assert review in queues.identities(makers.publisher())
