"""The index follows publishing, withdrawing and renaming in the transaction that did it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.roles import Role
from articles import indexing, richtext, workflow
from articles.models import ChangeKind, Edition, Topic, TopicName
from finding import index
from finding.models import Entry, IndexState, Kind, Start, Word
from finding.searching import Asked, Found, search
from resources import workflow as resources
from tests import makers
from tests.people import person
from tests.support import organisation

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    """The addresses of what a search finds, without the section."""
    return [result.href.partition("#")[0] for result in look(query).results]


def look(query: str) -> Found:
    return search(Asked(query, "en"))


def as_made_anew() -> tuple[list[object], list[object], list[object]]:
    """The whole index, without when it was written."""
    columns = [f.attname for f in Entry._meta.concrete_fields if f.attname not in ("id", "revision")]
    return (
        list(Entry.objects.order_by("ref", "language").values_list(*columns)),
        list(
            Word.objects.filter(entries__gt=0).order_by("language", "word").values_list("language", "word", "entries")
        ),
        list(
            Start.objects.order_by("entry__ref", "key", "label", "place").values_list(
                "entry__ref", "key", "label", "place"
            )
        ),
    )


def test_a_page_is_found_from_its_publishing_until_its_withdrawal() -> None:
    approved = makers.approved()
    assert not Entry.objects.filter(kind="article").exists()
    edition = workflow.publish(
        approved, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year()
    )
    path = edition.article.get_absolute_url()
    assert path in found(edition.title)
    workflow.withdraw(edition, reason="Not right.", by=makers.publisher())
    assert path not in found(edition.title)
    assert not Word.objects.filter(entries__lt=0).exists()


def test_a_failed_publishing_leaves_the_index_as_it_was() -> None:
    edition = makers.published()
    before = as_made_anew()
    with transaction.atomic():
        workflow.withdraw(edition, reason="Not right.", by=makers.publisher())
        assert as_made_anew() != before
        transaction.set_rollback(True)
    assert as_made_anew() == before
    assert edition.article.get_absolute_url() in found(edition.title)


def test_a_new_name_of_a_medicine_finds_its_pages_at_once_and_an_old_one_no_longer() -> None:
    edition = makers.published()
    medicine = edition.article.medicine
    assert medicine is not None
    name = TopicName.objects.create(topic=medicine, kind="brand", name="Zzyzxol")
    indexing.follow_topics(medicine)
    assert found("zzyzxol") == [medicine.get_absolute_url(), edition.article.get_absolute_url()]
    assert found("zzyxzol") == found("zzyzxol")  # two letters in the wrong order
    name.delete()
    indexing.follow_topics(Topic.objects.get(pk=medicine.pk))
    assert found("zzyzxol") == []


def test_an_article_is_found_by_the_words_of_its_answer_and_opens_at_its_top() -> None:
    text = makers.document()
    answer = text.answer.model_copy(update={"what_to_do": "Ask about the zebra protocol."})
    edition = makers.published(text=text.model_copy(update={"answer": answer}))
    assert edition.summary
    assert "zebra" not in edition.summary
    (result,) = look("zebra protocol").results
    assert (result.href, result.section) == (edition.article.get_absolute_url(), "")
    assert "<mark>zebra</mark>" in result.snippet


def test_an_organisation_is_found_while_readers_are_shown_it() -> None:
    curator = person(Role.CURATOR)
    record = organisation(name="Quiet Nights Trust")
    resources.save(record, by=curator, why="A better name")
    path = record.get_absolute_url()
    assert found("quiet nights") == [path]
    resources.archive(record, why="Closed.", by=curator)
    assert found("quiet nights") == []
    resources.archive(record, why="Open again.", by=curator, archived=False)
    assert found("nights quiet") == [path]


def test_a_rebuild_changes_nothing_that_followed_and_mends_what_did_not() -> None:
    edition = makers.published()
    call_command("rebuild_search", verbosity=0)
    before = as_made_anew()
    assert index.is_current()
    revision = IndexState.objects.get().revision
    assert indexing.rebuild() == 0
    assert as_made_anew() == before
    assert IndexState.objects.get().revision > revision
    indexing.forget(f"article:{edition.article_id}")
    index.replace({"article:999999": [index.Page("en", Kind.TAG, "/gone/", "Gone")]})
    assert indexing.rebuild() == 2
    assert as_made_anew() == before
    # Another way of reading texts: everything is read anew, and is the same where the way is the same.
    IndexState.objects.update(signature="older")
    assert indexing.rebuild() == len(before[0])
    assert as_made_anew() == before


def test_a_tag_is_found_while_readers_are_shown_an_organisation_under_it() -> None:
    curator = person(Role.CURATOR)
    tag, other, record = makers.tag(name="Helplines"), makers.tag(name="Groups"), organisation()
    placed = workflow.place(record, on=tag, by=curator)
    path = tag.get_absolute_url()
    assert path in found("helplines")
    resources.archive(record, why="Closed.", by=curator)
    assert path not in found("helplines")
    resources.archive(record, why="Open again.", by=curator, archived=False)
    assert path in found("helplines")
    placed.tag = other
    workflow.save_placement(placed, by=curator)
    assert path not in found("helplines")
    assert other.get_absolute_url() in found("groups")
    resources.remove(record, by=person(is_superuser=True))
    assert other.get_absolute_url() not in found("groups")


def test_a_new_name_of_a_condition_stands_on_the_hubs_of_its_medicines() -> None:
    condition = makers.condition(name="Bad dreams")
    medicine = makers.medicine()
    makers.published(of=makers.article(medicine=medicine, condition=condition))
    condition.name = "Nightmares"
    workflow.save_topic(condition, by=makers.publisher())
    (hub,) = Entry.objects.filter(ref=f"topic:{medicine.pk}", language="en")
    assert "Nightmares" in hub.summary
    before = as_made_anew()
    indexing.rebuild()
    assert as_made_anew() == before


def test_what_is_published_or_withdrawn_while_the_index_is_made_anew_stays_as_it_is() -> None:
    old = makers.published()
    new: list[Edition] = []

    def meanwhile(done: int, of: int) -> None:
        if not new:
            new.append(makers.published())
            workflow.withdraw(old, reason="Not right.", by=makers.publisher())

    indexing.rebuild(meanwhile)
    assert index.is_current()
    assert new[0].article.get_absolute_url() in found(new[0].title)
    assert not Entry.objects.filter(ref=f"article:{old.article_id}").exists()
    assert indexing.rebuild() == 0


def test_an_older_copy_of_a_topic_does_not_bring_its_old_address_back() -> None:
    topic = makers.published(of=makers.article(medicine=makers.medicine(slug="first"))).article.medicine
    assert topic is not None
    older = Topic.objects.get(pk=topic.pk)
    workflow.rename_topic(topic, "second", by=makers.publisher())
    older.description = "It helps people sleep."
    workflow.save_topic(older, by=makers.publisher())
    now = Topic.objects.get(pk=topic.pk)
    assert (now.slug, now.description) == ("second", "It helps people sleep.")


def test_a_list_is_told_as_sentences() -> None:
    items = "<li><p>you have <strong>chest pain</strong></p></li><li>you faint.</li><li>it is new</li>"
    text = f"<p>Call now if</p><ul>{items}</ul>"
    assert richtext.sentences_of(text) == "Call now if. you have chest pain; you faint. it is new."
    assert richtext.sentences_of("<p>It helps.</p><p>Ask why?</p>") == "It helps. Ask why?"
    assert richtext.sentences_of("") == ""
