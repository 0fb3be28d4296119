"""Taking content files in: each once, each in one transaction, through the workflow."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Byline, User
from accounts.starter import CONTENT_USERNAME
from articles import richtext, workflow
from articles.errors import InvalidRequest, NotReady, WorkflowError
from articles.models import Article, LoadedFile, Placement, Source, Tag, Topic, TopicCode, TopicName
from articles.places import DocumentError, Problem
from articles.starter.files import ArticleFile, FileError, article_of, content_files, identity_of, parse
from resources import indexing
from resources import workflow as resources
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
    """Take in one file whole, or raise ``FileError`` and change nothing. A file that is loaded already is left alone.

    The note that it was loaded is written first: of two processes that start together, the second waits for the first
    at that row and then has nothing to do.
    """
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    _, mine = LoadedFile.objects.get_or_create(name=name, defaults={"sha256": sha256, "loaded_at": timezone.now()})
    if not mine:
        return
    data = parse(path, name=name)
    loader = _loader()
    try:
        if "/" in name:
            _load_article(name, data, loader, path.parent)
        else:
            _load_library(name, data, loader)
    except DocumentError as error:
        raise FileError(name, list(error.problems)) from error
    except NotReady as error:
        raise FileError(name, list(error.issues)) from error
    except WorkflowError as error:
        raise FileError(name, [Problem("article", str(error))]) from error


def _loader() -> User:
    """The account under which starter content is written: no password, not active, so nobody can sign in with it."""
    loader, created = User.objects.get_or_create(
        username=CONTENT_USERNAME, defaults={"first_name": "Starter", "last_name": "content", "is_active": False}
    )
    if created:
        loader.set_unusable_password()
        loader.save(update_fields=["password"])
    return loader


def _load_article(name: str, data: dict[str, Any], loader: User, folder: Path) -> None:
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
    problems += _links_that_lead_nowhere(file, folder)
    if byline is None:
        problems.append(Problem("byline", f"there is no byline '{file.byline}'"))
    if problems or byline is None:
        raise FileError(name, problems)
    workflow.publish_starter(
        by=loader,
        slug=file.slug,
        identity=file.identity,
        document=file.document,
        byline=byline,
        next_review_due=timezone.localdate() + FIRST_REVIEW_AFTER,
        medicine=topics.get(file.medicine or ""),
        condition=topics.get(file.condition or ""),
        tags=list(tags.values()),
    )


def _links_that_lead_nowhere(file: ArticleFile, folder: Path) -> list[Problem]:
    """A problem for each link to an article that neither the site nor the folder has."""
    wanted = {identity_of(slug, file.document.language): slug for slug in file.links}
    there = set(Article.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)) if wanted else set()
    if wanted.keys() - there:
        for path in folder.glob("*.toml"):
            data = parse(path, name=path.name)
            there.add(identity_of(str(data.get("slug")), str(data.get("language"))))
    return [Problem("links", f"there is no article '{wanted[each]}' to link") for each in wanted if each not in there]


def _load_library(name: str, data: dict[str, Any], loader: User) -> None:
    kind = name.removesuffix("s.toml")
    records = data.get(kind)
    if not isinstance(records, list) or set(data) != {kind}:
        raise FileError(name, [Problem("file", f"must hold [[{kind}]] records and nothing else")])
    for number, record in enumerate(records, 1):
        place = f"{kind} {number}{_named(record)}"
        try:
            _RECORDS[kind](_table(record), loader)
        except ValidationError as error:
            raise FileError(name, [Problem(place, rule) for rule in _rules(error)]) from error


def _named(record: Any) -> str:
    names = (record.get(field) for field in ("key", "slug", "name")) if isinstance(record, dict) else ()
    return next((f" “{name}”" for name in names if isinstance(name, str) and name), "")


def _rules(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            text if field == NON_FIELD_ERRORS else f"{field}: {text}"
            for field, texts in error.message_dict.items()
            for text in texts
        ]
    return list(error.messages)


def _table(value: Any) -> dict[str, Any]:
    """The value as a record's fields. Raises ``ValidationError`` where it is none."""
    if not isinstance(value, dict):
        raise ValidationError(f"{value!r} must be a group of fields")
    return value


def _list(record: dict[str, Any], field: str) -> list[Any]:
    """Take a list (empty where absent) out of a record. Raises ``ValidationError`` where it is something else."""
    found = record.pop(field, [])
    if not isinstance(found, list):
        raise ValidationError({field: "must be a list"})
    return found


