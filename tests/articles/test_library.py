"""The library of sources and the vocabulary: what is wrong is told where it is entered, not to whoever cites it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Source, Topic, TopicCode, TopicName
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"key": "Rottach_2008"}, "key"),
        ({"key": "a--b"}, "key"),
        ({"year": 12008}, "year"),
        ({"title": " "}, "title"),
        ({"url": "ftp://example.org/"}, "url"),
        ({"doi": "https://doi.org/10.1000/1"}, "doi"),
        ({"doi": "10.1000/1\n"}, "doi"),
        ({"pmid": "PMC1"}, "pmid"),
        ({"pmid": "1\n"}, "pmid"),
        ({"kind": "blog"}, "kind"),
        ({"standing": "doubtful"}, "standing"),
    ],
)
def test_a_source_that_no_document_could_hold_is_refused(columns: dict[str, Any], field: str) -> None:
    source = makers.source(key="rottach-2008")
    source.full_clean()
    for name, value in columns.items():
        setattr(source, name, value)
    with pytest.raises(ValidationError) as raised:
        source.full_clean()
    assert field in raised.value.message_dict


def test_a_source_is_in_a_document_as_the_library_holds_it() -> None:
    source = makers.source(key="rottach-2008", doi="10.1000/1", pmid="1", publisher="Elsevier")
    record = source.record()
    assert {name: getattr(record, name) for name in type(record).model_fields} == {
        name: getattr(source, name) for name in type(record).model_fields
    }
    assert str(source) == "rottach-2008: A study named rottach-2008"


@pytest.mark.parametrize("columns", [{"kind": "blog"}, {"standing": "doubtful"}])
def test_the_database_refuses_unknown_kinds_and_standings(columns: dict[str, str]) -> None:
    makers.source()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.update(**columns)


def test_a_name_and_a_code_mean_one_topic() -> None:
    one, two = makers.medicine(name="Mirtazapine"), makers.medicine()
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=two.pk).update(name="Mirtazapine")
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicCode.objects.filter(topic=two).update(value=one.codes.get().value)
    name = one.names.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicName.objects.create(
            topic=one, kind="synonym", name=name.name, language=name.language, country=name.country
        )
    assert makers.condition(name="Mirtazapine").pk
