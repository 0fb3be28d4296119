"""The guards: triggers by which the database refuses to change what was published or decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models.signals import post_migrate, pre_migrate
from django.utils import timezone

from articles import guards
from articles.guards import changes
from articles.models import Citation, Contribution, Edition, Event, Point, Review, Section, Source, State
from freshness.keys import EVERYTHING
from freshness.models import Change
from tests import makers

pytestmark = pytest.mark.django_db

MAY_CHANGE = {
    "state", "moved_at", "moved_by_id", "next_review_due", "withdrawn_at", "withdrawn_by_id", "withdrawal_reason",
    "redirect_to_id", "last_review_id",
}  # fmt: skip


def refused(work: Callable[[], object], message: str = "a sealed edition cannot be") -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        work()


def test_every_column_of_an_edition_is_frozen_or_may_change() -> None:
    assert {*guards.frozen_columns()} | guards.MAY_CHANGE == {field.column for field in Edition._meta.concrete_fields}
    assert guards.MAY_CHANGE == MAY_CHANGE
    assert not {*guards.frozen_columns()} & MAY_CHANGE


def another(edition: Edition, column: str) -> Any:
    """A value that the column does not have now."""
    field = next(field for field in Edition._meta.concrete_fields if field.column == column)
    old = getattr(edition, field.attname)
    if isinstance(field, models.BooleanField):
        return not old
    if isinstance(field, models.DateTimeField):
        return timezone.now() + dt.timedelta(days=1)
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return (old or 0) + 1
    return "another"


@pytest.mark.parametrize(
    "make", [makers.published, makers.superseded, makers.withdrawn], ids=lambda make: make.__name__
)
def test_no_frozen_column_of_a_sealed_edition_changes(make: Callable[[], Edition]) -> None:
    edition = make()
    attnames = {field.column: field.attname for field in Edition._meta.concrete_fields}
    found = Edition.objects.filter(pk=edition.pk)
    for column in guards.frozen_columns():
        columns = {attnames[column]: another(edition, column)}
        refused(lambda columns=columns: found.update(**columns), "a sealed edition cannot be changed")  # type: ignore[misc]


def test_a_seal_cannot_be_taken_off() -> None:
    found = Edition.objects.filter(pk=makers.published().pk)
    off = {"sealed_json": None, "sealed_sha256": "", "schema_version": None, "published_at": None, "published_by": None}
    refused(lambda: found.update(state=State.DRAFT, **off), "a sealed edition cannot be changed|one step of its life")


def test_the_rest_may_change() -> None:
    found = Edition.objects.filter(pk=makers.published().pk)
    later = makers.next_year() + dt.timedelta(days=9)
    assert found.update(next_review_due=later, state=State.SUPERSEDED, moved_at=timezone.now()) == 1


def test_a_sealed_edition_cannot_be_deleted() -> None:
    for edition in (makers.published(), makers.superseded(), makers.withdrawn()):
        with connection.cursor() as cursor:
            refused(lambda edition=edition: cursor.execute("DELETE FROM articles_edition WHERE id = %s", [edition.pk]))  # type: ignore[misc]


MODELS: dict[type[models.Model], tuple[Callable[[Edition], Any], dict[str, Any]]] = {
    Section: (lambda edition: Section.objects.filter(edition=edition), {"heading": "Other"}),
    Point: (lambda edition: Point.objects.filter(section__edition=edition), {"term": "Other"}),
    Citation: (lambda edition: Citation.objects.filter(point__section__edition=edition), {"position": 77}),
    Contribution: (lambda edition: Contribution.objects.filter(edition=edition), {"carried_over": True}),
}
CONTENT_MESSAGE = "only the content of a draft can be changed|who wrote in an edition is never taken out"


def raw_delete(row: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_content_of_a_sealed_edition_cannot_be_changed_or_deleted(model: type[models.Model]) -> None:
    rows, columns = MODELS[model]
    found = rows(makers.published())
    row = found[0]
    refused(lambda: model._default_manager.filter(pk=row.pk).update(**columns), CONTENT_MESSAGE)
    refused(lambda: raw_delete(row), CONTENT_MESSAGE)
    refused(found.delete, CONTENT_MESSAGE)


def test_a_citation_of_an_introduction_is_guarded_too() -> None:
    row = Citation.objects.get(section__edition=makers.published())
    refused(lambda: Citation.objects.filter(pk=row.pk).update(position=77), CONTENT_MESSAGE)
    refused(lambda: raw_delete(row), CONTENT_MESSAGE)


def test_nothing_can_be_added_to_a_sealed_edition() -> None:
    edition = makers.published()
    section = edition.sections.all()[0]
    point = section.points.all()[0]
    source = makers.source(key="fresh-2020")
    for row in (
        Section(edition=edition, kind="symptoms", heading="H", position=99),
        Point(section=section, term="T", position=99),
        Citation(section=section, source=source, position=99),
        Citation(point=point, source=source, position=99),
        Contribution(edition=edition, user=makers.author()),
    ):
        refused(lambda row=row: type(row).objects.bulk_create([row]), CONTENT_MESSAGE)  # type: ignore[misc]


def test_nothing_can_be_moved_into_or_out_of_a_sealed_edition() -> None:
    sealed, draft = makers.published(), makers.draft(text=makers.short_document())
    inside, outside = sealed.sections.all()[0], draft.sections.all()[0]
    point_inside, point_outside = inside.points.all()[0], outside.points.all()[0]
    for row, columns in (
        (inside, {"edition": draft, "position": 99}),
        (outside, {"edition": sealed, "position": 99}),
        (point_inside, {"section": outside, "position": 99}),
        (point_outside, {"section": inside, "position": 99}),
        (point_outside.citations.all()[0], {"point": point_inside}),
        (draft.contributions.all()[0], {"edition": sealed}),
    ):
        found = type(row)._default_manager.filter(pk=row.pk)
        refused(lambda found=found, columns=columns: found.update(**columns), CONTENT_MESSAGE)  # type: ignore[misc]


@pytest.mark.parametrize("model", [Review, Event])
def test_reviews_and_events_are_never_changed_or_deleted(model: type[models.Model]) -> None:
    makers.approved()
    column = {"note": "Other"} if model is Review else {"words": "Other"}
    row = model._default_manager.all()[0]
    refused(lambda: model._default_manager.filter(pk=row.pk).update(**column), "is append-only")
    refused(lambda: raw_delete(row), "is append-only")


def test_drafts_stay_free() -> None:
    edition = makers.draft()
    assert edition.sections.update(heading="Other") > 0
    assert Point.objects.filter(section__edition=edition).delete()[0] > 0
    assert edition.contributions.update(signed_credentials="MPharm") == 1


def test_every_guard_is_in_place_after_migrate() -> None:
    assert guards.present(connection) == guards.names()


def test_no_guard_takes_the_place_of_another() -> None:
    rules = [*guards.editions.rules(), *guards.records.rules(), *guards.vocabulary.rules(), *guards.addresses.rules()]
    notes = [name for name in guards.names() if name.startswith("note_")]
    assert len(rules) == len(guards.names()) - len(notes)
    assert len({rule.message for rule in rules}) > 20


def test_another_migrate_puts_them_back() -> None:
    guards.remove(connection)
    assert guards.present(connection) == frozenset()
    call_command("migrate", verbosity=0)
    assert guards.present(connection) == guards.names()
    found = Edition.objects.filter(pk=makers.published().pk)
    refused(lambda: found.update(title="Other"))


def test_a_migration_without_our_tables_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    guards.remove(connection)
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_, **__: ["articles_edition"])
    guards.install_after_migrate(using="default")
    assert guards.present(connection) == frozenset()


def test_a_source_cited_by_a_sealed_edition_may_change_but_not_go() -> None:
    makers.published()
    assert Source.objects.update(title="Corrected") == 2
    with pytest.raises(models.ProtectedError):
        Source.objects.all()[0].delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite rebuilds a table to change it")
def test_a_table_can_be_rebuilt_by_a_migration_and_is_guarded_again() -> None:
    field = Edition._meta.get_field("title")
    assert isinstance(field, models.Field)
    longer: models.Field[str, str] = models.CharField(max_length=300)
    longer.set_attributes_from_name("title")

    def rebuild() -> None:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, field, longer, strict=True)

    # SQLite refuses to rename the rebuilt table while a trigger elsewhere names it.
    with pytest.raises(OperationalError, match="error in trigger guard_"):
        rebuild()
    guards.remove_before_migrate(using="default", plan=[("a migration", False)])
    rebuild()
    with connection.schema_editor() as editor:
        editor.alter_field(Edition, longer, field, strict=True)
    guards.install_after_migrate(using="default")
    assert guards.present(connection) == guards.names()


def test_migrating_calls_them() -> None:
    articles = apps.get_app_config("articles")
    assert guards.remove_before_migrate in pre_migrate._live_receivers(articles)[0]
    assert guards.install_after_migrate in post_migrate._live_receivers(articles)[0]


def test_a_migrate_that_has_nothing_to_do_leaves_them_alone() -> None:
    guards.remove_before_migrate(using="default", plan=[])
    assert guards.present(connection) == guards.names()


def test_what_was_changed_while_nothing_noted_it_is_unknown() -> None:
    guards.install_after_migrate(using="default")
    before = Change.objects.count()
    guards.install_after_migrate(using="default")
    assert Change.objects.count() == before
    name, table = next(iter(changes.on_tables()))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
    guards.install_after_migrate(using="default")
    assert [change.key for change in Change.objects.order_by("-pk")[:1]] == [EVERYTHING]
