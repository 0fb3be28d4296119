"""Related articles: what stands there, in which order, why, and that one query finds what a slow reckoning finds."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import pytest
from django.db.models import Max
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from articles import related, workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import Article, ChoiceKind, Edition, EventKind, RelatedChoice, Tag, Tagging
from articles.related import Related
from tests import makers

pytestmark = pytest.mark.django_db


def page(title: str, *tags: Tag, language: str = "en", translates: Article | None = None, **about: Any) -> Article:
    """A published article; about nothing else that others are about."""
    text = makers.short_document(title=title, language=language)
    found = makers.article(language=language, tags=tags, translation_of=translates, **about)
    return makers.published(of=found, text=text).article


def told(article: Article) -> list[tuple[str, str]]:
    return [(each.title, each.reason) for each in related.related(article)]


def titles(article: Article) -> list[str]:
    return [title for title, _ in told(article)]


def test_a_rare_tag_says_more_than_a_common_one_and_the_reason_names_what_is_shared() -> None:
    iron, sleep, legs = (makers.tag(name=name) for name in ("Iron", "Sleep", "SSRIs"))
    here = page("Here", iron, sleep, legs, medicine=(mirtazapine := makers.medicine(name="Mirtazapine")))
    for n in range(2):
        page(f"Common {n}", sleep)
    page("Rare", iron)
    page("Both", iron, sleep)
    page("Medicine", medicine=mirtazapine)
    page("Capitals", legs)
    found = titles(here)
    assert found.index("Both") < found.index("Capitals") < found.index("Rare") < found.index("Common 1")
    assert len(found) == related.SHOWN
    assert {
        ("Both", "Also about iron and sleep"),
        ("Medicine", "Also about mirtazapine"),
        ("Capitals", "Also about SSRIs"),
        ("Rare", "Also about iron"),
    } <= set(told(here))


def test_itself_and_what_readers_cannot_open_never_stand_there() -> None:
    tag = makers.tag()
    here = page("Here", tag)
    makers.draft(of=makers.article(tags=[tag]))
    workflow.withdraw(page("Gone", tag).editions.get(), reason="Wrong.", by=makers.publisher())
    page("There", tag)
    assert titles(here) == ["There"]


def test_a_retired_tag_does_not_count() -> None:
    tag = makers.tag()
    here, _ = page("Here", tag), page("There", tag)
    assert titles(here) == ["There"]
    workflow.retire(tag, why="Nobody looks for it.", by=makers.publisher())
    assert titles(here) == []


def test_another_language_stands_there_only_without_a_translation_and_is_marked(client: Client) -> None:
    tag = makers.tag()
    here, english = page("Here", tag), page("Beine", tag, language="de")
    own = page("Hier", tag, language="de", translates=here)
    with override("en"):
        assert [(each.title, each.foreign) for each in related.related(here)] == [("Beine", "German")]
        html = client.get(here.get_absolute_url()).content.decode()
    assert 'hreflang="de" lang="de">Beine</a><p>Also about' in html
    assert "(in German)</p>" in html
    french = page("Jambes", tag, language="fr", translates=english)
    assert titles(here) == ["Beine"]
    page("Legs", tag, translates=english)
    assert titles(here) == ["Legs"]
    assert titles(french) == ["Here"]
    assert titles(own) == ["Beine"]


def test_pinned_ones_stand_first_in_their_order_and_what_is_left_out_does_not() -> None:
    by, tag = makers.author(), makers.tag(name="Sleep")
    here, near, first, second = page("Here", tag), page("Near", tag), page("First"), page("Second", tag)
    workflow.relate_pin(here, first, words="For whoever <cares>", by=by)
    workflow.relate_pin(here, second, by=by)
    expected = [("First", "For whoever <cares>"), ("Second", "Also about sleep"), ("Near", "Also about sleep")]
    assert told(here) == expected
    workflow.relate_order(here, seen=[first.pk, second.pk], order=[second.pk, first.pk], by=by)
    workflow.relate_exclude(here, near, by=by)
    assert told(here) == [expected[1], expected[0]]
    workflow.relate_pin(here, first, by=by)
    assert told(here)[1] == ("First", "On a related subject")
    workflow.relate_clear(here, near, by=by)
    workflow.relate_clear(here, second, by=by)
    assert set(titles(here)) == {"First", "Second", "Near"}
    words = [event.words for event in here.events.filter(kind=EventKind.RELATED)]
    assert f"Pinned as related, in this order: {second.slug}, {first.slug}." in words
    assert len(words) == 7


def test_what_cannot_be_chosen() -> None:
    by, here, other = makers.author(), page("Here"), page("There")
    for do in (workflow.relate_pin, workflow.relate_exclude):
        with pytest.raises(InvalidRequest, match="not related to itself"):
            do(here, here, by=by)
    with pytest.raises(InvalidRequest, match="not published"):
        workflow.relate_pin(here, makers.article(), by=by)
    with pytest.raises(InvalidRequest, match="longer than 120"):
        workflow.relate_pin(here, other, words="x" * 121, by=by)
    with pytest.raises(InvalidRequest, match="any more"):
        workflow.relate_clear(here, other, by=by)
    workflow.relate_pin(here, other, by=by)
    with pytest.raises(LostRace, match="others are pinned now"):
        workflow.relate_order(here, seen=[], order=[], by=by)
    with pytest.raises(InvalidRequest, match="no order"):
        workflow.relate_order(here, seen=[other.pk], order=[other.pk, here.pk], by=by)
    for n in range(5):
        workflow.relate_pin(here, page(f"Another {n}"), by=by)
    with pytest.raises(InvalidRequest, match="6 are pinned already"):
        workflow.relate_pin(here, page("Too many"), by=by)


def test_it_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    tags = [makers.tag() for _ in range(12)]
    here = page("Here", *tags)
    for tag in tags:
        page(f"With {tag.slug}", tag, tags[0])
    here = Article.objects.select_related("medicine", "condition").get(pk=here.pk)
    with django_assert_num_queries(1):
        assert len(related.related(here)) == related.SHOWN


SHAPE = st.tuples(st.frozensets(st.integers(0, 4)), st.integers(0, 1), st.integers(0, 1), st.booleans())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shapes=st.lists(SHAPE, min_size=4, max_size=9),
    choices=st.dictionaries(st.integers(1, 9), st.sampled_from(ChoiceKind), max_size=3),
)
def test_the_query_finds_what_a_slow_reckoning_finds(
    shapes: list[tuple[frozenset[int], int, int, bool]], choices: dict[int, ChoiceKind]
) -> None:
    by, now = makers.author(), makers.tomorrow()
    tags = [makers.tag() for _ in range(5)]
    medicines, conditions = [makers.medicine(), makers.medicine()], [makers.condition(), makers.condition()]
    model = makers.starter(text=makers.short_document())
    articles = []
    for number, (chosen, medicine, condition, shown) in enumerate(shapes):
        about: dict[str, Any] = {"medicine": medicines[medicine], "condition": conditions[condition]}
        article = makers.article(by=by, tags=[tags[n] for n in sorted(chosen)], **about)
        articles.append(article)
        if shown or number == 0:
            text = makers.short_document(title=f"Page {number}")
            makers.published(of=article, text=text)
    for number, kind in choices.items():
        if number < len(articles):
            columns = {"kind": kind, "position": number if kind == ChoiceKind.PINNED else 0}
            RelatedChoice.objects.create(
                article=articles[0], other=articles[number], chosen_at=now, chosen_by=by, **columns
            )
    assert [each.article.pk for each in related.related(articles[0])] == reckoned(articles[0])
    assert model.article_id not in reckoned(articles[0])


def reckoned(here: Article) -> list[int]:
    """The keys of what is related, found by looking at every article."""
    highest = str(Article.objects.aggregate(most=Max("pk"))["most"])
    many = int(highest[0].ljust(len(highest), "0"))
    mine = set(here.tags.values_list("pk", flat=True))
    choices = {choice.other_id: choice for choice in here.related_choices.all()}
    found: list[tuple[tuple[bool, int, float, int], int]] = []
    for edition in Edition.objects.published().exclude(article=here).select_related("article"):
        other, choice = edition.article, choices.get(edition.article_id)
        shared = Tagging.objects.filter(article=other, tag__in=mine).values_list("tag", flat=True)
        score = sum(log(1 + many / Tagging.objects.filter(tag=tag).count()) for tag in shared)
        score += related.SAME_TOPIC * (
            (other.medicine_id == here.medicine_id) + (other.condition_id == here.condition_id)
        )
        pinned = choice is not None and choice.kind == ChoiceKind.PINNED
        if (score > 0 or pinned) and not (choice and not pinned):
            position = choice.position if choice else 0
            found.append(((not pinned, position if pinned else 0, -round(score, 9), -other.pk), other.pk))
    return [key for _, key in sorted(found)][: related.SHOWN]


def test_each_says_what_its_score_is_made_of() -> None:
    tag, medicine = makers.tag(name="Iron"), makers.medicine(name="Mirtazapine")
    here, _ = page("Here", tag, medicine=medicine), page("There", tag, medicine=medicine)
    found: Sequence[Related] = related.related(here)
    assert "Mirtazapine 3.0" in found[0].made_of
    assert "(on 2 articles)" in found[0].made_of
    assert found[0].score == pytest.approx(sum(each.weight for each in found[0].shared))
