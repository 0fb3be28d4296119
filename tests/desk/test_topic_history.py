"""Medicines and conditions are written in one step with their names and codes, and what changed stays to be read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from accounts.errors import InvalidRequest
from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.models import Topic, TopicCode, TopicName
from tests import makers

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(topic: int) -> str:
    response = client_of(makers.person(Role.CURATOR)).get(reverse("admin:desk-topic-history", args=[topic]))
    assert response.status_code == 200
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def sent(topic: Topic | None = None, *, names: list[dict[str, Any]] = [], **fields: Any) -> dict[str, Any]:  # noqa: B006
    """What the form of a topic sends, with boxes for names and none for codes."""
    known = topic.names.count() if topic else 0
    data: dict[str, Any] = {"name": topic.name if topic else "", "description": "", "why": "", **fields}
    for prefix, total, initial in (("names", len(names), known), ("codes", 0, 0)):
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}
    for number, name in enumerate(names):
        data |= {f"names-{number}-{key}": value for key, value in {"kind": "lay", **name}.items()}
    return data


def test_a_topic_is_written_with_its_names_and_codes_and_each_change_is_told() -> None:
    publisher = makers.publisher()
    made = Topic(slug="rls", kind="condition", name="Restless legs")
    lay, code = TopicName(kind="lay", name="Jumpy legs", language="en"), TopicCode(system="mesh", value="D012148")
    topic = workflow.save_topic(made, by=publisher, names=[lay], codes=[code], why="Readers ask")
    topic.name = "Restless legs syndrome"
    other = TopicName(kind="lay", name="Jumpy legs", language="en", country="")
    workflow.save_topic(topic, by=publisher, names=[other], gone=[lay], why="The usual name")
    assert topic.names.get() == other
    told = words(topic.pk)
    assert f"The topic changed by {publisher}: The usual name Name: Restless legs → Restless legs syndrome" in told
    assert f"The name “Jumpy legs” deleted by {publisher}: The usual name" in told
    assert f"The code MeSH D012148 entered by {publisher}: Readers ask" in told
    count = topic.history.count()
    workflow.save_topic(topic, by=publisher)
    assert topic.history.count() == count, "what did not change leaves no row"


def test_a_topic_of_an_article_stays_and_another_goes_with_its_names() -> None:
    publisher, topic = makers.publisher(), makers.medicine()
    key = topic.pk
    workflow.remove_topic(topic, by=publisher, why="A twin")
    assert not Topic.objects.filter(pk=key).exists()
    for model in (Topic, TopicName, TopicCode):
        row = model.history.filter(history_type="-").get()
        assert (row.history_user, row.history_change_reason) == (publisher, "A twin")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.history.filter(history_type="-").update(history_change_reason="Another")
    for do in (workflow.remove_topic, workflow.save_topic):
        with pytest.raises(InvalidRequest, match="deleted meanwhile"):
            do(topic, by=publisher)
    used = makers.article().medicine
    assert used
    with pytest.raises(ProtectedError):
        workflow.remove_topic(used, by=publisher)
    assert used.names.exists()


def test_the_forms_of_the_admin_write_through_the_workflow() -> None:
    publisher = makers.publisher()
    client = client_of(publisher)
    new = sent(kind="condition", name="Sleepiness", slug="sleepiness", names=[{"name": "Groggy", "language": "en"}])
    assert client.post(reverse("admin:articles_topic_add"), new).status_code == 302
    topic = Topic.objects.get(slug="sleepiness")
    name = topic.names.get()
    address = reverse("admin:articles_topic_change", args=[topic.pk])
    box = {"id": name.pk, "topic": topic.pk, "name": "Groggy", "language": "en", "DELETE": "on"}
    other = {"topic": topic.pk, "name": "Knocked out", "kind": "search"}
    assert client.post(address, sent(topic, names=[box, other], why="Nobody says it")).status_code == 302
    assert topic.names.get().name == "Knocked out"
    assert f"The name “Groggy” deleted by {publisher}: Nobody says it" in words(topic.pk)
    history = reverse("admin:articles_topic_history", args=[topic.pk])
    assert client.get(history).headers["Location"] == reverse("admin:desk-topic-history", args=[topic.pk])
    makers.condition(name="Drowsiness")
    response = client.post(address, sent(topic, name="Drowsiness"))
    assert "There is another one of this name." in response.content.decode()
    single = reverse("admin:articles_topicname_change", args=[topic.names.get().pk])
    assert client.post(single, {"kind": "lay", "name": "Dopey", "language": "en"}).status_code == 302
    newest = TopicName.history.first()
    assert newest
    assert (newest.name, newest.history_user) == ("Dopey", publisher)
    assert client.post(single.replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert not topic.names.exists()


def test_a_name_is_of_its_language_or_of_every_one_and_some_are_for_finding_only() -> None:
    topic = makers.condition()
    rows = [("lay", "Jumpy legs", "en"), ("lay", "Unruhige Beine", "de"), ("synonym", "RLS", ""), ("search", "WED", "")]
    names = [TopicName(kind=kind, name=name, language=language) for kind, name, language in rows]
    workflow.save_topic(topic, by=makers.publisher(), names=names)
    assert [str(each) for each in topic.names.shown("en")] == ["Jumpy legs", "RLS"]
    assert [str(each) for each in topic.names.shown("de")] == ["RLS", "Unruhige Beine"]
    with pytest.raises(ValidationError):
        workflow.save_topic(topic, by=makers.publisher(), names=[TopicName(kind="lay", name="")])
