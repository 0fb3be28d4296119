"""The source library inside the editor: finding and adding, and the small requests beside saving."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.models import Source, Standing
from tests import makers

pytestmark = pytest.mark.django_db
NEW = {"title": "A trial", "kind": "trial", "authors": "Öztürk A, Silber MH", "year": 2024}


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or makers.author())
    return client


def found(words: str) -> list[dict[str, Any]]:
    answer = signed_in().get(reverse("admin:desk-sources"), {"q": words})
    assert answer.status_code == 200
    return list(answer.json()["results"])


def add(client: Client, **fields: Any) -> Any:
    return client.post(reverse("admin:desk-source-new"), {**NEW, **fields})


def test_a_source_is_found_by_any_of_its_words_in_any_order() -> None:
    makers.source(key="silber-2021", title="The management of restless legs", authors="Silber MH", year=2021)
    makers.source(key="other-2020", title="Something else", authors="Other A", year=2020)
    for words in ("silber", "legs restless", "2021 manage", "silber-2021", "SILBER mh"):
        assert [each["key"] for each in found(words)] == ["silber-2021"], words
    assert found("silber else") == []


def test_what_begins_with_the_words_comes_first_and_then_the_newest() -> None:
    makers.source(key="a-2000", title="About iron", year=2000)
    makers.source(key="b-2024", title="On iron", year=2024)
    makers.source(key="c-2010", title="Iron and legs", year=2010)
    assert [each["key"] for each in found("iron")] == ["c-2010", "b-2024", "a-2000"]


def test_a_source_is_named_by_its_first_author_and_marked_where_it_no_longer_stands() -> None:
    makers.source(key="one", authors="Rottach KG, Schaner BM", year=2008, title="x1")
    makers.source(key="two", authors="European Medicines Agency", year=2024, title="x2", standing=Standing.RETRACTED)
    makers.source(key="three", authors="", container="The Lancet", year=None, title="x3")
    makers.source(key="four", authors="Allen RP et al., A Study Group", year=2014, title="x4")
    names = {each["key"]: (each["name"], each["standing"]) for each in found("x")}
    assert names["one"] == ("Rottach et al. 2008", "current")
    assert names["two"] == ("European Medicines Agency 2024", "retracted")
    assert names["four"][0] == "Allen et al. 2014"
    assert names["three"] == ("The Lancet", "current")


@pytest.mark.parametrize("words", ["", "%", "\x00", "' OR 1=1 --", "x" * 5000, "a " * 500])
def test_odd_words_are_only_words(words: str) -> None:
    found(words)


def test_a_search_costs_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(20):
        makers.source(key=f"many-{number}")
    client = signed_in()
    with django_assert_max_num_queries(5):
        assert len(client.get(reverse("admin:desk-sources"), {"q": "many"}).json()["results"]) == 12


def test_a_new_source_gets_a_key_of_its_author_and_year() -> None:
    author = makers.author()
    client = signed_in(author)
    assert add(client).json()["source"]["key"] == "ozturk-2024"
    assert add(client).json()["source"]["key"] == "ozturk-2024-b"
    assert add(client, authors="", publisher="European Medicines Agency", year="").json()["source"]["key"] == (
        "european-medicines-agency"
    )
    assert add(client, key="my-own").json()["source"]["key"] == "my-own"
    assert LogEntry.objects.filter(user=author).count() == 4


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"doi": "abc"}, "Begins with 10."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"key": "not a key"}, "valid"),
        ({"year": 99_999}, "must be at most 2100"),
        ({"kind": "rumour"}, "rumour"),
    ],
)
def test_what_is_wrong_with_a_new_source_is_said_at_its_field(fields: dict[str, Any], words: str) -> None:
    answer = add(signed_in(), **fields)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert html.count("ed-field-problem") == 1
    assert not Source.objects.filter(title="A trial").exists()


@pytest.mark.parametrize("role", [Role.CURATOR, Role.ADMINISTRATOR])
def test_who_may_not_add_sources_is_refused(role: Role) -> None:
    client = signed_in(makers.person(role))
    assert client.get(reverse("admin:desk-source-new")).status_code == 403
    assert add(client).status_code == 403
    assert client.get(reverse("admin:desk-sources"), {"q": "a"}).status_code == 200


def test_a_stranger_finds_and_adds_nothing() -> None:
    assert Client().get(reverse("admin:desk-sources"), {"q": "a"}).status_code == 302
    assert add(Client()).status_code == 302
    assert not Source.objects.exists()


def test_staff_without_a_role_read_no_library() -> None:
    assert signed_in(makers.person()).get(reverse("admin:desk-sources"), {"q": "a"}).status_code == 403


def test_who_else_has_the_draft_open_is_told() -> None:
    edition, other = makers.draft(), makers.publisher()
    address = reverse("admin:desk-presence", args=[edition.pk])
    client = signed_in()
    assert client.post(address, {}, content_type="application/json").json()["others"] == []
    workflow.note_presence(edition, by=other)
    answer = client.post(address, {}, content_type="application/json").json()
    assert (answer["others"], answer["version"]) == ([str(other)], edition.version)


def test_advice_is_set_aside_with_a_reason_and_taken_up_again() -> None:
    edition = makers.draft(text=makers.document(summary="Adverse events are described here."))
    client, address = signed_in(), reverse("admin:desk-set-aside", args=[edition.pk])
    listed = client.get(reverse("admin:desk-check", args=[edition.pk])).json()
    advice = next(each for each in listed["issues"] if each["target"] == "summary" and not each["blocking"])
    sent = {name: advice[name] for name in ("code", "target", "about")}

    refused = client.post(address, {**sent, "reason": " "}, content_type="application/json")
    assert refused.status_code == 422
    assert "Say why" in refused.json()["words"]
    answer = client.post(address, {**sent, "reason": "Its name."}, content_type="application/json").json()
    (aside,) = answer["setAside"]
    assert (aside["rule"], aside["reason"]) == (advice["rule"], "Its name.")
    assert advice not in answer["issues"]
    answer = client.post(address, {"again": aside["id"]}, content_type="application/json").json()
    assert (answer["setAside"], advice in answer["issues"]) == ([], True)


@pytest.mark.parametrize("again", [0, "1", None, [], 10**30])
def test_taking_up_what_was_not_set_aside_changes_nothing(again: object) -> None:
    address = reverse("admin:desk-set-aside", args=[makers.draft().pk])
    assert signed_in().post(address, {"again": again}, content_type="application/json").status_code == 200
