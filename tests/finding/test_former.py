"""Former slugs: an old address leads to the new one in one hop, for ever, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from articles import workflow
from articles.models import Article, ChangeKind, FormerSlug, Topic
from finding.models import Entry
from resources import workflow as resources
from resources.models import Organisation, ReaderReport
from tests import makers

pytestmark = pytest.mark.django_db


def article() -> Article:
    edition = makers.published(slug="old")
    makers.published(of=edition.article, change=ChangeKind.MAJOR, note="What changed.")
    return edition.article


def topic() -> Topic:
    found = makers.published().article.medicine
    assert found
    Topic.objects.filter(pk=found.pk).update(slug="old")
    found.refresh_from_db()
    return found


def organisation() -> Organisation:
    return makers.contact(of=makers.organisation(slug="old")).organisation


def rename(record: Any, slug: str) -> None:
    if isinstance(record, Article):
        workflow.rename_article(record, slug, by=makers.publisher())
    elif isinstance(record, Topic):
        workflow.rename_topic(record, slug, by=makers.publisher())
    else:
        resources.rename_organisation(record, slug, by=makers.superuser())


KINDS = pytest.mark.parametrize("make", [article, topic, organisation])


def hops(path: str) -> list[tuple[str, int]]:
    response = Client().get(path, follow=True)
    assert response.status_code == 200
    return list(response.redirect_chain)


@KINDS
def test_old_addresses_lead_there_in_one_hop_however_often_it_is_renamed(make: Callable[[], Any]) -> None:
    record = make()
    first = record.get_absolute_url()
    for slug in ("b", "c", "d"):
        rename(record, slug)
    last = record.get_absolute_url()
    assert set(
        Entry.objects.filter(ref=f"{type(record).__name__.lower()}:{record.pk}").values_list("path", flat=True)
    ) <= {last}
    for old in ("old", "b", "c"):
        assert hops(f"{first.replace('old', old)}?a=%0d%0a&b=//x") == [(f"{last}?a=%0d%0a&b=//x", 301)]
    assert hops(last) == []
    rename(record, "b")
    assert hops(first) == [(record.get_absolute_url(), 301)]
    assert sorted(record.former_slugs.values_list("slug", flat=True)) == ["c", "d", "old"]


@KINDS
def test_it_costs_nothing_where_the_page_is_and_one_query_where_it_is_not(
    make: Callable[[], Any], django_assert_max_num_queries: DjangoAssertNumQueries, client: Client
) -> None:
    record = make()
    path = record.get_absolute_url()
    with django_assert_max_num_queries(20) as there:
        assert client.get(path).status_code == 200
    assert "former" not in str(there.captured_queries)
    rename(record, "new")
    with django_assert_max_num_queries(5) as moved:
        assert client.get(path).status_code == 301
    assert [("former" in query["sql"]) for query in moved.captured_queries].count(True) == 1


@KINDS
def test_nobody_else_takes_a_former_slug(make: Callable[[], Any]) -> None:
    record = make()
    rename(record, "new")
    with pytest.raises(IntegrityError, match="not current for one and former for another"), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(slug="old")
    row = record.former_slugs.get()
    row.slug = "new"
    with pytest.raises(IntegrityError, match="not current for one and former"), transaction.atomic():
        row.save()
    other: dict[Any, Callable[[], Any]] = {
        Article: lambda: makers.published().article,
        Topic: makers.condition,
        Organisation: makers.organisation,
    }
    another = other[type(record)]()
    with pytest.raises(InvalidRequest, match="which had it before, and people follow links to it"):
        rename(another, "old")
    with pytest.raises(InvalidRequest, match="Something else stands at “new”"):
        rename(another, "new")
    another.slug = "old"
    if not isinstance(another, Article):
        with pytest.raises(ValidationError, match="had it before"):
            another.full_clean()


def test_the_rest_of_the_path_is_kept() -> None:
    record = article()
    rename(record, "new")
    for rest in ("history/", "editions/1/", "history/1/2/"):
        assert hops(f"/articles/old/{rest}") == [(f"/articles/new/{rest}", 301)]
    assert Client().get("/articles/old/editions/9/", follow=True).status_code == 404
    assert Client().head("/articles/old/").headers["Location"] == "/articles/new/"
    assert Client().post("/articles/old/").status_code == 405


def test_a_form_that_was_open_meanwhile_is_taken() -> None:
    record = organisation()
    contact = record.contacts.get()
    rename(record, "new")
    response = Client().post("/support/old/report/", {"contact": contact.pk, "trouble": "dead"})
    assert response.headers["Location"].startswith("/support/new/thanks/")
    assert ReaderReport.objects.get().contact == contact


def test_a_medicine_is_no_condition_and_an_archived_organisation_is_not_told() -> None:
    rename(topic(), "new")
    assert Client().get("/conditions/old/").status_code == 404
    line = organisation()
    rename(line, "new")
    resources.archive(line, why="Closed.", by=makers.superuser())
    assert Client().get("/support/old/").status_code == 404


def test_what_no_reader_was_shown_leaves_nothing_behind() -> None:
    draft = makers.draft(slug="old").article
    workflow.rename_article(draft, "new", by=makers.author())
    assert not FormerSlug.objects.exists()
    assert draft.events.filter(words="Address changed from “old” to “new”.").exists()
    makers.article(slug="old")


def test_who_renames_what_somebody_else_renamed_is_told() -> None:
    record, first = article(), makers.publisher(first_name="Kim")
    mine = Article.objects.get(pk=record.pk)
    workflow.rename_article(record, "theirs", by=first)
    with pytest.raises(LostRace, match=r"Kim .* got there first: its address is “theirs” now"):
        workflow.rename_article(mine, "mine", by=makers.publisher())
    with pytest.raises(NotAllowed):
        workflow.rename_article(record, "mine", by=makers.author())
    with pytest.raises(InvalidRequest, match="small letters, digits"):
        workflow.rename_article(record, "Not / a slug", by=first)


def test_slugs_of_another_language_are_another_s(settings: Any) -> None:
    record = article()
    rename(record, "new")
    assert makers.article(slug="old", language="fr").slug == "old"
    with pytest.raises(InvalidRequest, match="had it before"):
        makers.article(slug="old")
    columns = {"left_at": timezone.now(), "left_by": makers.author()}
    with pytest.raises(IntegrityError, match="language of its article"), transaction.atomic():
        FormerSlug.objects.create(article=record, language="fr", slug="x", **columns)


def test_ids_of_the_feed_stay_and_sitemaps_have_the_new_address_only(client: Client) -> None:
    record = article()
    ids = [line for line in client.get("/feed/").content.decode().split("<") if line.startswith("id>")]
    rename(record, "new")
    feed = client.get("/feed/").content.decode()
    assert [line for line in feed.split("<") if line.startswith("id>")] == ids
    assert "/articles/new/" in feed
    assert "/articles/old/" not in feed + client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("name", ["article", "topic", "organisation"])
def test_the_desk_changes_an_address(name: str) -> None:
    makes: dict[str, Callable[[], Any]] = {"article": article, "topic": topic, "organisation": organisation}
    record = makes[name]()
    by = makers.superuser()
    by.groups.set(makers.publisher().groups.all())
    desk, path = Client(), reverse(f"admin:desk-{name}-address", args=[record.pk])
    desk.force_login(by)
    assert record.get_absolute_url() in desk.get(path).content.decode()
    bad = desk.post(path, {"seen": "old", "slug": "Not good"})
    assert (bad.status_code, "small letters" in bad.content.decode(), "Not good" in bad.content.decode()) == (
        422,
        True,
        True,
    )
    assert desk.post(path, {"seen": "older", "slug": "new"}).status_code == 409
    done = desk.post(path, {"seen": "old", "slug": "new"}, follow=True)
    assert (done.status_code, "leads there." in done.content.decode()) == (200, True)
    assert "These lead there too" in desk.get(path).content.decode()
    record.refresh_from_db()
    assert (record.slug, record.former_slugs.get().left_by) == ("new", by)
    if name == "organisation":
        assert record.history.first().history_change_reason == "Address changed from old to new"
