"""The guards of what is not published yet: texts under review, approvals, the kinds of topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.roles import Role
from articles import workflow
from articles.models import Article, Contribution, Edition, Point, Section, Source, State, Topic
from tests import makers

pytestmark = pytest.mark.django_db
FROZEN = "only the content of a draft can be changed"


def refused(work: Callable[[], object], message: str) -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        work()


@pytest.mark.parametrize("make", [makers.submitted, makers.approved, makers.discarded], ids=lambda make: make.__name__)
def test_only_the_content_of_a_draft_changes(make: Callable[[], Edition]) -> None:
    edition = make()
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(title="Other"), FROZEN)
    refused(lambda: Point.objects.filter(section__edition=edition).update(term="Other"), FROZEN)
    refused(lambda: Section.objects.filter(edition=edition).delete(), FROZEN)
    refused(lambda: Contribution.objects.create(edition=edition, user=makers.author()), FROZEN)


def test_an_approval_is_a_review_of_this_very_text() -> None:
    message = "an approval is signed for this text"
    other = makers.approve(makers.submitted())
    edition = makers.submitted()
    asked = workflow.request_changes(edition, sha256=makers.sha256(edition), note="Cite it.", by=makers.reviewer())
    workflow.submit(edition, version=edition.version, by=makers.author())
    found = Edition.objects.filter(pk=edition.pk)
    for review in (other, asked):
        columns: dict[str, Any] = {"approval": review, "approved_sha256": review.document_sha256}
        refused(lambda columns=columns: found.update(state=State.APPROVED, **columns), message)  # type: ignore[misc]
    refused(lambda: makers.approve(edition) and found.update(approved_sha256="0" * 64), message)


def test_nobody_who_wrote_in_it_signs_it_past_the_workflow() -> None:
    both = makers.person(*Role)
    edition = makers.submitted(by=both)
    review = makers.approve(makers.submitted(), by=both)
    review.pk, review.edition, review.document_sha256 = None, edition, makers.sha256(edition)
    refused(lambda: review.save(force_insert=True), "nobody reviews what they wrote")


def test_a_medicine_is_a_medicine_and_stays_one() -> None:
    article, condition = makers.article(), makers.condition()
    found = Article.objects.filter(pk=article.pk)
    refused(lambda: found.update(medicine=condition), "a medicine is a medicine")
    refused(lambda: found.update(condition=article.medicine), "a condition a condition")
    topic = Topic.objects.filter(pk=condition.pk)
    refused(lambda: topic.update(kind="medicine"), "a topic keeps its kind")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's alone")
def test_replacing_a_sealed_row_is_deleting_it() -> None:
    edition = makers.published()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_edition WHERE id = %s", [edition.pk])
        row = cursor.fetchone()
        marks = ", ".join(["%s"] * len(row))
        refused(
            lambda: cursor.execute(f"INSERT OR REPLACE INTO articles_edition VALUES ({marks})", row),
            "an edition begins as a draft",
        )


@pytest.mark.parametrize(
    ("since", "to"),
    [
        (State.DRAFT, State.APPROVED),
        (State.DRAFT, State.PUBLISHED),
        (State.SUPERSEDED, State.PUBLISHED),
        (State.WITHDRAWN, State.PUBLISHED),
        (State.DISCARDED, State.DRAFT),
        (State.IN_REVIEW, State.PUBLISHED),
    ],
)
def test_an_edition_skips_no_step_and_goes_none_back(since: State, to: State) -> None:
    found = Edition.objects.filter(pk=makers.edition(since).pk)
    refused(lambda: found.update(state=to), "one step of its life")


def test_only_the_beginning_says_that_an_edition_is_unreviewed() -> None:
    found = Edition.objects.filter(pk=makers.draft().pk)
    refused(lambda: found.update(unreviewed=True), "one step of its life")


def test_a_cited_source_keeps_its_key() -> None:
    makers.draft()
    found = Source.objects.filter(key=makers.SOURCE_KEYS[0])
    refused(lambda: found.update(key="renamed-2009"), "a cited source keeps its key")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has temporary tables before others")
def test_a_temporary_table_does_not_stand_in_for_ours() -> None:
    edition = makers.published()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE articles_edition (id bigint, state text, sealed_json text) ON COMMIT DROP")
        refused(
            lambda: cursor.execute(
                "UPDATE public.articles_section SET heading = 'x' WHERE edition_id = %s", [edition.pk]
            ),
            FROZEN,
        )


def test_history_keeps_the_byline_as_it_was_signed() -> None:
    edition = makers.published()
    review = edition.approval
    assert review is not None
    assert review.byline is not None
    review.byline.credentials = "Struck off"
    review.byline.save()
    contribution = edition.contributions.get()
    assert (review.signature, contribution.signed_credentials) == (
        f"{review.byline.name}, Pharmacist, MPharm",
        "Pharmacist, MPharm",
    )
    carried = makers.draft(of=edition.article).contributions.get(user=contribution.user)
    assert carried.carried_over
    assert carried.signed_credentials == "Pharmacist, MPharm"
