"""Rules that hold for every model of ours, also for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django_countries.fields import CountryField
from simple_history.models import HistoricalChanges

from accounts.models import Byline, User

pytestmark = pytest.mark.django_db

OURS = [
    model
    for label in ("accounts", "finding", "resources", "articles")
    for model in apps.get_app_config(label).get_models()
    # Histories are what django-simple-history writes, and shown on the page of their record.
    if not issubclass(model, HistoricalChanges)
]


def named(value: Any) -> str:
    return value if isinstance(value, str) else str(value.__name__)


def names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def pairs() -> Iterator[tuple[type[models.Model], str, str]]:
    """Every "when" of a model with the "who" that belongs to it."""
    for model in OURS:
        for name in sorted(names(model)):
            stem, _, end = name.rpartition("_")
            if end in ("at", "on") and f"{stem}_by" in names(model):
                yield model, name, f"{stem}_by"


def referenced(condition: Q) -> set[str]:
    found: set[str] = set()
    for child in condition.children:
        found |= referenced(child) if isinstance(child, Q) else {str(child[0]).split("__")[0]}  # type: ignore[index]
    return found


def checks(model: type[models.Model], name: str) -> list[Q]:
    constraints = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    return [c.condition for c in constraints if isinstance(c.condition, Q) and name in referenced(c.condition)]


def possible_values(model: type[models.Model], name: str) -> list[Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    values: list[Any] = [None] if field.null else []
    if field.choices:
        return [*values, "", *(value for value, _ in field.flatchoices)]
    if isinstance(field, models.DateTimeField):
        return [*values, timezone.now()]
    if isinstance(field, models.DateField):
        return [*values, timezone.localdate()]
    if isinstance(field, models.CharField | models.TextField):
        return [*values, "", "x"]
    return [*values, 1]


def always_refused(model: type[models.Model], **given: Any) -> bool:
    """Whether some check of the model refuses these values whatever the other columns hold."""

    def refuses(condition: Q) -> bool:
        others = sorted(referenced(condition) - set(given))
        for values in product(*(possible_values(model, name) for name in others)):
            row = dict(zip(others, values, strict=True)) | given
            if condition.check({name: typed(model, name, value) for name, value in row.items()}):
                return False
        return True

    candidates = checks(model, next(iter(given)))
    return any(set(given) <= referenced(condition) and refuses(condition) for condition in candidates)


def typed(model: type[models.Model], name: str, value: Any) -> Value:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, models.ForeignKey):
        field = models.BigIntegerField(null=True)
    return Value(value, output_field=field)


def test_there_are_pairs_to_prove() -> None:
    found = {(model._meta.model_name, when) for model, when, _ in pairs()}
    assert found == {
        *(("edition", f"{verb}_at") for verb in ("created", "saved", "moved", "submitted", "published", "withdrawn")),
        ("edition", "claimed_at"),
        ("edition", "scheduled_at"),
        ("invitation", "invited_at"),
        ("invitation", "revoked_at"),
        ("identitycheck", "checked_at"),
        ("comment", "resolved_at"),
        ("setaside", "set_aside_at"),
        ("kepttext", "saved_at"),
        ("article", "created_at"),
        ("relatedchoice", "chosen_at"),
        ("tagchange", "made_at"),
        ("organisation", "verified_on"),
        ("contact", "verified_on"),
        ("organisation", "proposed_at"),
        ("link", "settled_at"),
        ("readerreport", "settled_at"),
        ("redirect", "made_at"),
        ("missingaddress", "passed_over_at"),
        ("missingword", "passed_over_at"),
        ("formerslug", "left_at"),
        ("formerorganisationslug", "left_at"),
    }


@pytest.mark.parametrize(("model", "when", "who"), list(pairs()), ids=named)
def test_who_and_when_are_both_there_or_both_not(model: type[models.Model], when: str, who: str) -> None:
    if not model._meta.get_field(when).null and not model._meta.get_field(who).null:
        return
    date = possible_values(model, when)[-1]
    assert always_refused(model, **{when: date, who: None})
    assert always_refused(model, **{when: None, who: 1})


CHOICES = [
    (model, field.name)
    for model in OURS
    for field in model._meta.concrete_fields
    # The list of countries is not ours; a country that changes its code must not break the table.
    if field.choices and not isinstance(field, CountryField)
]


def test_there_are_choices_to_prove() -> None:
    assert len(CHOICES) >= 17


@pytest.mark.parametrize(("model", "name"), CHOICES, ids=named)
def test_choices_are_a_rule_of_the_database(model: type[models.Model], name: str) -> None:
    assert always_refused(model, **{name: "no-such-choice"})


def test_history_protects_people() -> None:
    pointing = [
        field
        for model in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in (User, Byline)
    ]
    assert len(pointing) > 12
    for field in pointing:
        assert field.remote_field.on_delete is models.PROTECT, field
