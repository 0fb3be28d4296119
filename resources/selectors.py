"""What public pages read of organisations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts import once
from freshness import reading
from resources.hours import ALWAYS, open_now
from resources.models import Contact, ContactKind, Link, Organisation, OrganisationKind

NOUNS = {
    ContactKind.PHONE: ("phone number", "phone numbers"),
    ContactKind.TEXT: ("number for text messages", "numbers for text messages"),
    ContactKind.CHAT: ("online chat", "online chats"),
    ContactKind.EMAIL: ("email address", "email addresses"),
    ContactKind.WEBSITE: ("website", "websites"),
}
"""The kinds of contacts in a sentence: one, and several."""


def directory() -> list[Organisation]:
    """Every organisation that readers may see, by name, with its offered contacts. Two queries."""
    organisations: list[Organisation] = _shown()
    by_key = {organisation.pk: organisation for organisation in organisations}
    for organisation in organisations:
        organisation.offered_contacts = []
    days = (settings.CONTACT_VERIFICATION_DAYS, settings.ADDRESS_VERIFICATION_DAYS)
    for contact in _offered(timezone.localdate(), days):
        # One that was verified between the two queries is there at the next reading.
        if (its := by_key.get(contact.organisation_id)) is not None:
            contact.organisation = its
            its.offered_contacts.append(contact)
    return organisations


@once.written
def _shown() -> QuerySet[Organisation]:
    return Organisation.objects.shown().order_by("name")


@once.written
def _offered(day: dt.date, _days: tuple[int, int], /) -> QuerySet[Contact]:
    return Contact.objects.offered(day)


def crisis_lines() -> list[Organisation]:
    """The crisis lines that readers may be given, by name, with their offered contacts. One query."""
    contacts = Contact.objects.offered().filter(organisation__kind=OrganisationKind.CRISIS)
    return with_their_contacts(contacts.select_related("organisation").order_by("organisation__name", "position", "pk"))


def with_their_contacts(contacts: Iterable[Contact]) -> list[Organisation]:
    """The organisations of offered contacts, in their order, each with those contacts."""
    organisations: dict[int, Organisation] = {}
    for contact in contacts:
        organisation = organisations.setdefault(contact.organisation_id, contact.organisation)
        if organisation is contact.organisation:
            organisation.offered_contacts = []
        contact.organisation = organisation
        organisation.offered_contacts.append(contact)
    return list(organisations.values())


def directory_now() -> list[Organisation]:
    """The directory, with whether each contact is open now where that is certain. Two queries."""
    organisations = directory()
    say_open_now(organisations)
    return organisations


def one(slug: str) -> Organisation | None:
    """An organisation that readers may see, with its offered contacts and whether they are open now. Two queries."""
    found = Organisation.objects.shown().with_offered_contacts().filter(slug=slug).first()
    if found:
        say_open_now([found])
    return found


def slug_now(slug: str, **_: object) -> str | None:
    """The slug that an organisation which readers may see has now, for one that it had."""
    found = Organisation.objects.shown().filter(former_slugs__slug=slug)
    return found.values_list("slug", flat=True).first()


def say_open_now(organisations: Iterable[Organisation]) -> None:
    """Set ``open_now`` of every offered contact."""
    now = timezone.now()
    for organisation in organisations:
        for contact in organisation.offered_contacts:
            where = [country.code for country in contact.countries or organisation.countries]
            contact.open_now = open_now(contact.opening_hours, contact.time_zone, where, now)
            if contact.opening_hours and contact.open_now != ALWAYS:
                reading.until(now.replace(second=0, microsecond=0) + dt.timedelta(minutes=1))


def not_given(organisation: Organisation) -> str:
    """What readers are not given of an organisation for now, in one sentence; empty where it is nothing. One query.

    It is broken, its verification is too old, or nobody has verified it.
    """
    given = organisation.offered_contacts
    rows = organisation.contacts.exclude(pk__in=[contact.pk for contact in given]).values_list("kind", flat=True)
    missing = list(rows)
    parts = []
    for kind in dict.fromkeys(map(ContactKind, missing)):
        one, many = NOUNS[kind]
        if missing.count(kind) > 1:
            parts.append(f"{missing.count(kind)} of their {many}")
        else:
            parts.append(f"one of their {many}" if any(each.kind == kind for each in given) else f"their {one}")
    if not parts:
        return ""
    told = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    are, them = ("are", "them") if missing[1:] else ("is", "it")
    return f"{told[0].upper()}{told[1:]} {are} being checked, so we do not give {them} now."


def register_of(organisation: Organisation) -> str:
    """The address of its entry in a register, unless that is known not to work. One query, none without an address."""
    url = organisation.registry_url
    return "" if url and Link.objects.broken().filter(url=url).exists() else url
