"""Keeping organisations and their contacts. Each function is one transaction and leaves who and why in the history."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.models import User
from accounts.plain_text import plain
from accounts.roles import Role
from resources import changes, indexing
from resources.models import ADDRESSES, Contact, ContactKind, Organisation
from resources.workflow import acting, following, reporting
from resources.workflow.noting import WORKING, as_seen, keep, note, put

_Record = TypeVar("_Record", Organisation, Contact)
REACHED_BY = ("kind", "value", "countries", "organisation_id")
"""What a contact is reached by, and so what its verification is about."""
LINE = 300


def may_curate(user: User) -> bool:
    """Whether somebody keeps organisations: a link curator, or a superuser."""
    return user.has_perm("resources.change_organisation")


@transaction.atomic
def save(record: _Record, *, by: User, why: str = "", seen: int | None = None) -> _Record:
    """Write a new or changed organisation or contact, held against its model's rules first.

    A contact with another address or number is no longer broken, and an address is followed from now on. ``seen``, here
    and below: the id in its history of what they had before them. Raises ``NotAllowed``, ``LostRace`` where it changed
    since then, Django's ``ValidationError``.
    """
    require_curator(by, "keep organisations")
    following.hold_records([record])
    if record.pk and seen is not None:
        type(record).objects.select_for_update(no_key=True).filter(pk=record.pk).first()
        as_seen(record, seen)
    if isinstance(record, Contact) and record.pk:
        before = Contact.objects.get(pk=record.pk)
        if (before.kind, before.value) != (record.kind, record.value) and before.broken_since == record.broken_since:
            put(record, WORKING)
    record.full_clean()
    keep(record, by=by, why=why)
    following.follow_record(record)
    return record


@transaction.atomic
def propose(organisation: Organisation, *, by: User, why: str, website: str = "") -> Organisation:
    """Write an organisation that somebody of the desk proposes: unverified, so that no reader is shown it yet.

    ``website``: the address of a contact to make with it, unverified too. Raises ``NotAllowed``, ``InvalidRequest``
    without a reason, Django's ``ValidationError``.
    """
    if not (by.is_active and by.is_staff):
        raise NotAllowed("Only people of the desk propose organisations.")
    why = _needed(why, "Say why readers need it.")
    put(organisation, {"verified_on": None, "verified_by": None, "verification_source": ""})
    put(organisation, {"proposed_at": timezone.now(), "proposed_by": by})
    organisation.full_clean()
    keep(organisation, by=by, why=f"Proposed: {why}")
    if website:
        contact = Contact(organisation=organisation, kind=ContactKind.WEBSITE, value=website)
        contact.full_clean()
        keep(contact, by=by, why=f"Proposed: {why}")
        following.follow_record(contact)
    return organisation


@transaction.atomic
def verify(record: _Record, *, source: str, by: User, on: dt.date | None = None, seen: int | None = None) -> _Record:
    """Somebody checked a record against ``source`` on a day (today). What was broken about it works again.

    What readers reported of it is settled, and what stands at its address now is what later checks compare with.
    Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest`` without a source, for a day to come, or for an address that
    leads where no public page is.
    """
    require_curator(by, "verify organisations")
    source = _needed(source, "Say what was read or rung: a verification needs its source.", most=500)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise InvalidRequest("This day is still to come: nothing can have been checked on it.")
    following.hold_records([record])
    _refresh(record, seen)
    following.refuse_forbidden(record)
    put(record, {"verified_on": day, "verified_by": by, "verification_source": source})
    if isinstance(record, Contact):
        put(record, WORKING)
        reporting.settle_all(record, outcome=f"Verified: {source}"[:LINE], by=by)
    keep(record, by=by, why=f"Verified: {source}")
    following.accept_record(record, by=by)
    return record


@transaction.atomic
def mark_broken(contact: Contact, *, why: str, by: User, seen: int | None = None) -> Contact:
    """Somebody found that a contact does not work: readers are not given it any more, from now on.

    Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest`` without what was found or where it is broken already.
    """
    require_curator(by, "mark contacts as broken")
    why = _needed(why, "Say what you found.")
    _refresh(contact, seen)
    if contact.broken_since:
        raise InvalidRequest("It is marked as broken already.")
    put(contact, {"broken_since": timezone.localdate(), "broken_why": why, "broken_by": by})
    reporting.settle_all(contact, outcome=f"Marked as broken: {why}"[:LINE], by=by)
    keep(contact, by=by, why=f"Marked as broken: {why}")
    return contact


@transaction.atomic
def use_register(organisation: Organisation, *, seen: str, url: str, source: str, by: User) -> Organisation:
    """Take another address for the entry of an organisation in an official register, one that somebody has opened.

    ``seen``: the address as it stood when they decided. Raises ``LostRace`` where it is another one now,
    ``InvalidRequest``, ``NotAllowed``, Django's ``ValidationError``.
    """
    require_curator(by, "change organisations")
    source = _needed(source, "Say what was read.", most=500)
    acting.hold(url)
    _refresh(organisation)
    if organisation.registry_url != seen:
        raise _other_address(organisation, organisation.registry_url, "The organisation")
    organisation.registry_url = url
    organisation.full_clean()
    keep(organisation, by=by, why=f"New register address instead of {seen}: {source}")
    following.accept_record(organisation, by=by)
    following.follow_record(organisation)
    return organisation


@transaction.atomic
def use_address(contact: Contact, *, seen: str, url: str, source: str, by: User) -> Contact:
    """Take another address for a contact, one that somebody has opened: it is verified with ``source``.

    ``seen``: the address as it stood when they decided. Raises ``LostRace`` where it is another one now,
    ``InvalidRequest``, ``NotAllowed``, Django's ``ValidationError``.
    """
    require_curator(by, "change contacts")
    source = _needed(source, "Say what was read: a verification needs its source.", most=500)
    acting.hold(url)
    _refresh(contact)
    if contact.value != seen:
        raise _other_address(contact, contact.value, "The contact")
    if contact.kind not in ADDRESSES:
        raise InvalidRequest("Only a website or chat has an address on the web.")
    today = {"verified_on": timezone.localdate(), "verified_by": by, "verification_source": source}
    put(contact, {"value": url, **today, **WORKING})
    contact.full_clean()
    reporting.settle_all(contact, outcome=f"New address: {url}"[:LINE], by=by)
    keep(contact, by=by, why=f"New address instead of {seen}")
    following.accept_record(contact, by=by)
    following.follow_record(contact)
    return contact


@transaction.atomic
def archive(
    organisation: Organisation, *, why: str, by: User, archived: bool = True, seen: int | None = None
) -> Organisation:
    """Show an organisation no longer, or (``archived=False``) again.

    Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest`` without a reason.
    """
    require_curator(by, "archive organisations")
    why = _needed(why, "Say why.")
    _refresh(organisation, seen)
    if organisation.archived == archived:
        raise InvalidRequest(f"It is {'archived' if archived else 'shown'} already.")
    organisation.archived = archived
    keep(organisation, by=by, why=f"{'Archived' if archived else 'Shown again'}: {why}")
    return organisation


@transaction.atomic
def remove_contact(contact: Contact, *, by: User, why: str = "") -> None:
    """Delete a contact. Its history stays. Raises ``NotAllowed``."""
    if not by.has_perm("resources.delete_contact"):
        raise NotAllowed.needs("delete contacts", Role.CURATOR)
    note(contact, by=by, why=why)
    contact.delete()


@transaction.atomic
def remove(organisation: Organisation, *, by: User, why: str = "") -> None:
    """Delete an organisation with its contacts; archiving it is the usual way. Their histories stay.

    Raises ``NotAllowed``.
    """
    if not by.has_perm("resources.delete_organisation"):
        raise NotAllowed("Organisations are archived; only a superuser deletes them.")
    for contact in organisation.contacts.all():
        remove_contact(contact, by=by, why=why or "Deleted with its organisation")
    note(organisation, by=by, why=why)
    # Archived for a moment: pages on which it stands are followed while it is known which they are.
    organisation.archived = True
    Organisation.objects.filter(pk=organisation.pk).update(archived=True)
    indexing.follow(organisation)
    organisation.delete()


def _other_address(record: Organisation | Contact, now: str, what: str) -> LostRace:
    last = changes.latest(record)
    who, when = (last.history_user, last.history_date) if last else (None, None)
    return LostRace(f"its address is {now or 'gone'} now", who=who, when=when, what=what)


def require_curator(by: User, action: str) -> None:
    """Raise ``NotAllowed`` for whoever does not keep organisations."""
    if not may_curate(by):
        raise NotAllowed.needs(action, Role.CURATOR)


def _needed(text: str, rule: str, *, most: int = LINE) -> str:
    cleaned = plain(text)
    if not cleaned:
        raise InvalidRequest(rule)
    if len(cleaned) > most:
        raise InvalidRequest(f"At most {most} characters, please; these are {len(cleaned)}.")
    return cleaned


def _refresh(record: _Record, seen: int | None = None) -> None:
    """The record as it is now, held until the transaction ends; it must be the one that somebody has seen."""
    try:
        record.refresh_from_db(from_queryset=type(record).objects.select_for_update(no_key=True))
    except type(record).DoesNotExist as error:
        raise InvalidRequest("It was deleted meanwhile.") from error
    as_seen(record, seen)
