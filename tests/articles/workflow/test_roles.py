"""Who may do what: for each function of the workflow, every role that may not is refused and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role, has_role
from articles import workflow
from articles.errors import NotAllowed
from articles.models import ChangeKind, Edition, Event, Review, State
from tests import makers
from tests.articles.workflow.relating import relate_clear, relate_exclude, relate_order, relate_pin
from tests.articles.workflow.renames import rename_article, rename_topic

pytestmark = pytest.mark.django_db

WRITERS = {Role.AUTHOR, Role.PUBLISHER}
STAFF = WRITERS | {Role.REVIEWER}


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


def restore(by: User) -> object:
    return workflow.restore(makers.withdrawn(), by=by)


def reopen(by: User) -> object:
    return workflow.reopen(makers.approved(), reason="A typing error.", by=by)


def set_aside(by: User) -> object:
    return workflow.set_aside(makers.draft(), code="hard-word", target="", about="onset", reason="A name.", by=by)


def take_up_again(by: User) -> object:
    aside = workflow.set_aside(
        makers.draft(), code="hard-word", target="", about="onset", reason="A name.", by=makers.author()
    )
    return workflow.take_up_again(aside, by=by)


def note_presence(by: User) -> object:
    return workflow.note_presence(makers.draft(), by=by)


def claim(by: User) -> object:
    return workflow.claim(makers.submitted(), by=by)


def release(by: User) -> object:
    edition = makers.submitted()
    workflow.claim(edition, by=by if has_role(by, Role.REVIEWER) else makers.reviewer())
    return workflow.release(edition, by=by)


def comment(by: User) -> object:
    return workflow.comment(makers.submitted(), text="Is this so?", by=by)


def answer(by: User) -> object:
    return workflow.answer(workflow.comment(makers.submitted(), text="So?", by=makers.reviewer()), text="Yes.", by=by)


def resolve(by: User) -> object:
    return workflow.resolve(workflow.comment(makers.submitted(), text="So?", by=makers.reviewer()), by=by)


def record_review(by: User) -> object:
    return makers.confirm(makers.published(), by=by)


def invite(by: User) -> object:
    return workflow.invite(makers.submitted(), name="Sam Guest", by=by)


def revoke(by: User) -> object:
    return workflow.revoke(makers.invited(), by=by)


def confirm_identity(by: User) -> object:
    return workflow.confirm_identity(makers.guest_approval(), how="Rang the practice.", by=by)


def refuse_identity(by: User) -> object:
    return workflow.refuse_identity(makers.guest_approval(), how="Not in the register.", by=by)


def schedule(by: User) -> object:
    return makers.schedule(makers.approved(), by=by)


def reschedule(by: User) -> object:
    return workflow.reschedule(makers.scheduled(), publish_at=makers.tomorrow(), by=by)


def unschedule(by: User) -> object:
    return workflow.unschedule(makers.scheduled(), by=by)


def move_review_date(by: User) -> object:
    edition = makers.published()
    return workflow.move_review_date(edition, next_review_due=makers.next_year(), reason="A guideline comes.", by=by)


def place(by: User) -> object:
    return workflow.place(makers.organisation(), on=makers.tag(), by=by)


def unplace(by: User) -> object:
    workflow.unplace(makers.placement(), by=by)
    return "done"


def reorder(by: User) -> object:
    placement = makers.placement()
    assert placement.tag
    return workflow.reorder(on=placement.tag, seen=[placement.pk], order=[placement.pk], by=by)


def save_placement(by: User) -> object:
    return workflow.save_placement(makers.placement(), by=by)


def save_source(by: User) -> object:
    return workflow.save_source(makers.source(), by=by)


def use_source_address(by: User) -> object:
    source = makers.source()
    return workflow.use_source_address(source, seen=source.url, url="https://example.org/moved", by=by)


def save_topic(by: User) -> object:
    return workflow.save_topic(makers.condition(), by=by)


def remove_topic(by: User) -> object:
    return workflow.remove_topic(makers.condition(), by=by)


def settle_address(by: User) -> object:
    return workflow.settle_address(makers.link(checked=True), by=by)


def set_tags(by: User) -> object:
    return workflow.set_tags(makers.article(), [makers.tag()], by=by)


def create_tag(by: User) -> object:
    return workflow.create_tag(by=by, name="Dizziness")


def describe_tag(by: User) -> object:
    said: dict[str, Any] = {"names": {}, "synonyms": [], "parent": None}
    return workflow.describe_tag(makers.tag(), description="A sentence.", by=by, **said)


def rename(by: User) -> object:
    return workflow.rename(makers.tag(), name="Dizziness", slug="dizziness", why="Plainer.", by=by)


def merge(by: User) -> object:
    return workflow.merge([makers.tag()], into=makers.tag(), why="One is enough.", by=by)


def split(by: User) -> object:
    into = [makers.tag(), makers.tag()]
    return workflow.split(makers.tag(), into=into, articles={}, organisations={}, leads_to=0, why="Two.", by=by)


def retire(by: User) -> object:
    return workflow.retire(makers.tag(), why="Nobody looks for it.", by=by)


def reverse(by: User) -> object:
    change = workflow.retire(makers.tag(), why="Nobody looks for it.", by=makers.publisher())
    return workflow.reverse(change, why="Somebody does.", by=by)


KEEPERS = {Role.CURATOR, Role.PUBLISHER, Role.ADMINISTRATOR}


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
    restore: WRITERS,
    reopen: WRITERS,
    set_aside: WRITERS,
    take_up_again: WRITERS,
    note_presence: WRITERS,
    claim: {Role.REVIEWER},
    release: {Role.REVIEWER, Role.PUBLISHER},
    comment: STAFF,
    answer: STAFF,
    resolve: STAFF,
    record_review: {Role.REVIEWER},
    invite: WRITERS,
    revoke: WRITERS,
    confirm_identity: {Role.PUBLISHER},
    refuse_identity: {Role.PUBLISHER},
    schedule: {Role.PUBLISHER},
    reschedule: {Role.PUBLISHER},
    unschedule: {Role.PUBLISHER},
    move_review_date: {Role.PUBLISHER},
    rename_article: {Role.PUBLISHER},
    rename_topic: {Role.PUBLISHER},
    place: {Role.CURATOR, Role.PUBLISHER},
    unplace: {Role.CURATOR, Role.PUBLISHER},
    reorder: {Role.CURATOR, Role.PUBLISHER},
    save_placement: {Role.CURATOR, Role.PUBLISHER},
    save_source: STAFF,
    use_source_address: STAFF,
    save_topic: {Role.PUBLISHER},
    remove_topic: {Role.PUBLISHER},
    settle_address: {Role.CURATOR},
    relate_pin: WRITERS,
    relate_exclude: WRITERS,
    relate_clear: WRITERS,
    relate_order: WRITERS,
    set_tags: WRITERS,
    **dict.fromkeys((create_tag, describe_tag, rename, merge, split, retire, reverse), KEEPERS),
}
# What the forms of the admin do as well: rights there are enough, and a superuser has all of them.
OF_THE_ADMIN = {
    *(place, unplace, reorder, save_placement),
    *(save_source, use_source_address, settle_address, save_topic, remove_topic, rename_topic),
}
# Of the site itself, and of an invited clinician, who has a link instead of a role.
WITHOUT_A_ROLE = {
    "publish_starter",
    "publish_due",
    "withdraw_overdue",
    "open_link",
    "guest_comment",
    "guest_decide",
    "mark_sources",
    "start_tag",
}


def named(value: Any) -> str:
    return getattr(value, "__name__", str(value))


def pairs(*, allowed: bool) -> list[tuple[Callable[[User], object], Role]]:
    return [(do, role) for do, roles in ALLOWED.items() for role in Role if (role in roles) == allowed]


def test_every_function_of_the_workflow_is_here() -> None:
    functions = {name for name, value in vars(workflow).items() if callable(value) and hasattr(value, "__wrapped__")}
    assert functions == {do.__name__ for do in ALLOWED} | WITHOUT_A_ROLE


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


@pytest.mark.parametrize("do", [do for do in ALLOWED if do not in OF_THE_ADMIN], ids=named)
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
