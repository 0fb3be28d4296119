"""Opening a draft in the editor, and saving it: who may, what is answered, what is refused, what it costs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import rows
from articles.models import Edition, State
from tests import makers
from tests.desk.big import big_document

pytestmark = pytest.mark.django_db
WRITERS = (Role.AUTHOR, Role.PUBLISHER)
STRANGERS = (Role.REVIEWER, Role.CURATOR, Role.ADMINISTRATOR)


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or makers.author())
    return client


def address(name: str, edition: Edition) -> str:
    return reverse(f"admin:desk-{name}", args=[edition.pk])


def opened(client: Client, edition: Edition) -> dict[str, Any]:
    html = client.get(address("edit", edition)).content.decode()
    found = re.search(r'<script id="editor-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def save(client: Client, edition: Edition, document: object, version: object) -> Any:
    data = {"document": document, "version": version}
    return client.post(address("save", edition), data, content_type="application/json")


@pytest.mark.parametrize("role", WRITERS)
def test_writers_get_the_document_with_everything_to_write_it(role: Role) -> None:
    edition = makers.draft()
    data = opened(signed_in(makers.person(role)), edition)
    assert data["document"] == json.loads(rows.read(edition).model_dump_json(exclude={"sources"}))
    assert data["version"] == edition.version
    assert set(data["sources"]) == set(makers.SOURCE_KEYS)
    assert {kind["key"] for kind in data["kinds"] if kind["needed"]} == {"help", "stopping"}
    assert data["marks"] == ["a", "em", "li", "ol", "p", "strong", "ul"]
    assert data["may"]["addSource"] is True


@pytest.mark.parametrize("role", STRANGERS)
def test_others_are_told_that_they_cannot_write(role: Role) -> None:
    edition, client = makers.draft(), signed_in(makers.person(role))
    page = client.get(address("edit", edition))
    assert page.status_code == 403
    assert "takes the role of author or publisher" in page.content.decode()
    for name in ("save", "preview", "presence", "set-aside"):
        answer = client.post(address(name, edition), {}, content_type="application/json")
        assert answer.status_code == 403, name
        assert "role" in answer.json()["words"]
    assert client.get(address("check", edition)).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in() -> None:
    edition = makers.draft()
    for name in ("edit", "check"):
        assert Client().get(address(name, edition)).status_code == 302
    assert Client().post(address("save", edition), {}, content_type="application/json").status_code == 302
    assert Edition.objects.get(pk=edition.pk).version == edition.version


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_what_is_no_draft_cannot_be_opened_or_saved(state: State) -> None:
    edition, client = makers.edition(state), signed_in()
    answer = client.get(address("edit", edition), follow=True)
    assert answer.redirect_chain
    assert "cannot be changed in the editor" in answer.content.decode()
    refused = save(client, edition, makers.data(), edition.version)
    assert refused.status_code == 409
    assert refused.json()["state"] == state.value
    assert "no draft any more" in refused.json()["words"]


@pytest.mark.parametrize("pk", [0, 4_000_000_000, 10**30])
def test_what_is_not_there_is_not_found(pk: int) -> None:
    assert signed_in().get(f"/admin/desk/editions/{pk}/edit/").status_code == 404


@pytest.mark.parametrize(("name", "verb"), [("save", "get"), ("preview", "get"), ("edit", "post"), ("check", "post")])
def test_wrong_verbs_are_refused(name: str, verb: str) -> None:
    assert getattr(signed_in(), verb)(address(name, makers.draft())).status_code == 405


def test_a_save_answers_what_the_server_holds_then() -> None:
    user = makers.author()
    edition, client = makers.draft(), signed_in(user)
    document = opened(client, edition)["document"] | {"title": "  Another   title "}
    answer = save(client, edition, document, edition.version).json()
    assert answer["version"] == edition.version + 1
    assert answer["document"]["title"] == "Another title"
    assert answer["savedBy"] == str(user)
    assert re.fullmatch(r"\d\d:\d\d", answer["savedAt"])
    assert not any(issue["blocking"] for issue in answer["issues"])
    assert rows.read(Edition.objects.get(pk=edition.pk)).title == "Another title"


def test_issues_come_with_the_save_and_lead_to_their_places() -> None:
    edition, client = makers.draft(), signed_in()
    document = opened(client, edition)["document"] | {"summary": ""}
    point = document["sections"][0]["points"][0] | {"sources": []}
    document["sections"][0]["points"][0] = point
    issues = save(client, edition, document, edition.version).json()["issues"]
    blocking = [issue for issue in issues if issue["blocking"]]
    assert {issue["rule"] for issue in blocking} >= {"needs a source"}
    assert client.get(address("check", edition)).json()["issues"] == issues


def test_problems_name_the_place_by_an_address_that_stays() -> None:
    edition, client = makers.draft(), signed_in()
    document = opened(client, edition)["document"]
    point = document["sections"][1]["points"][0]
    point["term"] = ""
    document["sections"][2]["points"][0]["sources"] = ["nobody-1900"]
    answer = save(client, edition, document, edition.version)
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem["target"] == f"{point['id']}.term"
    point["term"] = "There"
    (problem,) = save(client, edition, document, edition.version).json()["problems"]
    assert problem["target"] == f"{document['sections'][2]['points'][0]['id']}.sources"
    assert Edition.objects.get(pk=edition.pk).version == edition.version


def test_who_saves_over_a_newer_version_gets_that_version() -> None:
    first, second = makers.author(), makers.author()
    edition = makers.draft()
    document = opened(signed_in(first), edition)["document"]
    assert save(signed_in(first), edition, document | {"title": "Theirs"}, edition.version).status_code == 200
    answer = save(signed_in(second), edition, document | {"title": "Mine"}, edition.version)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["savedBy"], told["document"]["title"], told["version"]) == (str(first), "Theirs", edition.version + 1)
    assert "state" not in told


@pytest.mark.parametrize("body", ["", "[]", "no json", '"text"', "[" * 100_000])
def test_what_is_no_json_object_is_refused(body: str) -> None:
    edition = makers.draft()
    answer = signed_in().post(address("save", edition), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["words"]


@pytest.mark.parametrize("sent", [{}, {"version": "1"}, {"version": None, "document": {}}, {"version": 1.5}])
def test_a_save_without_its_version_is_refused(sent: dict[str, Any]) -> None:
    edition = makers.draft()
    answer = signed_in().post(address("save", edition), sent, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("document", [None, [], "text", {"sections": {}}, {"sections": [1, None, {"points": [[]]}]}])
def test_a_save_of_no_document_names_problems(document: object) -> None:
    edition = makers.draft()
    answer = save(signed_in(), edition, document, edition.version)
    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_a_text_too_big_is_answered_as_such() -> None:
    edition = makers.draft()
    answer = save(signed_in(), edition, {"title": "x" * 3_000_000}, edition.version)
    assert answer.status_code == 413
    assert "too big" in answer.json()["words"]


def test_opening_and_saving_a_big_draft_cost_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    edition, client = makers.draft(text=big_document()), signed_in()
    with django_assert_max_num_queries(10):
        data = opened(client, edition)
    assert sum(len(section["points"]) for section in data["document"]["sections"]) == 120
    for section in data["document"]["sections"]:
        for point in section["points"]:
            point["term"] += " again"
    with django_assert_max_num_queries(40):
        assert save(client, edition, data["document"], edition.version).status_code == 200


@pytest.mark.parametrize("name", ["save", "preview"])
def test_a_kind_of_section_that_is_no_text_is_no_crash(name: str) -> None:
    edition, client = makers.draft(), signed_in()
    document = makers.data(sections=[makers.section("causes") | {"kind": "\ud800"}])
    sent = {"document": document, "version": edition.version}
    response = client.post(address(name, edition), json.dumps(sent), content_type="application/json")
    assert response.status_code == {"save": 422, "preview": 200}[name]
