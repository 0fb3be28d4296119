"""What public pages read of organisations."""

from __future__ import annotations

from collections.abc import Iterable

from resources.models import Contact, Organisation, OrganisationKind


def directory() -> list[Organisation]:
    """Every organisation that readers may see, by name, with its offered contacts. Two queries."""
    return list(Organisation.objects.shown().with_offered_contacts().order_by("name"))


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
