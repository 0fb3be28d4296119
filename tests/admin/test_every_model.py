"""Every model is in the admin, each list costs a constant number of queries, and no role does more than it may."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from simple_history.models import HistoricalChanges

from accounts.roles import Role
from articles import workflow
from articles.models import Edition, LoadedFile, Review, Section, Source, Standing
from tests import makers

pytestmark = pytest.mark.django_db
OURS = [
    model
    for label in ("accounts", "resources", "articles")
    for model in apps.get_app_config(label).get_models()
    # Histories are what django-simple-history writes, and shown on the page of their record.
    if not issubclass(model, HistoricalChanges)
]
WRITTEN_BY_THE_WORKFLOW = (
    *("article", "edition", "section", "point", "citation", "contribution", "review", "event"),
    *("tag", "tagname", "tagchange", "tagging"),
)


def staff(*roles: Role, superuser: bool = False) -> Client:
    client = Client()
    client.force_login(makers.superuser() if superuser else makers.person(*roles))
    return client


def test_every_model_is_registered_with_columns_and_search() -> None:
    for model in OURS:
        registered = admin.site._registry[model]
        assert registered.list_display != ("__str__",), model
        assert registered.search_fields, model
        assert registered.list_filter or registered.date_hierarchy, model


def test_lists_cost_a_constant_number_of_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = staff(superuser=True)
    for _ in range(3):
        makers.published()
        makers.contact()
    for model in OURS:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        with django_assert_max_num_queries(14):
            assert client.get(address).status_code == 200, address


def test_what_the_workflow_writes_is_read_only_even_for_a_superuser() -> None:
    client, edition = staff(superuser=True), makers.published()
    rows = {"edition": edition, "article": edition.article, "section": Section.objects.all()[0]}
    for name, row in (rows | {"review": Review.objects.get()}).items():
        address = reverse(f"admin:articles_{name}_change", args=[row.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"title": "Other"}).status_code == 403
        assert client.post(reverse(f"admin:articles_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    for name in WRITTEN_BY_THE_WORKFLOW:
        assert client.get(reverse(f"admin:articles_{name}_add")).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_and_none_deletes_history(role: Role) -> None:
    client, edition = staff(role), makers.published()
    assert client.get(reverse("admin:articles_edition_change", args=[edition.pk])).status_code == 200
    assert client.post(reverse("admin:articles_edition_delete", args=[edition.pk])).status_code == 403
    assert client.get(reverse("admin:articles_loadedfile_changelist")).status_code == 403
    assert not LoadedFile.objects.exists()


def test_a_stranger_and_a_reader_without_staff_see_the_sign_in() -> None:
    client = Client()
    client.force_login(makers.person(Role.AUTHOR, is_staff=False))
    for each in (client, Client()):
        assert each.get(reverse("admin:articles_edition_changelist")).status_code == 302


def test_public_addresses_stay_once_given() -> None:
    client = staff(Role.PUBLISHER)
    topic = makers.condition(slug="old")
    inlines = {f"{name}-{count}_FORMS": 0 for name in ("names", "codes") for count in ("TOTAL", "INITIAL")}
    data = {"name": "New name", "kind": "medicine", "slug": "new"}
    client.post(reverse("admin:articles_topic_change", args=[topic.pk]), data | inlines)
    topic.refresh_from_db()
    assert (topic.name, topic.slug, topic.kind) == ("New name", "old", "condition")


@pytest.mark.parametrize(("role", "lifted"), [(Role.AUTHOR, False), (Role.PUBLISHER, True)])
def test_a_retraction_is_lifted_by_a_publisher_only(role: Role, *, lifted: bool) -> None:
    source = makers.source(key="wrong-2020", standing=Standing.RETRACTED)
    data = {"key": "renamed", "kind": "study", "title": "A study", "standing": "current"}
    assert staff(role).post(reverse("admin:articles_source_change", args=[source.pk]), data).status_code == 302
    found = Source.objects.get(pk=source.pk)
    assert (found.key, found.standing) == ("wrong-2020", Standing.CURRENT if lifted else Standing.RETRACTED)


def test_what_a_person_says_of_a_source_s_address_the_link_checker_does_not_take_back() -> None:
    source = makers.source(key="gone-2020", url="https://gone.example/")
    path, client = reverse("admin:articles_source_change", args=[source.pk]), staff(Role.AUTHOR)
    data = {"kind": "study", "title": "A study", "standing": "current", "url": source.url}
    for half in ({"broken_since": "2026-01-01"}, {"broken_why": "It is gone."}):
        assert b"needs its day and what was found" in client.post(path, data | half).content
    whole = {"broken_since": "2026-01-01", "broken_why": "It is gone."}
    assert client.post(path, data | whole).status_code == 302
    workflow.mark_sources(makers.link(url=source.url))
    found = Source.objects.get(pk=source.pk)
    assert (found.broken_why, found.broken_by is not None) == ("It is gone.", True)
    assert client.post(path, data).status_code == 302
    assert Source.objects.get(pk=source.pk).broken_by is None


def test_an_unreviewed_edition_says_so_in_the_list() -> None:
    makers.starter()
    html = staff(Role.PUBLISHER).get(reverse("admin:articles_edition_changelist")).content.decode()
    assert "no clinician yet" in html
    assert Edition.objects.get().unreviewed
