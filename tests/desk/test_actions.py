"""Every action of an edition's page, up the same ladder: it works, wrong role, stranger, wrong verb, nothing typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.desk.table import ACTIONS, ON_THE_EDITION
from articles.models import Comment, Decision, Edition, Event, Invitation, Review, SetAside, State
from tests import makers
from tests.desk.acting import NEXT_YEAR, TOMORROW, address, do, signed_in

pytestmark = pytest.mark.django_db

DECLARED = {"declaration": "I treat restless legs.", "interests": "None", "confirmed": "on"}
PUBLISHED = {"change": "minor", "next_review_due": NEXT_YEAR}
AT = {"day": TOMORROW, "time": "09:30"}


@dataclass(frozen=True)
class Case:
    """How an action is taken: on an edition of which state, by whom, what is typed, the state that it leads to."""

    state: State
    role: Role
    leads_to: State
    typed: dict[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


CASES = {
    "submit": Case(State.DRAFT, Role.AUTHOR, State.IN_REVIEW, {"note": "Look at point 2."}, ("version",)),
    "claim": Case(State.IN_REVIEW, Role.REVIEWER, State.IN_REVIEW),
    "approve": Case(State.IN_REVIEW, Role.REVIEWER, State.APPROVED, DECLARED, ("sha256", *DECLARED)),
    "request-changes": Case(
        State.IN_REVIEW, Role.REVIEWER, State.DRAFT, {"note": "Say how often."}, ("sha256", "note")
    ),
    "publish": Case(State.APPROVED, Role.PUBLISHER, State.PUBLISHED, PUBLISHED, tuple(PUBLISHED)),
    "schedule": Case(State.APPROVED, Role.PUBLISHER, State.SCHEDULED, PUBLISHED | AT, (*PUBLISHED, *AT)),
    "reschedule": Case(State.SCHEDULED, Role.PUBLISHER, State.SCHEDULED, AT, tuple(AT)),
    "unschedule": Case(State.SCHEDULED, Role.PUBLISHER, State.APPROVED),
    "record-review": Case(
        State.PUBLISHED,
        Role.REVIEWER,
        State.PUBLISHED,
        {**DECLARED, "next_review_due": NEXT_YEAR},
        ("sha256", *DECLARED, "next_review_due"),
    ),
    "move-review-date": Case(
        State.PUBLISHED,
        Role.PUBLISHER,
        State.PUBLISHED,
        {"next_review_due": TOMORROW, "reason": "A guideline is due."},
        ("next_review_due", "reason"),
    ),
    "invite": Case(
        State.IN_REVIEW, Role.AUTHOR, State.IN_REVIEW, {"name": "Sam Guest", "days": "14"}, ("name", "days")
    ),
    "release": Case(State.IN_REVIEW, Role.PUBLISHER, State.IN_REVIEW),
    "reopen": Case(State.APPROVED, Role.AUTHOR, State.DRAFT, {"reason": "A number is wrong."}, ("reason",)),
    "restore": Case(State.DISCARDED, Role.AUTHOR, State.DISCARDED),
    "withdraw": Case(
        State.PUBLISHED,
        Role.PUBLISHER,
        State.WITHDRAWN,
        {"reason": "It was wrong.", "confirmed": "on"},
        ("reason", "confirmed"),
    ),
    "discard": Case(
        State.DRAFT, Role.AUTHOR, State.DISCARDED, {"reason": "Not needed.", "confirmed": "on"}, ("reason", "confirmed")
    ),
    "comment": Case(State.DRAFT, Role.REVIEWER, State.DRAFT, {"text": "Is this so?"}, ("text",)),
    "answer": Case(State.IN_REVIEW, Role.AUTHOR, State.IN_REVIEW, {"text": "Yes."}, ("text",)),
    "resolve": Case(State.IN_REVIEW, Role.AUTHOR, State.IN_REVIEW),
    "set-aside": Case(
        State.DRAFT,
        Role.AUTHOR,
        State.DRAFT,
        {"code": "long-sentence", "target": "summary", "reason": "A name."},
        ("reason",),
    ),
    "take-up-again": Case(State.DRAFT, Role.AUTHOR, State.DRAFT),
    "revoke": Case(State.IN_REVIEW, Role.AUTHOR, State.IN_REVIEW),
    "confirm-identity": Case(State.IN_REVIEW, Role.PUBLISHER, State.APPROVED, {"how": "Rang them."}, ("how",)),
    "refuse-identity": Case(State.IN_REVIEW, Role.PUBLISHER, State.IN_REVIEW, {"how": "No such number."}, ("how",)),
}


def prepared(name: str, case: Case) -> tuple[Edition, dict[str, Any]]:
    """An edition on which the action can be taken, and what its form says."""
    edition = makers.edition(case.state)
    typed = dict(case.typed)
    if name == "release":
        workflow.claim(edition, by=makers.reviewer())
    elif name in ("answer", "resolve"):
        typed["about"] = workflow.comment(edition, text="Is this so?", by=makers.reviewer()).pk
    elif name == "revoke":
        typed["about"] = makers.invited(edition).pk
    elif name in ("confirm-identity", "refuse-identity"):
        typed["about"] = makers.guest_approval(edition).pk
    elif name == "take-up-again":
        reason = {"code": "long-sentence", "target": "summary", "about": "", "reason": "A name."}
        typed["about"] = workflow.set_aside(edition, by=makers.author(), **reason).pk
    return edition, typed


def everything() -> list[Any]:
    """All rows that actions write, to compare."""
    models = (Edition, Review, Comment, Invitation, SetAside, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


def failed_page(response: HttpResponse) -> str:
    html = response.content.decode()
    assert '<div class="errornote" role="alert">' in html
    return html


def test_every_action_has_a_case() -> None:
    assert set(CASES) == set(ACTIONS)


@pytest.mark.parametrize("name", CASES)
def test_it_works_says_so_and_leads_back_to_the_page(name: str) -> None:
    case = CASES[name]
    edition, typed = prepared(name, case)
    by = makers.person(case.role)
    client = signed_in(by)
    response = do(edition, name, by=by, **typed)
    assert response.status_code == 302
    page = response.headers["Location"].partition("#")[0]
    shown = Edition.objects.get(pk=page.strip("/").split("/")[-1])
    assert shown == (edition if name != "restore" else edition.article.editions.open().get())
    edition.refresh_from_db()
    assert edition.state == case.leads_to
    assert client.get(page).status_code == 200
    client.cookies.update(response.cookies)
    assert 'class="success"' in client.get(page).content.decode()


@pytest.mark.parametrize("name", CASES)
def test_another_role_is_told_which_one_it_takes(name: str) -> None:
    case = CASES[name]
    edition, typed = prepared(name, case)
    people = [makers.person(role) for role in Role if role not in ACTIONS[name].roles]
    assert people
    before = everything()
    for by in people:
        html = failed_page(refused := do(edition, name, by=by, **typed))
        assert refused.status_code == 403
        assert f"To {ACTIONS[name].does} takes the role of" in html
    assert everything() == before


@pytest.mark.parametrize("name", CASES)
def test_strangers_and_staff_without_a_role_get_nowhere(name: str) -> None:
    case = CASES[name]
    edition, typed = prepared(name, case)
    reader, newcomer = makers.person(case.role, is_staff=False), makers.person()
    before = everything()
    for by in (None, reader):
        response = do(edition, name, by=by, **typed)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("admin:login"))
    assert do(edition, name, by=newcomer, **typed).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("verb", ["get", "head", "put", "delete", "options"])
def test_it_takes_posts_only(verb: str) -> None:
    edition = makers.submitted()
    for name in ACTIONS:
        response = getattr(signed_in(makers.reviewer()), verb)(address(edition, name))
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST"
        if verb == "get":
            assert f'href="{address(edition)}"' in response.content.decode()


@pytest.mark.parametrize(("name", "missing"), [(name, each) for name, case in CASES.items() for each in case.needs])
def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(name: str, missing: str) -> None:
    case = CASES[name]
    edition, typed = prepared(name, case)
    by = makers.person(case.role)
    before = everything()
    response = do(edition, name, by=by, **{**typed, missing: ""})
    assert response.status_code == 422
    html = failed_page(response)
    assert "This field is required." in html
    if missing not in ("sha256", "version") and name in ON_THE_EDITION:
        assert f'<a href="#id_{name}_{missing}">' in html
        assert re.search(rf'<[^>]* id="id_{name}_{missing}"', html)
    for field_name, value in typed.items():
        if field_name in ("note", "reason", "text", "how", "declaration") and field_name != missing:
            assert f">\n{value}</textarea>" in html or f">{value}</textarea>" in html
    assert everything() == before


def test_no_such_action_and_no_such_edition() -> None:
    edition, by = makers.submitted(), makers.reviewer()
    assert do(edition, "bless", by=by).status_code == 404
    for pk in (10**6, 2**63 - 1, 2**63, 10**30):
        assert signed_in(by).post(f"/admin/desk/editions/{pk}/do/claim/").status_code == 404
        assert signed_in(by).get(f"/admin/desk/editions/{pk}/").status_code == 404


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.about])
@pytest.mark.parametrize("about", ["", "x", "-1", "²", "9" * 18, "9" * 5000, "other"])
def test_rows_of_another_edition_and_of_none_are_not_found(name: str, about: str) -> None:
    case = CASES[name]
    edition, typed = prepared(name, case)
    _, of_another = prepared(name, case)
    before = everything()
    other = of_another["about"] if about == "other" else about
    response = do(edition, name, by=makers.person(case.role), **{**typed, "about": other})
    assert response.status_code == 404
    assert everything() == before


def test_a_form_without_its_token_is_refused() -> None:
    edition, by = makers.submitted(), makers.reviewer()
    client = Client(enforce_csrf_checks=True)
    client.force_login(by)
    assert client.post(address(edition, "claim")).status_code == 403
    edition.refresh_from_db()
    assert edition.claimed_by is None


def test_a_superuser_without_a_role_only_reads() -> None:
    by: User = makers.superuser()
    edition = makers.submitted()
    assert do(edition, "approve", by=by, **DECLARED).status_code == 403
    assert not Review.objects.filter(decision=Decision.APPROVED).exists()
