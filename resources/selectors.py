"""What public pages read of organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from resources.models import Contact, ContactKind, Organisation, OrganisationKind

HEADINGS = {
    OrganisationKind.CRISIS: "Crisis lines",
    OrganisationKind.PATIENT_GROUP: "Patient groups",
    OrganisationKind.INFORMATION: "Trusted information",
    OrganisationKind.PROFESSIONAL: "Professional bodies",
    OrganisationKind.REPORTING: "Report a side effect",
}
INTRODUCTIONS = {
    OrganisationKind.CRISIS: "If you think of ending your life, talk to somebody now.",
    OrganisationKind.PATIENT_GROUP: "People who have restless legs themselves or know it well.",
    OrganisationKind.INFORMATION: "Pages by health services and other public bodies.",
    OrganisationKind.PROFESSIONAL: "",
    OrganisationKind.REPORTING: "Your report helps to make medicines safer. "
    "These schemes take reports; they do not give advice.",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations of one kind, with the heading that readers see."""

    kind: str
    heading: str
    introduction: str
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place in a page."""
        return self.kind.replace("_", "-")


def by_kind(organisations: Iterable[Organisation]) -> list[Group]:
    """Organisations told apart by kind, crisis lines first, and in each kind by country; those for all last.

    One that readers cannot be told how to reach is left out, and so is a kind without any.
    """
    groups = {kind: Group(kind.value, HEADINGS[kind], INTRODUCTIONS[kind]) for kind in OrganisationKind}
    for organisation in sorted(organisations, key=_by_country):
        if not organisation.offered_contacts:
            continue
        groups[OrganisationKind(organisation.kind)].organisations.append(organisation)
    return [group for group in groups.values() if group.organisations]


def _by_country(organisation: Organisation) -> tuple[bool, str]:
    return organisation.international, organisation.where


def directory() -> list[Organisation]:
    """Every organisation that readers may see, by name, with its offered contacts. Two queries."""
    return list(Organisation.objects.shown().with_offered_contacts().order_by("name"))


def crisis_lines() -> list[Contact]:
    """The numbers of crisis lines, each with its organisation. One query."""
    numbers = Contact.objects.offered().filter(
        kind__in=[ContactKind.PHONE, ContactKind.TEXT], organisation__kind=OrganisationKind.CRISIS
    )
    return list(numbers.select_related("organisation").order_by("organisation__name", "position"))
