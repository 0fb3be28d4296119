"""Writes to the vocabulary of medicines and conditions. Each is one transaction and leaves who and why."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.forms import model_to_dict

from accounts.models import User
from articles import indexing
from articles.errors import InvalidRequest, NotAllowed
from articles.models import Topic, TopicCode, TopicName
from resources import workflow as resources


@transaction.atomic
def save_topic(
    topic: Topic,
    *,
    by: User,
    why: str = "",
    names: Iterable[TopicName] = (),
    codes: Iterable[TopicCode] = (),
    gone: Iterable[TopicName | TopicCode] = (),
) -> Topic:
    """Write a new or changed topic as a form has it, with those of its names and codes that are new or changed.

    ``gone``: the names and codes that are deleted; they go first, so that another may take their place. Raises
    ``NotAllowed``, ``InvalidRequest`` where the topic was deleted meanwhile, Django's ``ValidationError``.
    """
    _require(by, "change" if topic.pk else "add")
    before = _hold(topic) if topic.pk else None
    if before is not None:
        # These make the address, which is changed by renaming alone: an older copy must not bring it back.
        topic.kind, topic.slug = before.kind, before.slug
    topic.full_clean()
    if before is None or model_to_dict(before) != model_to_dict(topic):
        _keep(topic, by=by, why=why)
    for row in gone:
        _delete(row, by=by, why=why)
    rows: list[TopicName | TopicCode] = [*names, *codes]
    for each in rows:
        each.topic = topic
        each.full_clean()
        _keep(each, by=by, why=why)
    indexing.follow_topics(topic)
    return topic


@transaction.atomic
def remove_topic(topic: Topic, *, by: User, why: str = "") -> Topic:
    """Delete a topic that no article is about, with its names and codes; their histories stay.

    Raises ``NotAllowed``, ``InvalidRequest`` where it was deleted meanwhile, Django's ``ProtectedError``.
    """
    _require(by, "delete")
    _hold(topic)
    for row in (*topic.names.all(), *topic.codes.all()):
        _delete(row, by=by, why=why)
    key = topic.pk
    resources.note(topic, by=by, why=why)
    topic.delete()
    # So that nobody who still holds it makes it anew by saving it.
    topic.pk = key
    indexing.forget(f"topic:{key}")
    return topic


def _require(by: User, right: str) -> None:
    if not by.has_perm(f"articles.{right}_topic"):
        raise NotAllowed("To keep medicines and conditions takes the role of publisher.")


def _hold(topic: Topic) -> Topic:
    """The topic as it stands. Nobody else writes it or its names and codes until this is done."""
    try:
        return Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    except Topic.DoesNotExist as error:
        raise InvalidRequest("It was deleted meanwhile.") from error


def _keep(row: Topic | TopicName | TopicCode, *, by: User, why: str) -> None:
    resources.note(row, by=by, why=why)
    row.save()


def _delete(row: TopicName | TopicCode, *, by: User, why: str) -> None:
    resources.note(row, by=by, why=why)
    row.delete()
