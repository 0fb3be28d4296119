"""Tables of organisations and contacts: held until somebody has seen what they would change, then written whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.errors import InvalidRequest
from accounts.models import User
from accounts.plain_text import plain
from finding.workflow.redirects import require_keeper
from resources import indexing
from resources.models import About, Contact, ImportDraft, Organisation
from resources.workflow import following
from resources.workflow.curating import LINE, require_curator
from resources.workflow.noting import WORKING, put

BATCH = 200
NAME = 200
_Record = TypeVar("_Record", Organisation, Contact)


@transaction.atomic
def hold_import(*, file_name: str, rows: bytes, by: User, about: About = About.SUPPORT) -> ImportDraft:
    """Keep the rows of a table that somebody sent, instead of the one that they sent before. Raises ``NotAllowed``."""
    _require(by, about)
    columns = {"file_name": plain(file_name)[:NAME] or "a table", "sent_at": timezone.now(), "rows": rows}
    return ImportDraft.objects.update_or_create(owner=by, about=about, defaults=columns)[0]


@transaction.atomic
def drop_import(*, by: User, about: About = About.SUPPORT) -> int:
    """Forget the table that somebody sent; gives back how many there were. Raises ``NotAllowed``."""
    _require(by, about)
    return ImportDraft.objects.filter(owner=by, about=about).delete()[0]


def forget_old_imports() -> int:
    """Forget tables that nobody will import any more; gives back how many."""
    return ImportDraft.objects.over().delete()[0]


def import_records(records: Sequence[Organisation | Contact], *, file_name: str, by: User) -> None:
    """Write new and changed organisations and contacts of a table, all of them or none.

    As with ``save``, a contact with another address or number is no longer broken; as with ``verify``, one that was
    verified since it broke works again, and what readers had reported of it is settled. Raises ``NotAllowed``,
    ``InvalidRequest`` where the database refuses one, Django's ``ValidationError``.
    """
    require_curator(by, "import organisations")
    why = f"Imported from {plain(file_name)[:NAME]}"
    organisations = [record for record in records if isinstance(record, Organisation)]
    contacts = [record for record in records if isinstance(record, Contact)]
    try:
        with transaction.atomic():
            following.hold_records([*organisations, *contacts])
            known = _known(organisations), _known(contacts)
            _write(Organisation, organisations, known[0], why=why, by=by)
            verified = _verified(contacts, known[1], by=by)
            _write(Contact, contacts, known[1], why=why, by=by)
            following.follow_records([*organisations, *contacts])
            indexing.follow(*organisations)
            following.accept_records(verified, by=by)
    except IntegrityError as error:
        raise InvalidRequest("Something that this table changes was changed meanwhile. Send it again.") from error


def _require(by: User, about: About) -> None:
    if about == About.REDIRECTS:
        require_keeper(by)
    else:
        require_curator(by, "import organisations")


def _known(records: Sequence[_Record]) -> dict[int, _Record]:
    """The records that are there already, as they stand in the database."""
    keys = [record.pk for record in records if record.pk]
    found = type(records[0]).objects.in_bulk(keys) if records else {}
    if len(found) < len(keys):
        raise InvalidRequest("Something that this table changes was deleted meanwhile.")
    return found


def _write(
    model: type[Organisation | Contact], records: Sequence[Any], known: Mapping[int, Any], *, why: str, by: User
) -> None:
    fields = model._meta.concrete_fields  # noqa: SLF001 (documented by Django)
    for record in records:
        record.clean_fields(exclude={field.name for field in fields if field.is_relation})
        record.clean()
    said: dict[str, Any] = {"batch_size": BATCH, "default_user": by, "default_change_reason": why}
    if new := [record for record in records if record.pk is None]:
        bulk_create_with_history(new, model, **said)
    if changed := [record for record in records if record.pk in known]:
        # One short statement for each: those that update many rows at once are ten times slower here.
        for record in changed:
            old, names = known[record.pk], [field.attname for field in fields]
            values = {name: getattr(record, name) for name in names if getattr(record, name) != getattr(old, name)}
            model.objects.filter(pk=record.pk).update(**values)
        bulk_update_with_history(changed, model, [], **said)


def _verified(contacts: Sequence[Contact], known: Mapping[int, Contact], *, by: User) -> list[Contact]:
    """Mark as working what has another address now, or was verified since it broke; gives back what was verified today.

    What readers reported up to the day of a verification is settled by it.
    """
    today = timezone.localdate()
    verified = []
    for contact in contacts:
        before = known.get(contact.pk)
        anew = contact.verified_on is not None and (before is None or before.verified_on != contact.verified_on)
        elsewhere = before is not None and (before.kind, before.value) != (contact.kind, contact.value)
        since = contact.broken_since
        if since and (elsewhere or (anew and contact.verified_on and contact.verified_on >= since)):
            put(contact, WORKING)
        if anew and before is not None:
            reports = contact.reports.open().filter(reported_at__date__lte=contact.verified_on)
            outcome = f"Verified: {contact.verification_source}"[:LINE]
            reports.update(settled_at=timezone.now(), settled_by=by, outcome=outcome)
        if anew and contact.verified_on == today:
            verified.append(contact)
    return verified
