"""Starting a draft: empty for a new article, else a copy with the same ids; one open edition at a time."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from articles import rows, workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import Edition, EventKind, State
from tests import makers

pytestmark = pytest.mark.django_db


def test_the_first_is_empty_and_has_the_title_that_was_given() -> None:
    by, article = makers.author(), makers.article()
    edition = workflow.start_draft(article, by=by, title=" Restless\x00  legs ")
    assert (edition.number, edition.state, edition.title) == (1, State.DRAFT, "Restless legs")
    assert (edition.based_on, edition.unreviewed, edition.version) == (None, False, 1)
    assert (edition.created_by, edition.saved_by, edition.moved_by) == (by, by, by)
    assert rows.read(edition).sections == ()


def test_without_a_title_it_has_the_slug() -> None:
    assert workflow.start_draft(makers.article(slug="legs"), by=makers.author()).title == "legs"


def test_a_title_has_at_most_200_characters() -> None:
    with pytest.raises(InvalidRequest, match="at most 200"):
        workflow.start_draft(makers.article(), by=makers.author(), title="x" * 201)


@pytest.mark.parametrize("make", [makers.published, makers.withdrawn, makers.starter], ids=lambda make: make.__name__)
def test_the_next_is_a_copy_with_the_same_ids(make: type) -> None:
    base: Edition = make()
    edition = workflow.start_draft(base.article, by=makers.author())
    assert rows.read(edition) == rows.read(base)
    assert rows.read(edition).sha256() == base.sealed_sha256
    assert (edition.number, edition.based_on, edition.state) == (base.number + 1, base, State.DRAFT)
    assert edition.unreviewed is False
    assert (edition.approval, edition.approved_sha256, edition.sealed_json, edition.published_at) == (
        None,
        "",
        None,
        None,
    )


def test_it_copies_the_last_edition_that_was_published() -> None:
    first = makers.superseded()
    second = first.article.editions.get(number=2)
    makers.discarded(of=first.article)
    edition = workflow.start_draft(first.article, by=makers.author())
    assert (edition.based_on, edition.number) == (second, 4)


def test_those_who_wrote_are_carried_over() -> None:
    writer = makers.author()
    base = makers.published(by=writer)
    edition = workflow.start_draft(base.article, by=makers.author())
    assert [(c.user, c.byline, c.carried_over) for c in edition.contributions.all()] == [(writer, writer.byline, True)]


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_there_is_one_open_edition_and_the_loser_is_told_whose(state: State) -> None:
    by = makers.author(first_name="Ada", last_name="One")
    with time_machine.travel("2026-01-05 12:00:00Z", tick=False):
        taken = makers.edition(state, by=by)
        created = timezone.now()
    with pytest.raises(LostRace) as raised:
        workflow.start_draft(taken.article, by=makers.author())
    assert (raised.value.who, raised.value.when) == (by, created)
    assert str(raised.value) == "Ada One got there first: edition 1 is open already at 12:00 on 5 January 2026."
    assert taken.article.editions.count() == 1


def test_it_is_in_the_history() -> None:
    base = makers.published()
    by = makers.author()
    edition = workflow.start_draft(base.article, by=by)
    event = base.article.events.first()
    assert event is not None
    assert (event.kind, event.edition, event.actor) == (EventKind.DRAFTED, edition, by)
    assert event.words == "Edition 2 started from edition 1."
