"""Letting a table act: planned anew with its records held, and written only where that is what somebody saw."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from accounts.errors import InvalidRequest, LostRace
from accounts.models import User
from resources import workflow
from resources.models import KEPT, About, ImportDraft
from resources.tables.planning import Plan, Planning, plan
from resources.tables.reading import Reading

__all__ = ["KEPT", "apply", "reading_of", "waiting", "write_records"]


def waiting(by: User, about: About = About.SUPPORT) -> ImportDraft | None:
    """The table that somebody sent within the last day and has not let act yet."""
    return ImportDraft.objects.waiting().filter(owner=by, about=about).first()


def reading_of(draft: ImportDraft) -> Reading:
    """The rows of a table that was sent."""
    return Reading.unpacked(bytes(draft.rows))


def write_records(planned: Plan, file_name: str, by: User) -> None:
    """Write organisations and contacts as they were planned."""
    workflow.import_records([change.record for change in planned.changes], file_name=file_name, by=by)


@transaction.atomic
def apply(
    *,
    digest: str,
    by: User,
    about: About = About.SUPPORT,
    planning: Planning = plan,
    write: Callable[[Plan, str, User], object] = write_records,
) -> Plan:
    """Write what the table that somebody sent changes, all or nothing, and forget the table.

    ``digest``: of the plan that they saw. Raises ``LostRace`` where it would change something else by now,
    ``InvalidRequest`` where something in it is wrong or there is none.
    """
    drafts = ImportDraft.objects.waiting().select_for_update(no_key=True)
    draft = drafts.filter(owner=by, about=about).first()
    if draft is None:
        raise InvalidRequest(
            "There is no table of yours to be imported: it was imported, dropped, or a day has passed."
        )
    planned = planning(reading_of(draft), by=by, lock=True)
    if planned.problems:
        raise InvalidRequest("Nothing was imported: something in this table is wrong.")
    if planned.digest != digest:
        raise LostRace(
            "what this table would change is not what you saw, since a record was changed or another table sent. Look "
            "at it again",
            who=None,
            when=None,
            what="The import",
        )
    write(planned, draft.file_name, by)
    workflow.drop_import(by=by, about=about)
    return planned
