"""What the database itself refuses, whoever asks: the workflow is gone round here on purpose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from articles import guards
from articles.models import Article, Citation, Contribution, Edition, Placement, Point, Review, Section, State
from tests import makers

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def without_guards(db: None) -> None:
    """The constraints hold by themselves: the guards, which refuse some of this first, are taken away."""
    guards.remove(connection)


def refused(queryset: Any, *constraint: str, **columns: Any) -> None:
    """One UPDATE is refused, by this constraint."""
    assert queryset.exists()
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        queryset.update(**columns)
    # SQLite names the columns of a unique index instead of the index.
    assert any(name in str(raised.value) for name in constraint), raised.value


def copy_of(row: Any, **columns: Any) -> None:
    """A second row like this one is refused."""
    row.pk = None
    for name, value in columns.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([row])


def test_an_article_has_one_published_edition() -> None:
    edition = makers.published()
    copy_of(Edition.objects.get(pk=edition.pk), number=9)
    assert edition.article.editions.count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_an_article_has_one_open_edition(state: State) -> None:
    open_edition = makers.edition(state)
    copy_of(Edition.objects.get(pk=makers.draft().pk), article=open_edition.article, number=9)
    # and may well have a closed one beside it
    Edition.objects.filter(pk=makers.discarded().pk).update(article=open_edition.article, number=9)
    assert open_edition.article.editions.count() == 2


def test_a_number_stands_once_in_an_article() -> None:
    edition = makers.discarded()
    makers.draft(of=edition.article)
    refused(edition.article.editions.filter(number=2), "edition_number_once", "articles_edition.number", number=1)
    refused(edition.article.editions.filter(number=2), "edition_number_from_one", number=0)


EDITION = [
    ({"state": "lost"}, "edition_state_known"),
    ({"state": State.PUBLISHED}, "edition_"),
    ({"state": State.SUPERSEDED}, "edition_"),
    ({"state": State.WITHDRAWN}, "edition_"),
    ({"state": State.APPROVED}, "edition_"),
    ({"state": State.IN_REVIEW}, "edition_submitted_before_review"),
    ({"change": "huge"}, "edition_change_known"),
    ({"change": "major"}, "edition_announced_has_note"),
    ({"title": ""}, "edition_titled"),
    ({"submitted_at": NOW}, "edition_submitted_"),
    ({"published_at": NOW}, "edition_"),
    ({"withdrawn_at": NOW}, "edition_"),
    ({"withdrawal_reason": "It was wrong."}, "edition_withdrawn_with_reason"),
    ({"approved_sha256": "0" * 64}, "edition_approval_whole"),
    ({"sealed_json": "{}"}, "edition_sealed_when_published"),
    ({"sealed_sha256": "0" * 64}, "edition_sealed_"),
    ({"schema_version": 1}, "edition_sealed_when_published"),
]


@pytest.mark.parametrize(("columns", "constraint"), EDITION, ids=str)
def test_a_draft_cannot_pretend(columns: dict[str, Any], constraint: str) -> None:
    edition = makers.draft()
    refused(Edition.objects.filter(pk=edition.pk), constraint, **columns)


def test_only_a_first_edition_without_approval_is_unreviewed() -> None:
    second = makers.draft(of=makers.published().article)
    refused(Edition.objects.filter(pk=second.pk), "edition_unreviewed_is_first", unreviewed=True)
    refused(Edition.objects.filter(pk=makers.approved().pk), "edition_unreviewed_is_first", unreviewed=True)


def test_an_edition_is_not_based_on_itself() -> None:
    edition = makers.draft()
    refused(Edition.objects.filter(pk=edition.pk), "edition_based_on_another", based_on=edition)


def sealed_as(edition: Edition, text: str) -> dict[str, Any]:
    columns = {"sealed_json": "{}", "schema_version": 1, "sealed_sha256": text, "next_review_due": makers.next_year()}
    whom = {"published_at": NOW, "published_by": edition.created_by, "change": "minor"}
    return {"state": State.PUBLISHED, **columns, **whom}


def test_what_is_sealed_is_what_was_approved() -> None:
    edition = makers.approved()
    found = Edition.objects.filter(pk=edition.pk)
    refused(found, "edition_sealed_as_approved", **sealed_as(edition, "0" * 64))
    assert found.update(**sealed_as(edition, edition.approved_sha256 or makers.sha256(edition))) == 1


def test_a_published_edition_has_a_day_for_its_next_review() -> None:
    refused(Edition.objects.filter(pk=makers.published().pk), "edition_sealed_when_published", next_review_due=None)


def test_a_withdrawn_edition_has_a_reason_and_who_and_when() -> None:
    found = Edition.objects.filter(pk=makers.withdrawn().pk)
    refused(found, "edition_withdrawn_with_reason", withdrawal_reason="")
    refused(found, "edition_withdrawn_", withdrawn_at=None)
    refused(found, "edition_withdrawn_whole", withdrawn_by=None)


def test_an_article_is_about_something_and_translates_another() -> None:
    article = makers.article()
    found = Article.objects.filter(pk=article.pk)
    refused(found, "article_has_topic", medicine=None, condition=None)
    refused(found, "article_translates_another", translation_of=article)
    other = makers.article()
    refused(found, "article_slug_once", "articles_article.slug", slug=other.slug)


def test_who_wrote_stands_once() -> None:
    copy_of(makers.draft().contributions.get())


CONTENT: list[tuple[type[Any], dict[str, Any], dict[str, Any], str]] = [
    (Section, {"kind": "symptoms"}, {"kind": "novel"}, "section_kind_known"),
    (Point, {"section__kind": "symptoms"}, {"kind": "novel"}, "point_kind_known"),
    (Point, {"section__kind": "symptoms"}, {"kind": "estimate"}, "point_estimate_whole"),
    (Point, {"section__kind": "symptoms"}, {"estimate_low": 1}, "point_estimate_whole"),
    (Point, {"section__kind": "symptoms"}, {"estimate_comparator": "x"}, "point_estimate_whole"),
    (Point, {"section__kind": "symptoms"}, {"kind": "treatment"}, "point_treatment_whole"),
    (Point, {"section__kind": "symptoms"}, {"certainty": "low"}, "point_treatment_whole"),
    (Point, {"section__kind": "symptoms"}, {"kind": "help"}, "point_help_has_urgency"),
    (Point, {"section__kind": "symptoms"}, {"urgency": "urgent"}, "point_help_has_urgency"),
    (Point, {"kind": "estimate"}, {"estimate_low": None, "estimate_high": None}, "point_estimate_whole"),
    (Point, {"kind": "estimate"}, {"estimate_population": ""}, "point_estimate_whole"),
    (Point, {"kind": "treatment"}, {"recommendation": "perhaps"}, "point_treatment_whole"),
    (Point, {"kind": "treatment"}, {"decided_by": ""}, "point_treatment_whole"),
    (Point, {"kind": "help"}, {"urgency": "whenever"}, "point_help_has_urgency"),
]


@pytest.mark.parametrize(("model", "which", "columns", "constraint"), CONTENT, ids=str)
def test_content_fits_its_kind(
    model: type[Any], which: dict[str, Any], columns: dict[str, Any], constraint: str
) -> None:
    makers.draft()
    refused(model.objects.filter(**which), constraint, **columns)


def test_places_ids_and_kinds_stand_once() -> None:
    edition = makers.draft()
    sections = list(edition.sections.all()[:2])
    second = Section.objects.filter(pk=sections[1].pk)
    for column in ("uuid", "kind", "position"):
        value = getattr(sections[0], column)
        refused(second, f"section_{column}_once", f"articles_section.{column}", **{column: value})
    points = list(Point.objects.filter(section__kind="help"))
    for column in ("uuid", "position"):
        value = getattr(points[0], column)
        found = Point.objects.filter(pk=points[1].pk)
        refused(found, f"point_{column}_once", f"articles_point.{column}", **{column: value})


def test_a_citation_is_of_a_point_or_a_section_once() -> None:
    makers.draft()
    of_point = Citation.objects.filter(point__isnull=False)[0]
    of_section = Citation.objects.filter(section__isnull=False)[0]
    refused(Citation.objects.filter(pk=of_point.pk), "citation_on_section_or_point", point=None)
    refused(Citation.objects.filter(pk=of_point.pk), "citation_on_section_or_point", section=of_section.section)
    copy_of(of_point)
    copy_of(of_section)


def test_a_placement_is_on_a_tag_or_an_article_once() -> None:
    tag, article, organisation = makers.tag(), makers.article(), makers.organisation()
    on_tag = Placement.objects.create(organisation=organisation, tag=tag)
    on_article = Placement.objects.create(organisation=organisation, article=article)
    refused(Placement.objects.filter(pk=on_tag.pk), "placement_on_tag_or_article", article=article)
    refused(Placement.objects.filter(pk=on_tag.pk), "placement_on_tag_or_article", tag=None)
    copy_of(on_tag)
    copy_of(on_article)


def test_a_review_is_of_a_text_and_says_what_it_must() -> None:
    review = makers.approve(makers.submitted())
    copy_of(review, document_sha256="")
    copy_of(review, declaration="")
    copy_of(review, decision="changes_requested", note="")
    copy_of(review, decision="perhaps")


def test_a_source_stands_once_by_key_doi_and_pmid() -> None:
    makers.source(key="a-1", doi="10.1000/1", pmid="1")
    for columns in ({"key": "a-1"}, {"doi": "10.1000/1"}, {"pmid": "1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            makers.source(**{"key": "b-2", **columns}) if "key" not in columns else copy_key()


def copy_key() -> None:
    makers.source(key="b-2")
    type(makers.source(key="b-2")).objects.filter(key="b-2").update(key="a-1")


def test_people_who_stand_in_history_cannot_be_deleted() -> None:
    edition = makers.published()
    review = Review.objects.get()
    contributor = Contribution.objects.get().user
    people: list[Any] = [edition.created_by, edition.published_by, review.reviewer, contributor]
    for row in (*people, review.byline, contributor.byline):
        with pytest.raises(ProtectedError):
            row.delete()
    with pytest.raises(ProtectedError):
        edition.article.delete()
