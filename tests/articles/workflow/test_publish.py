"""Publishing: the approved text is sealed and takes the place of the edition before it, all or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from articles import document as documents
from articles import rows, steps, workflow
from articles.errors import InvalidRequest, LostRace, NotReady
from articles.models import ChangeKind, Edition, EventKind, Source, Standing, State
from tests import makers

pytestmark = pytest.mark.django_db


def publish(edition: Edition, **fields: Any) -> Edition:
    defaults = {"by": makers.publisher(), "change": ChangeKind.MINOR, "next_review_due": makers.next_year()}
    return workflow.publish(edition, **{**defaults, **fields})


def test_it_is_sealed_as_it_was_approved() -> None:
    by, edition = makers.publisher(), makers.approved()
    text = rows.read(edition)
    publish(edition, by=by, change=ChangeKind.MAJOR, public_note=" New advice. ")
    edition.refresh_from_db()
    assert (edition.state, edition.published_by, edition.moved_by) == (State.PUBLISHED, by, by)
    assert edition.published_at is not None
    assert edition.sealed_json == text.canonical()
    assert edition.sealed_sha256 == edition.approved_sha256 == text.sha256()
    assert edition.schema_version == documents.SCHEMA_VERSION
    assert (edition.change, edition.public_note) == (ChangeKind.MAJOR, "New advice.")
    assert edition.next_review_due == makers.next_year()
    assert documents.unseal(edition.sealed_json) == text


def test_it_takes_the_place_of_the_one_before() -> None:
    first = makers.published()
    by = makers.publisher()
    second = publish(makers.approved(of=first.article), by=by)
    first.refresh_from_db()
    assert (first.state, first.moved_by) == (State.SUPERSEDED, by)
    assert list(first.article.editions.published()) == [second]
    assert list(first.article.editions.sealed()) == [first, second]
    assert (first.number, second.number) == (1, 2)


def test_numbers_go_up_over_discarded_and_withdrawn_editions() -> None:
    article = makers.discarded().article
    makers.withdrawn(of=article)
    assert makers.published(of=article).number == 3


def test_another_article_is_left_alone() -> None:
    other = makers.published()
    makers.published()
    other.refresh_from_db()
    assert other.state == State.PUBLISHED


def test_the_first_edition_that_people_publish_ends_unreviewed() -> None:
    starter = makers.starter()
    assert starter.unreviewed
    edition = makers.published(of=starter.article)
    starter.refresh_from_db()
    assert (edition.unreviewed, edition.state) == (False, State.PUBLISHED)
    assert starter.state == State.SUPERSEDED


@pytest.mark.parametrize("days", [-1, 0])
def test_the_next_review_is_still_to_come(days: int) -> None:
    edition = makers.approved()
    with pytest.raises(InvalidRequest, match="still to come"):
        publish(edition, next_review_due=timezone.localdate() + dt.timedelta(days=days))
    edition.refresh_from_db()
    assert edition.state == State.APPROVED


@pytest.mark.parametrize("note", ["", " ", "\x00"])
@pytest.mark.parametrize(
    ("change", "what"), [(ChangeKind.MAJOR, "major change"), (ChangeKind.CORRECTION, "correction")]
)
def test_a_major_change_and_a_correction_have_a_note(change: ChangeKind, what: str, note: str) -> None:
    edition = makers.approved()
    with pytest.raises(InvalidRequest, match=f"A {what} needs a note for readers"):
        publish(edition, change=change, public_note=note)
    edition.refresh_from_db()
    assert (edition.state, edition.change) == (State.APPROVED, "")


def test_a_source_that_was_edited_after_the_approval_voids_it() -> None:
    edition = makers.approved()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Corrected")
    with pytest.raises(LostRace, match="the text or its sources changed after the approval, which is void"):
        publish(edition)
    edition.refresh_from_db()
    assert (edition.state, edition.sealed_json) == (State.APPROVED, None)


def test_also_where_the_caller_holds_the_edition_from_before_the_approval() -> None:
    edition = makers.submitted()
    stale = Edition.objects.get(pk=edition.pk)
    makers.approve(edition)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Corrected")
    with pytest.raises(LostRace, match="which is void"):
        publish(stale)


def test_a_stale_copy_in_the_callers_hands_publishes_what_was_approved() -> None:
    by = makers.author()
    edition = makers.draft(by=by)
    stale = Edition.objects.get(pk=edition.pk)
    workflow.save_document(edition, makers.document(title="Approved words"), version=edition.version, by=by)
    workflow.submit(edition, version=edition.version, by=by)
    makers.approve(edition)
    publish(stale)
    assert documents.unseal(stale.sealed_json or "").title == "Approved words"


def test_a_source_that_was_retracted_after_the_approval_blocks() -> None:
    edition = makers.approved()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    with pytest.raises(NotReady, match="was retracted"):
        publish(edition)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.APPROVED, State.SCHEDULED)])
def test_only_an_approved_edition_can_be_published(state: State) -> None:
    edition = makers.edition(state)
    before = Edition.objects.filter(pk=edition.pk).values().get()
    with pytest.raises(InvalidRequest, match="not approved"):
        publish(edition)
    assert Edition.objects.filter(pk=edition.pk).values().get() == before


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, edition = makers.publisher(), makers.approved()
    stale = Edition.objects.get(pk=edition.pk)
    publish(edition, by=first)
    with pytest.raises(LostRace, match="it was published") as raised:
        publish(stale)
    assert (raised.value.who, raised.value.when) == (first, edition.moved_at)


def test_a_failure_at_the_end_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    first = makers.published()
    edition = makers.approved(of=first.article)

    def fail(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(steps, "record", fail)
    with pytest.raises(RuntimeError):
        publish(edition)
    states = dict(first.article.editions.values_list("number", "state"))
    assert states == {1: State.PUBLISHED, 2: State.APPROVED}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (ChangeKind.MINOR, "minor change"),
        (ChangeKind.MAJOR, "major change"),
        (ChangeKind.CORRECTION, "correction"),
    ],
)
def test_it_is_in_the_history(change: ChangeKind, what: str) -> None:
    edition = publish(makers.approved(), change=change, public_note="New advice.")
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.words) == (EventKind.PUBLISHED, f"Edition 1 published ({what}).")


def test_an_address_that_no_database_could_keep_is_published_and_not_checked() -> None:
    letters = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(1900))  # too varied to be compressed
    text = makers.document()
    part = text.sections[0]
    links = "".join(f'<a href="https://example.org/{path}">there</a> ' for path in (letters, "x" * 2500, "page"))
    sections = (part.model_copy(update={"introduction": f"<p>{links}</p>"}), *text.sections[1:])
    edition = publish(makers.approved(text=text.model_copy(update={"sections": sections})))
    assert [link.url for link in edition.page_links.all()] == ["https://example.org/page"]
