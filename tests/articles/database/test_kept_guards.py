"""What the database keeps as it was: who wrote, what was said, who was invited, whose text was saved over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Model
from django.utils import timezone

from articles import workflow
from articles.models import Comment, Contribution, Edition, Event, IdentityCheck, Invitation, KeptText, SetAside, State
from tests import makers
from tests.articles.database.refusal import copy_refused, refused, update_refused

pytestmark = pytest.mark.django_db
WROTE = "who wrote in an edition is never taken out of it"


def delete_refused(row: Model, message: str) -> None:
    table = row._meta.db_table
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk]), message)


def saved_over() -> KeptText:
    edition = makers.draft()
    workflow.save_document(edition, makers.document(title="Other"), version=edition.version, by=makers.author())
    return edition.kept_texts.get()


def identity_check() -> IdentityCheck:
    return workflow.confirm_identity(makers.guest_approval(), how="Rang.", by=makers.publisher()).identity_check


@pytest.mark.parametrize(
    ("make", "columns"), [(saved_over, {"document": "{}"}), (identity_check, {"confirmed": False})]
)
def test_what_is_append_only(make: Callable[[], Model], columns: dict[str, Any]) -> None:
    row = make()
    update_refused(row, "is append-only", **columns)
    delete_refused(row, "is append-only")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's alone")
@pytest.mark.parametrize("make", [saved_over, identity_check])
def test_nothing_takes_the_place_of_what_is_append_only(make: Callable[[], Model]) -> None:
    row = make()
    columns = [str(field.column) for field in row._meta.concrete_fields if not field.primary_key]
    table, names = row._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        replace = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}"
        refused(lambda: cursor.execute(replace), "is append-only|a kept text is the one that stands")


def test_who_wrote_in_a_draft_is_never_taken_out_of_it() -> None:
    edition = makers.draft()
    contribution = edition.contributions.get()
    update_refused(contribution, WROTE, carried_over=True)
    update_refused(contribution, WROTE, user=makers.author())
    update_refused(contribution, WROTE, edition=makers.draft())
    delete_refused(contribution, WROTE)
    copy_refused(contribution, WROTE)


def test_only_who_wrote_before_is_carried_over() -> None:
    first = makers.published()
    writer, stranger = first.contributions.get().user, makers.author()
    edition = makers.draft(of=first.article)
    carried = edition.contributions.get(user=writer)
    copy_refused(carried, "what is carried over was approved in the edition before", user=stranger)
    writes = workflow.save_document(edition, makers.document(), version=edition.version, by=writer)
    assert not writes.contributions.get(user=writer).carried_over


def test_nobody_is_carried_over_from_what_was_never_approved() -> None:
    base = makers.discarded()
    edition = workflow.restore(base, by=makers.author())
    contribution = edition.contributions.get()
    Contribution.objects.filter(pk=contribution.pk).update(signed_name="Other")
    other = makers.discarded(of=makers.article())
    again = workflow.restore(other, by=makers.author())
    copy_refused(contribution, "approved in the edition before", edition=again, carried_over=True)
    assert not contribution.carried_over


def test_the_text_of_another_is_kept_before_it_is_saved_over() -> None:
    edition, other = makers.draft(), makers.author()
    over = {"saved_by": other, "saved_at": timezone.now()}
    update_refused(edition, "the text of another is kept before", **over, version=F("version") + 1)
    update_refused(edition, "the text of another is kept before", **over)
    update_refused(edition, "the text of another is kept before", version=F("version") - 1)
    assert Edition.objects.filter(pk=edition.pk).update(version=F("version") + 1) == 1


def test_a_kept_text_is_the_one_that_stands() -> None:
    kept = saved_over()
    stands = "a kept text is the one that stands"
    copy_refused(kept, stands, version=kept.edition.version)
    copy_refused(kept, stands, version=kept.edition.version, saved_by=makers.author())
    copy_refused(kept, stands, version=kept.edition.version + 1, saved_by=kept.edition.saved_by)
    frozen = makers.submitted()
    copy_refused(kept, stands, edition=frozen, version=frozen.version, saved_by=frozen.saved_by)


def test_only_the_revocation_of_an_invitation_changes_once() -> None:
    invitation = makers.invited()
    message = "only the revocation of an invitation changes"
    others: dict[str, Any] = {
        "edition": makers.submitted(),
        "name": "Other",
        "email": "other@example.org",
        "note": "Other",
        "invited_at": timezone.now(),
        "invited_by": makers.author(),
        "expires_at": invitation.expires_at + dt.timedelta(days=1),
    }
    named = {field.name for field in Invitation._meta.concrete_fields}
    assert set(others) == named - {"id", "revoked_at", "revoked_by"}
    for name, value in others.items():
        update_refused(invitation, message, **{name: value})
    delete_refused(invitation, message)
    workflow.revoke(invitation, by=makers.author())
    update_refused(invitation, message, revoked_at=None, revoked_by=None)


def test_what_was_said_stays_as_it_was_said() -> None:
    edition = makers.submitted()
    first = workflow.comment(edition, text="Is this so?", by=makers.reviewer())
    others: dict[str, Any] = {
        "edition": makers.submitted(),
        "part": edition.sections.all()[0].uuid,
        "place": "Other",
        "text": "Other",
        "made_at": timezone.now(),
        "author": makers.author(),
        "invitation": makers.invited(edition),
        "answers": workflow.comment(edition, text="And this?", by=makers.reviewer()),
    }
    assert set(others) == {field.name for field in Comment._meta.concrete_fields} - {"id", "resolved_at", "resolved_by"}
    for name, value in others.items():
        update_refused(first, "what was said stays as it was said", **{name: value})
    delete_refused(first, "what was said stays as it was said")
    workflow.resolve(first, by=makers.author())
    opened_again = Comment.objects.filter(pk=first.pk).update(resolved_at=None, resolved_by=None)
    assert opened_again == 1


def test_a_comment_is_about_its_own_edition() -> None:
    edition, other = makers.submitted(), makers.submitted()
    first = workflow.comment(edition, text="Is this so?", by=makers.reviewer())
    answer = workflow.answer(first, text="Yes.", by=makers.author())
    astray = "a comment is about its own edition"
    copy_refused(answer, astray, edition=other)
    copy_refused(answer, astray, answers=answer)
    copy_refused(first, astray, author=None, invitation=makers.invited(other))


def test_an_event_is_about_its_own_article() -> None:
    review = makers.guest_approval()
    opened = Event.objects.get(kind="link_opened")
    other = makers.submitted()
    copy_refused(opened, "an event is about its own article", article=other.article)
    copy_refused(opened, "an event is about its own article", article=other.article, edition=other)
    copy_refused(opened, "event_by_somebody|articles_event", actor=review.edition.created_by)
    copy_refused(opened, "event_by_somebody|articles_event", invitation=None)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_what_is_set_aside_is_frozen_with_its_edition(state: State) -> None:
    edition = makers.draft()
    advice = {"code": "hard-word", "target": "", "about": "onset"}
    aside = workflow.set_aside(edition, **advice, reason="A name.", by=makers.author())
    other = makers.edition(state)
    frozen = "only the content of a draft can be changed"
    copy_refused(aside, frozen, edition=other)
    update_refused(aside, frozen, edition=other)
    workflow.discard(edition, by=makers.author())
    update_refused(aside, frozen, reason="Other.")
    delete_refused(aside, frozen)
    assert SetAside.objects.get().reason == "A name."
