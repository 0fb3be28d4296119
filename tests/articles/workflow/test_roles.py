"""Who may do what: for each function of the workflow, every role that may not is refused and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.errors import NotAllowed
from articles.models import ChangeKind, Edition, Event, Review, State
from tests import makers

pytestmark = pytest.mark.django_db

WRITERS = {Role.AUTHOR, Role.PUBLISHER}


def create_article(by: User) -> object:
    return workflow.create_article(by=by, slug="new", language="en", medicine=makers.medicine())


def start_draft(by: User) -> object:
    return workflow.start_draft(makers.article(), by=by)


def save_document(by: User) -> object:
    edition = makers.draft()
    return workflow.save_document(edition, makers.document(), version=edition.version, by=by)


def submit(by: User) -> object:
    edition = makers.draft()
    return workflow.submit(edition, version=edition.version, by=by)


def approve(by: User) -> object:
    return makers.approve(makers.submitted(), by=by)


def request_changes(by: User) -> object:
    edition = makers.submitted()
    return workflow.request_changes(edition, sha256=makers.sha256(edition), note="Cite it.", by=by)


def publish(by: User) -> object:
    edition = makers.approved()
    return workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=makers.next_year())


def withdraw(by: User) -> object:
    return workflow.withdraw(makers.published(), reason="It was wrong.", by=by)


def discard(by: User) -> object:
    return workflow.discard(makers.draft(), by=by)


ALLOWED: dict[Callable[[User], object], set[Role]] = {
    create_article: WRITERS,
    start_draft: WRITERS,
    save_document: WRITERS,
    submit: WRITERS,
    discard: WRITERS,
    approve: {Role.REVIEWER},
    request_changes: {Role.REVIEWER},
    publish: {Role.PUBLISHER},
    withdraw: {Role.PUBLISHER},
}


def named(value: Any) -> str:
    return getattr(value, "__name__", str(value))


def pairs(*, allowed: bool) -> list[tuple[Callable[[User], object], Role]]:
    return [(do, role) for do, roles in ALLOWED.items() for role in Role if (role in roles) == allowed]


def test_every_function_of_the_workflow_is_here() -> None:
    functions = {name for name, value in vars(workflow).items() if callable(value) and hasattr(value, "__wrapped__")}
    assert functions == {do.__name__ for do in ALLOWED} | {"publish_starter"}


@pytest.mark.parametrize(("do", "role"), pairs(allowed=True), ids=named)
def test_the_right_role_may(do: Callable[[User], object], role: Role) -> None:
    assert do(makers.person(role)) is not None


def refused(do: Callable[[User], object], by: Any) -> None:
    with pytest.raises(NotAllowed, match=r"\w"):
        do(by)
    if by.pk:
        assert not Event.objects.filter(actor_id=by.pk).exists()
        assert not Edition.objects.filter(moved_by_id=by.pk).exists()
        assert not Review.objects.filter(reviewer_id=by.pk).exists()


@pytest.mark.parametrize(("do", "role"), pairs(allowed=False), ids=named)
def test_a_wrong_role_may_not(do: Callable[[User], object], role: Role) -> None:
    refused(do, makers.person(role))


@pytest.mark.parametrize("do", ALLOWED, ids=named)
def test_a_superuser_has_no_role_by_that_alone(do: Callable[[User], object]) -> None:
    refused(do, makers.superuser())


@pytest.mark.parametrize("do", ALLOWED, ids=named)
def test_an_inactive_person_may_not(do: Callable[[User], object]) -> None:
    refused(do, makers.person(*Role, is_active=False))


@pytest.mark.parametrize("do", ALLOWED, ids=named)
def test_nobody_in_particular_may_not(do: Callable[[User], object]) -> None:
    refused(do, AnonymousUser())


def test_the_refusal_names_the_role_that_it_takes() -> None:
    with pytest.raises(NotAllowed, match=r"^To write takes the role of author or publisher\.$"):
        start_draft(makers.reviewer())


def test_a_refusal_leaves_the_state() -> None:
    edition = makers.approved()
    with pytest.raises(NotAllowed):
        workflow.publish(edition, by=makers.author(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    edition.refresh_from_db()
    assert edition.state == State.APPROVED