def _made(model: type[_Row], record: dict[str, Any], *, by: User | None = None, **given: Any) -> _Row:
    """Check a record by its model's rules, then write it as a new row. Raises ``ValidationError``."""
    row = _checked(model, record, **given)
    if by is not None:
        resources.note(row, by=by, why="Starter content")
    row.save(force_insert=True)
    if isinstance(row, Organisation):
        indexing.follow(row)
    return row


def _checked(model: type[_Row], record: dict[str, Any], **given: Any) -> _Row:
    """A record as a row that its model's rules allow, not written yet. Raises ``ValidationError``."""
    fields = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 (public API of Django)
    for name, value in record.items():
        if name not in fields or fields[name].primary_key or fields[name].is_relation or name in given:
            raise ValidationError({NON_FIELD_ERRORS: f"{name} is not a field of this record"})
        if (rule := _broken_rule(fields[name], value)) is not None:
            raise ValidationError({name: rule})
    row = model(**record, **given)
    row.full_clean()
    return row


def _broken_rule(field: models.Field[Any, Any], value: Any) -> str | None:
    """What is wrong with the type of a value, which Django would convert or choke on."""
    for kinds, wanted, rule in (
        (models.BooleanField, bool, "must be true or false"),
        (models.IntegerField, int, "must be a whole number"),
        (models.DateField, dt.date, "must be a date, such as 2026-11-22"),
        (models.CharField | models.TextField, str, "must be text"),
    ):
        if isinstance(field, kinds):
            if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
                return rule
            break
    if isinstance(value, str) and richtext.lines(value) != value.strip():
        return "has control characters"
    return None


def _byline(record: dict[str, Any], _: User) -> None:
    _made(Byline, record)


def _source(record: dict[str, Any], loader: User) -> None:
    _made(Source, record, by=loader)


def _tag(record: dict[str, Any], loader: User) -> None:
    synonyms = _list(record, "synonyms")
    if unknown := set(record) - {"slug", "name", "description"}:
        raise ValidationError({NON_FIELD_ERRORS: f"{min(unknown)} is not a field of this record"})
    if any(not isinstance(word, str) for word in synonyms):
        raise ValidationError({"synonyms": "must be a list of words"})
    _checked(Tag, record)
    try:
        workflow.start_tag(by=loader, **record, synonyms=[(settings.LANGUAGE_CODE, word) for word in synonyms])
    except InvalidRequest as error:
        raise ValidationError(str(error)) from error


def _topic(record: dict[str, Any], loader: User) -> None:
    names, codes = _list(record, "names"), _list(record, "code")
    topic = _made(Topic, record, by=loader)
    for name in names:
        _made(TopicName, _table(name), by=loader, topic=topic)
    for code in codes:
        _made(TopicCode, _table(code), by=loader, topic=topic)


def _organisation(record: dict[str, Any], loader: User) -> None:
    contacts, tags = _list(record, "contact"), _list(record, "tags")
    verified = {field: record.pop(field, None) for field in ("verified_on", "verification_source")}
    if missing := [field for field, value in verified.items() if not value]:
        raise ValidationError({missing[0]: "is missing"})
    organisation = _made(Organisation, _codes(record), by=loader, verified_by=loader, **verified)
    for position, contact in enumerate(contacts):
        own = {**verified, **_codes(_table(contact))}
        _made(Contact, own, by=loader, organisation=organisation, position=position, verified_by=loader)
    if len(set(map(str, tags))) != len(tags):
        raise ValidationError({"tags": "the same tag stands there twice"})
    for slug in tags:
        tag = Tag.objects.filter(slug=str(slug)).first()
        if tag is None:
            raise ValidationError({"tags": f"there is no tag '{slug}'"})
        _made(Placement, {}, by=loader, organisation=organisation, tag=tag)


def _codes(record: dict[str, Any]) -> dict[str, Any]:
    """Lists of country and language codes as the columns hold them."""
    return {
        key: ",".join(map(str, value)) if key in ("countries", "languages") and isinstance(value, list) else value
        for key, value in record.items()
    }


_RECORDS: dict[str, Callable[[dict[str, Any], User], None]] = {
    "byline": _byline,
    "source": _source,
    "tag": _tag,
    "topic": _topic,
    "organisation": _organisation,
}
