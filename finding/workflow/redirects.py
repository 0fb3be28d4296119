"""Redirects that staff add. Each function is one transaction; who and why stand in the history of the redirect.

No target is ever the path of a redirect, so one hop is all there is: a target that is led on is refused, and where a
redirect is added for what others lead to, those lead where it leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.models import User
from accounts.plain_text import plain
from accounts.roles import Role, has_role
from finding import paths
from finding.models import MissingAddress, Redirect

KEEPERS = (Role.PUBLISHER, Role.ADMINISTRATOR)
NOTE = 300
PART = 500
"""Rows of one statement."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A redirect as it is to be: ``path`` and ``target`` in the form of ``finding.paths``."""

    path: str
    target: str
    note: str = ""


def may_keep(user: User) -> bool:
    """Whether somebody keeps redirects."""
    return has_role(user, *KEEPERS)


def require_keeper(by: User) -> None:
    """Raise ``NotAllowed`` for whoever does not keep redirects."""
    if not may_keep(by):
        raise NotAllowed.needs("keep redirects", *KEEPERS)


@transaction.atomic
def add_redirect(*, path: str, target: str, by: User, note: str = "") -> Redirect:
    """Let an address lead to a page. Raises ``NotAllowed``, ``InvalidRequest``."""
    require_keeper(by)
    hold_redirects()
    wanted = _wanted(path, target, note)
    if there := Redirect.objects.filter(path=wanted.path).first():
        raise InvalidRequest(f"{wanted.path} leads to {there.target} already.")
    write([wanted], by=by, why="Added")
    return Redirect.objects.get(path=wanted.path)


@transaction.atomic
def change_redirect(redirect: Redirect, *, target: str, by: User, note: str = "") -> Redirect:
    """Let a redirect lead to another page. ``redirect`` is as somebody saw it.

    Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest``.
    """
    require_keeper(by)
    hold_redirects()
    _as_seen(redirect)
    write([_wanted(paths.header(redirect.path), target, note)], by=by, why="Changed")
    redirect.refresh_from_db()
    return redirect


@transaction.atomic
def remove_redirect(redirect: Redirect, *, by: User) -> None:
    """Let an address lead nowhere again. Its history stays. Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest``."""
    require_keeper(by)
    hold_redirects()
    now = _as_seen(redirect)
    _note(now, by=by, why="Removed")
    now.delete()


@transaction.atomic
def import_redirects(wanted: Sequence[Wanted], *, file_name: str, by: User) -> None:
    """Write new and changed redirects of a table, all of them or none. Raises ``NotAllowed``, ``InvalidRequest``."""
    require_keeper(by)
    hold_redirects()
    write(wanted, by=by, why=f"Imported from {plain(file_name)[:200]}")


def hold_redirects() -> None:
    """Let nobody else write redirects until the transaction ends; on SQLite nobody can anyway. Readers never wait.

    Whether a target is led on is asked of all of them, so two that are added at once must not pass each other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE finding_redirect IN SHARE ROW EXCLUSIVE MODE")


def led_on(wanted: Sequence[Wanted], existing: Sequence[Redirect]) -> list[Wanted]:
    """The redirects that are there and lead to what is led on now: each as it will be."""
    further = {each.path: each.target for each in wanted}
    return [
        Wanted(each.path, further[paths.asked(each.target) or ""], each.note)
        for each in existing
        if each.path not in further and (paths.asked(each.target) or "") in further
    ]


def write(wanted: Sequence[Wanted], *, by: User, why: str) -> None:
    """Write redirects, and lead on those that led to one of their paths. Raises ``InvalidRequest``."""
    existing = {each.path: each for each in Redirect.objects.all()} if wanted[1:] else _around(wanted)
    known = {*existing, *(each.path for each in wanted)}
    for each in wanted:
        if (paths.asked(each.target) or "") in known:
            raise InvalidRequest(f"{each.target} leads to another page itself: write that page instead.")
    further = led_on(wanted, list(existing.values()))
    now = timezone.now()
    # What is there is changed first: at no moment may anything lead to what is led on.
    for some, reason in ((further, f"{why}: what it led to is led on"), (wanted, why)):
        rows = [existing.get(each.path) or Redirect(path=each.path) for each in some]
        for row, each in zip(rows, some, strict=True):
            row.target, row.note, row.made_at, row.made_by = each.target, each.note, now, by
        _save([row for row in rows if row.pk], [row for row in rows if not row.pk], by=by, why=reason)
    MissingAddress.objects.filter(path__in=[each.path for each in wanted]).delete()


def _save(changed: Sequence[Redirect], new: Sequence[Redirect], *, by: User, why: str) -> None:
    """Write rows, many in one statement, each with its row of history."""
    told = {"batch_size": PART, "default_user": by, "default_change_reason": why, "default_date": timezone.now()}
    columns = ["target", "note", "made_at", "made_by"]
    Redirect.objects.bulk_create(changed, PART, update_conflicts=True, unique_fields=["path"], update_fields=columns)
    Redirect.history.bulk_history_create(changed, update=True, **told)
    bulk_create_with_history(new, Redirect, **told)


def _around(wanted: Sequence[Wanted]) -> dict[str, Redirect]:
    """The redirects that one is about: its own, those that lead to it, and one for its target."""
    found: dict[str, Redirect] = {}
    for each in wanted:
        target = paths.asked(each.target) or ""
        rows = Redirect.objects.filter(path__in=[each.path, target])
        for row in rows | Redirect.objects.filter(target__in=[each.path, f"{each.path}/"]):
            found[row.path] = row
    return found


def _wanted(path: str, target: str, note: str) -> Wanted:
    try:
        found = Wanted(paths.source(path), paths.target(target), plain(note))
    except paths.Unfit as error:
        raise InvalidRequest(str(error)) from error
    if paths.asked(found.target) == found.path:
        raise InvalidRequest("An address cannot lead to itself.")
    if len(found.note) > NOTE:
        raise InvalidRequest(f"The note has at most {NOTE} characters; these are {len(found.note)}.")
    return found


def _as_seen(redirect: Redirect) -> Redirect:
    """The redirect as it is now, which must be as somebody saw it."""
    now = Redirect.objects.filter(pk=redirect.pk).first()
    if now is not None and (now.path, now.target, now.note) == (redirect.path, redirect.target, redirect.note):
        return now
    last = Redirect.history.filter(id=redirect.pk).select_related("history_user").first()
    did = f"{redirect.path} leads to {now.target} now" if now else f"{redirect.path} was removed"
    who, when = (last.history_user, last.history_date) if last else (None, None)
    raise LostRace(did, who=who, when=when, what="The redirect")


def _note(row: Redirect, *, by: User, why: str) -> None:
    row._history_user, row._change_reason = by, why  # type: ignore[attr-defined]  # noqa: SLF001 (django-simple-history)
