"""Slugs that change: the steps of giving a record another one. Each runs inside its caller's transaction."""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace
from accounts.models import User
from finding.models import Former

WHOLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def checked(slug: str, *, most: int) -> str:
    """A slug that can stand in an address. Raises ``InvalidRequest``."""
    if not WHOLE.fullmatch(slug) or len(slug) > most:
        raise InvalidRequest(f"An address is small letters, digits and single hyphens, at most {most} in all.")
    return slug


def refuse(slug: str, rows: type[Former], of: str, *, but: Model | None = None, **scope: Any) -> None:
    """Raise ``InvalidRequest`` where a slug leads to another record already.

    ``of``: the column of ``rows`` that names records of this kind; ``scope``: what else is the same for all of it.
    """
    found = rows.objects.filter(**{f"{of}__isnull": False, "slug": slug, **scope}).select_related(of).first()
    if found is not None and getattr(found, of) != but:
        leads = f"The address “{slug}” leads to “{getattr(found, of)}”, which had it before"
        raise InvalidRequest(f"{leads}, and people follow links to it. Choose another one.")


def keep(record: Model, slug: str, rows: type[Former], of: str, *, by: User, **scope: Any) -> None:
    """From now on a slug that is nobody's leads to a record. Raises ``InvalidRequest`` where it leads to another."""
    refuse(slug, rows, of, but=record, **scope)
    if not rows.objects.filter(**{of: record, "slug": slug}).exists():
        columns: dict[str, Any] = {of: record, "slug": slug, "left_at": timezone.now(), "left_by": by, **scope}
        rows.objects.create(**columns)


def rename(
    record: Any, slug: str, rows: type[Former], of: str, *, by: User, what: str, kept: bool = True, **scope: Any
) -> str:
    """Give a record another slug, and keep the old one (where ``kept``); gives back the old one.

    ``record.slug`` is what its caller saw. Raises ``LostRace`` where it is another one by now, ``InvalidRequest``
    where the new one cannot be or is taken.
    """
    model: Any = type(record)
    old = record.slug
    checked(slug, most=model._meta.get_field("slug").max_length)  # noqa: SLF001 (documented by Django)
    now = model.objects.select_for_update().get(pk=record.pk)
    if now.slug != old:
        last = rows.objects.filter(**{of: record}).order_by("-left_at").select_related("left_by").first()
        who, when = (last.left_by, last.left_at) if last else (None, None)
        raise LostRace(f"its address is “{now.slug}” now", who=who, when=when, what=what)
    if slug == old:
        raise InvalidRequest("That is its address already.")
    refuse(slug, rows, of, but=record, **scope)
    if model.objects.filter(slug=slug, **scope).exists():
        raise InvalidRequest(f"Something else stands at “{slug}”. Choose another address.")
    # How django-simple-history is told who and why, where the record has a history.
    now._history_user, now._change_reason = by, f"Address changed from {old} to {slug}"  # noqa: SLF001
    try:
        with transaction.atomic():
            rows.objects.filter(**{of: record, "slug": slug}).delete()
            now.slug = slug
            now.save(update_fields=["slug"])
            if kept:
                keep(record, old, rows, of, by=by, **scope)
    except IntegrityError as error:
        raise InvalidRequest(f"Somebody else has just taken “{slug}”. Choose another address.") from error
    record.slug = slug
    return str(old)
