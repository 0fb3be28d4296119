"""Taking content files in: each once, each in one transaction, through the workflow."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Byline, User
from articles import workflow
from articles.errors import NotReady, WorkflowError
from articles.models import LoadedFile, Placement, Source, Tag, Topic, TopicCode, TopicName
from articles.places import DocumentError, Problem
from articles.starter.files import FileError, article_of, content_files, parse
from articles.steps import STARTER_USERNAME
from resources.models import Contact, Organisation

_Row = TypeVar("_Row", bound=models.Model)

FIRST_REVIEW_AFTER = dt.timedelta(days=180)
"""Starter content that nobody has reviewed asks for a review within half a year."""


def load_folder(folder: Path, say: Callable[[str], object]) -> int:
    """Load every file that was not loaded before; returns how many were. ``say`` is told each file's name.

    Raises ``FileError`` at the first file that cannot be taken in; the files before it stay loaded, so the next start
    goes on from there.
    """
    done = set(LoadedFile.objects.values_list("name", flat=True))
    files = [path for path in content_files(folder) if path.relative_to(folder).as_posix() not in done]
    for path in files:
        say(path.relative_to(folder).as_posix())
        load_file(path, name=path.relative_to(folder).as_posix())
    return len(files)


@transaction.atomic
def load_file(path: Path, *, name: str) -> None:
    """Take in one file whole, or raise ``FileError`` and change nothing."""
    data = parse(path)
    loader = _loader()
    try:
        if "/" in name:
            _load_article(name, data, loader)
        else:
            _load_library(name, data, loader)
    except DocumentError as error:
        raise FileError(name, list(error.problems)) from error
    except NotReady as error:
        raise FileError(name, [Problem(issue.place, issue.rule) for issue in error.issues]) from error
    except WorkflowError as error:
        raise FileError(name, [Problem("article", str(error))]) from error
    LoadedFile.objects.create(name=name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), loaded_at=timezone.now())


def _loader() -> User:
    """The account under which starter content is written: no password, not active, so nobody can sign in with it."""
    loader, created = User.objects.get_or_create(
        username=STARTER_USERNAME, defaults={"first_name": "Starter", "last_name": "content", "is_active": False}
    )
    if created:
        loader.set_unusable_password()
        loader.save(update_fields=["password"])
    return loader


def _load_article(name: str, data: dict[str, Any], loader: User) -> None:
    file = article_of(name, data)
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=file.tags)}
    topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=[file.medicine, file.condition])}
    byline = Byline.objects.filter(key=file.byline).first()
    problems = [Problem("tags", f"there is no tag '{slug}'") for slug in file.tags if slug not in tags]
    problems += [
        Problem(field, f"there is no {field} '{slug}'")
        for field, slug in (("medicine", file.medicine), ("condition", file.condition))
        if slug is not None and (slug not in topics or topics[slug].kind != field)
    ]
    if byline is None:
        problems.append(Problem("byline", f"there is no byline '{file.byline}'"))
    if problems or byline is None:
        raise FileError(name, problems)
    workflow.publish_starter(
        by=loader,
        slug=file.slug,
        document=file.document,
        byline=byline,
        next_review_due=timezone.localdate() + FIRST_REVIEW_AFTER,
        medicine=topics.get(file.medicine or ""),
        condition=topics.get(file.condition or ""),
        tags=list(tags.values()),
    )


def _load_library(name: str, data: dict[str, Any], loader: User) -> None:
    kind = name.removesuffix("s.toml")
    records = data.get(kind)
    if not isinstance(records, list) or set(data) != {kind}:
        raise FileError(name, [Problem("file", f"must hold [[{kind}]] records and nothing else")])
    for number, record in enumerate(records, 1):
        title = record.get("key") or record.get("slug") or ""
        try:
            _RECORDS[kind](record, loader)
        except (ValidationError, TypeError, KeyError, models.ObjectDoesNotExist) as error:
            raise FileError(name, [Problem(f"{kind} {number} “{title}”", rule) for rule in _rules(error)]) from error


def _rules(error: Exception) -> list[str]:
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return [f"{field}: {text}" for field, texts in error.message_dict.items() for text in texts]
        return list(error.messages)
    if isinstance(error, KeyError):
        return [f"{error.args[0]} is missing"]
    return [str(error)]


def _made(instance: _Row) -> _Row:
    """Check a new row by its model's rules, then write it. Raises ``ValidationError``."""
    instance.full_clean()
    instance.save(force_insert=True)
    return instance


def _byline(record: dict[str, Any], _: User) -> None:
    _made(Byline(**record))


def _source(record: dict[str, Any], _: User) -> None:
    _made(Source(**record))


def _tag(record: dict[str, Any], _: User) -> None:
    _made(Tag(**record))


def _topic(record: dict[str, Any], _: User) -> None:
    names, codes = record.pop("names", []), record.pop("code", [])
    topic = _made(Topic(**record))
    for name in names:
        _made(TopicName(topic=topic, **name))
    for code in codes:
        _made(TopicCode(topic=topic, **code))


def _organisation(record: dict[str, Any], loader: User) -> None:
    contacts, tags = record.pop("contact", []), record.pop("tags", [])
    verified = {
        "verified_on": record.pop("verified_on"),
        "verified_by": loader,
        "verification_source": record.pop("verification_source"),
    }
    organisation = _made(Organisation(**_codes(record), **verified))
    for position, contact in enumerate(contacts):
        _made(Contact(organisation=organisation, position=position, **{**verified, **_codes(contact)}))
    for slug in tags:
        _made(Placement(organisation=organisation, tag=Tag.objects.get(slug=slug)))


def _codes(record: dict[str, Any]) -> dict[str, Any]:
    """Lists of country and language codes as the columns hold them."""
    return {
        key: ",".join(value) if key in ("countries", "languages") and isinstance(value, list) else value
        for key, value in record.items()
    }


_RECORDS: dict[str, Callable[[dict[str, Any], User], None]] = {
    "byline": _byline,
    "source": _source,
    "tag": _tag,
    "topic": _topic,
    "organisation": _organisation,
}
