"""What changed in a source of the library stays to be read, with who and why."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import LostRace
from accounts.roles import Role
from articles import workflow
from articles.models import Source
from resources.findings import Finding
from resources.models import Reason
from tests import makers

pytestmark = pytest.mark.django_db


def words(source: Source) -> str:
    client = Client()
    client.force_login(makers.person(Role.CURATOR))
    response = client.get(reverse("admin:desk-source-history", args=[source.pk]))
    assert response.status_code == 200
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_who_changed_what_and_why_is_told_newest_first() -> None:
    author = makers.person(Role.AUTHOR)
    source = workflow.save_source(Source(key="rottach", kind="study", title="A study"), by=author, why="To cite it")
    source.title = "The study"
    workflow.save_source(source, by=author, why="A typing error")
    told = words(source)
    assert told.index("A typing error") < told.index("To cite it")
    assert f"The source changed by {author}: A typing error Title: A study → The study" in told


def test_what_the_link_checker_found_stands_there_without_a_name() -> None:
    source = makers.source(url="https://example.org/study")
    link = makers.link(url=source.url, finding=Finding(Reason.PARKED, "Its domain is for sale."))
    workflow.mark_sources(link)
    assert "The source changed by the link checker: The link checker found: Its domain is for sale." in words(source)


def test_whoever_took_another_address_first_is_named() -> None:
    source, author = makers.source(url="https://example.org/old"), makers.person(Role.AUTHOR)
    workflow.use_source_address(source, seen="https://example.org/old", url="https://example.org/new", by=author)
    with pytest.raises(LostRace, match=f"{author} got there first: its address is https://example.org/new now"):
        workflow.use_source_address(source, seen="https://example.org/old", url="https://example.org/x", by=author)


def test_the_forms_of_the_admin_and_the_editor_leave_who() -> None:
    author, source = makers.person(Role.AUTHOR), makers.source(key="rottach")
    client = Client()
    client.force_login(author)
    sent = {"kind": "study", "title": "Another title", "standing": "current", "why": "As it is printed"}
    address = reverse("admin:articles_source_change", args=[source.pk])
    assert client.post(address, sent).status_code == 302
    newest = source.history.first()
    assert newest
    assert (newest.history_user, newest.history_change_reason) == (author, "As it is printed")
    new = {"title": "A new study", "kind": "study", "year": "2020"}
    assert client.post(reverse("admin:desk-source-new"), new).status_code == 201
    added = Source.history.filter(title="A new study").get()
    assert (added.history_user, added.history_change_reason) == (author, "Added while writing")
    history = reverse("admin:articles_source_history", args=[source.pk])
    assert client.get(history).headers["Location"] == reverse("admin:desk-source-history", args=[source.pk])
