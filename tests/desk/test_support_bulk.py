"""What a curator does to several items of the queue at once: shown first, then all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from resources import workflow
from resources.models import Contact, Reason
from tests import makers
from tests.desk.support_items import (
    NEW,
    counts,
    curator,
    found,
    moved,
    several,
    website,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return curator()


def lapsed(number: int) -> list[str]:
    return [f"contact-{makers.contact(days_ago=400).pk}" for _ in range(number)]


def hidden(response: Any) -> dict[str, Any]:
    """The form of the page that asks, as a browser would send it."""
    lines = response.context["will"]
    known = {name: value for line in lines for name, value in line.known.items()}
    return {"item": [line.item.key for line in lines], "confirmed": "yes", **known}


def test_several_are_shown_before_they_change_and_then_change_together(by: User) -> None:
    keys = lapsed(3)
    asked = several("verify", by, item=keys[:2])
    assert asked.status_code == 200
    assert len(asked.context["will"]) == 2
    assert not Contact.objects.filter(verified_by=by).exists()
    done = several("verify", by, **hidden(asked), source="The register of charities.")
    assert done.status_code == 302
    assert Contact.objects.filter(verified_by=by, verification_source="The register of charities.").count() == 2
    assert counts()["due"] == 1


def test_all_of_a_page_can_be_ticked_at_once(by: User) -> None:
    keys = lapsed(3)
    assert len(several("verify", by, everything="on", shown=keys).context["will"]) == 3
    assert several("verify", by).status_code == 302


def test_what_cannot_change_is_named_with_why_and_left_alone(by: User) -> None:
    one, other, away = (website(f"https://{name}.example/") for name in ("www.group", "two", "three"))
    moved(one)
    found(other.value, Reason.BOT_WALL)
    moved(away)
    asked = several("use-address", by, item=[f"contact-{each.pk}" for each in (one, other, away)])
    assert [line.item.contact for line in asked.context["will"]] == [one]
    assert [line.refusal for line in asked.context["cannot"]] == [
        "No new address is known: enter one.",
        "It moved to another site. Open that one, and take it by itself.",
    ]
    one.refresh_from_db()
    assert one.value == "https://www.group.example/"
    assert several("use-address", by, **hidden(asked)).status_code == 422, "readers see what was read, so somebody says"
    assert several("use-address", by, **hidden(asked), source="Opened each.").status_code == 302
    one.refresh_from_db()
    assert (one.value, one.verification_source) == (NEW, "Opened each.")
    sent = hidden(asked) | {"item": f"contact-{away.pk}", f"contact-{away.pk}.url": NEW, "source": "Opened it."}
    assert several("use-address", by, **sent).status_code == 409
    away.refresh_from_db()
    assert away.value == "https://three.example/"


def test_addresses_of_sources_are_taken_without_saying_what_was_read(by: User) -> None:
    source = makers.source(url="https://study.example/1", broken_since=timezone.localdate(), broken_why="Not found.")
    found(source.url, Reason.MOVED, suggested_url="https://study.example/2")
    by.groups.add(Group.objects.get(name=Role.AUTHOR))
    asked = several("use-address", by, item=[f"source-{source.pk}"])
    assert asked.context["boxes"] == []
    assert several("use-address", by, **hidden(asked)).status_code == 302
    source.refresh_from_db()
    assert source.url == "https://study.example/2"


def test_what_is_asked_of_several_says_that_readers_see_it_if_they_do_of_one(by: User) -> None:
    organisation = makers.organisation(registry_url="https://register.example/1")
    contact = website()
    for url in (organisation.registry_url, contact.value):
        found(url, Reason.MOVED, suggested_url=f"{url}-new")
    keys = [f"organisation-{organisation.pk}", f"contact-{contact.pk}"]
    for items in (keys, keys[::-1]):
        (box,) = several("use-address", by, item=items).context["boxes"]
        assert box.asked.help.startswith("Readers see this.")
    (box,) = several("use-address", by, item=keys[:1]).context["boxes"]
    assert box.asked.help == "Its history keeps this."


def test_an_address_that_is_none_is_refused_for_several_in_words(by: User) -> None:
    contact = website()
    moved(contact)
    sent = hidden(several("use-address", by, item=[f"contact-{contact.pk}"]))
    sent |= {f"contact-{contact.pk}.url": "http://[", "source": "Opened it."}
    assert several("use-address", by, **sent).status_code == 409


def test_one_that_changed_meanwhile_stops_all_of_them(by: User) -> None:
    keys = lapsed(2)
    asked = several("verify", by, item=keys)
    first = Contact.objects.get(pk=keys[0].split("-")[1])
    workflow.mark_broken(first, why="Nobody answers.", by=curator())
    response = several("verify", by, **hidden(asked), source="Rang them.")
    assert response.status_code == 409
    assert not Contact.objects.filter(verified_by=by).exists()
    assert [line.item.contact for line in response.context["cannot"]] == [first]
    assert "got there first: Marked as broken" in response.content.decode()
    assert 'value="Rang them."' in response.content.decode()
    assert several("verify", by, **hidden(response), source="Rang them.").status_code == 302


def test_several_need_their_text_and_a_curator(by: User) -> None:
    keys = lapsed(1)
    asked = several("verify", by, item=keys)
    response = several("verify", by, **hidden(asked), source=" ")
    assert response.status_code == 422
    assert "say what you read or rang" in response.content.decode()
    assert several("verify", makers.author(), item=keys).status_code == 403
    assert several("archive", by, item=keys).status_code == 404


def test_reports_and_findings_of_several(by: User) -> None:
    reports = [f"contact-{makers.reader_report().contact.pk}" for _ in range(2)]
    asked = several("settle-reports", by, item=reports)
    several("settle-reports", by, **hidden(asked), outcome="They all answer.")
    assert counts()["reported"] == 0
    walls = [website(f"https://{name}.example/") for name in ("one", "two")]
    for each in walls:
        found(each.value, Reason.BOT_WALL)
    asked = several("settle-link", by, item=[f"contact-{each.pk}" for each in walls])
    several("settle-link", by, **hidden(asked))
    assert counts()["changed"] == 0
