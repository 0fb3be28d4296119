"""docs/roles.md says who may do what, and this is how the site behaves: every line is tried by everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Role
from articles import workflow
from articles.desk import urls as desk_urls
from articles.desk.support.acts import ACTS
from articles.desk.table import ACTIONS
from articles.models import Edition, State
from finding import workflow as finding
from resources import workflow as resources
from tests import makers
from tests.desk.test_actions import CASES
from tests.roles import attempts, table

LINES = table.read()
OWN = [
    (line, name)
    for line in LINES
    for kind, name in line.where
    if kind == "action" and line.exceptions.startswith("not who")
]
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browsers() -> dict[str, Client]:
    """One browser for each column of the table."""
    people: dict[str, Any] = {role.value: makers.person(role) for role in Role}
    people[table.SUPERUSER] = makers.superuser()
    found = {table.STRANGER: Client()}
    for column, person in people.items():
        found[column] = Client()
        found[column].force_login(person)
    return found


def written() -> list[Any]:
    """What is in the database: how many rows of each kind, and how every edition stands."""
    counts = [(model.__name__, model._default_manager.count()) for model in admin.site._registry]
    return [*counts, *Edition.objects.order_by("pk").values()]


@pytest.mark.parametrize("line", LINES, ids=str)
def test_who_may_and_who_may_not(line: table.Line) -> None:
    everybody = browsers()
    for kind, name in line.where:
        if kind == "site":
            assert not line.may
            continue
        attempt = attempts.of(kind, name)
        before = written()
        may = set()
        for column, browser in everybody.items():
            with undone():
                if attempt(browser):
                    may.add(column)
                else:
                    assert written() == before, (name, column)
        assert may == line.may, f"{kind}: {name}"


@pytest.mark.parametrize(("line", "name"), OWN, ids=str)
def test_own_text_is_the_one_thing_that_no_role_can_skip(line: table.Line, name: str) -> None:
    everything = makers.person(*Role)
    browser = Client()
    browser.force_login(everything)
    for edition in own_texts(line.exceptions, published=CASES[name].state == State.PUBLISHED, by=everything):
        typed = dict(CASES[name].typed)
        if "identity" in name:
            review = edition.reviews.first() or makers.guest_approval(edition)
            typed["about"] = review.pk
        edition.refresh_from_db()
        before = written()
        assert not attempts.acting(edition, name, typed)(browser)
        assert written() == before


def own_texts(exceptions: str, *, published: bool, by: Any) -> Iterator[Edition]:
    """Texts that somebody wrote, submitted, or invited a clinician to, as an exception names it."""
    yield makers.published(by=by) if published else makers.submitted(by=by)
    if "submitted" in exceptions:
        draft = makers.draft()
        yield workflow.submit(draft, version=draft.version, by=by)
    if "invited" in exceptions:
        yield makers.guest_approval(by=by).edition


def test_the_exceptions_are_those_that_are_tried() -> None:
    assert {name for _, name in OWN} == {
        *("claim", "approve", "request-changes", "record-review", "confirm-identity", "refuse-identity")
    }


NO_ACTIONS = {
    "addresses_of": "reads",
    "claim": "the link checker takes its turn; nothing else is written",
    "host_of": "reads",
    "interval": "reads",
    "may_be_followed": "asks",
    "may_curate": "asks",
    "may_keep": "asks",
    "note": "tells the next save who and why",
}
"""What is in ``resources.workflow`` and ``finding.workflow`` without being something that somebody does."""


def places(kind: str) -> Counter[str]:
    return Counter(name for line in LINES for each, name in line.where if each == kind)


def test_every_action_of_the_desk_is_in_the_table_once() -> None:
    assert places("action") == Counter(list(ACTIONS))


def test_every_act_of_the_curators_queue_is_in_the_table_once() -> None:
    assert places("support") == Counter(list(ACTS))
    assert places("support-several") == Counter(name for name, act in ACTS.items() if act.bulk)


def test_every_function_of_the_workflow_is_in_the_table_once() -> None:
    functions = [name for name, value in vars(workflow).items() if callable(value) and hasattr(value, "__wrapped__")]
    public = [name for name in resources.__all__ if callable(getattr(resources, name))]
    public += [name for name in finding.__all__ if not isinstance(getattr(finding, name), type)]
    functions += [name for name in public if name not in NO_ACTIONS]
    assert Counter(name for line in LINES for name in line.workflow) == Counter(functions)


def test_everything_in_the_admin_is_in_the_table_once() -> None:
    models = {str(model._meta.model_name) for model in admin.site._registry}
    for kind in ("view", "add", "change", "delete"):
        assert places(kind) == Counter(models), kind


def names(patterns: list[Any], space: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns, each.namespace or space)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}:{each.name}"


OF_A_MODEL = ("_changelist", "_add", "_change", "_delete", "_history")
WITH_ANOTHER = {
    "admin:logout": "whoever has not signed in is signed out already",
    "admin:autocomplete": "takes the right to read the model",
    "admin:app_list": "Django's list of what one may read",
    "admin:view_on_site": "leads to a public page",
    "admin:desk-action": "each of the actions is in the table",
    "admin:desk-support-act": "each of the acts is in the table",
    "admin:desk-support-bulk": "each of the acts is in the table",
    "resources:report": "what readers send is in the table",
    "articles:guest-review": "everything behind a link is in the table",
}


def test_every_address_of_the_site_is_in_the_table() -> None:
    known = {attempts.ADDRESSES[name].rpartition(":")[2] for name in places("public")}
    known |= {*places("desk"), *(name.rpartition(":")[2] for name in WITH_ANOTHER)}
    found = {name for name in names(get_resolver().url_patterns) if not name.endswith(OF_A_MODEL)}
    missing = {name for name in found if name.rpartition(":")[2] not in known}
    assert missing - {"admin:auth_user_password_change"} == set()
    assert {each.name for each in desk_urls.urlpatterns} <= known


def test_the_actions_of_lists_change_nothing() -> None:
    """Django's own action deletes what the right to delete is for; there is no other."""
    assert {name for name, _ in admin.site.actions} == {"delete_selected"}
    assert not any(registered.actions for registered in admin.site._registry.values())
