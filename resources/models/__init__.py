"""Support resources: organisations, the ways to reach them, the addresses that are checked, and readers' reports."""

from resources.models.former import FormerOrganisationSlug
from resources.models.imports import KEPT, About, ImportDraft
from resources.models.links import (
    COMPARED,
    FAILURES,
    LONGEST_URL,
    SETTLED_FOR,
    VERDICTS,
    CheckerLease,
    Link,
    LinkCheck,
    LinkHost,
    Pace,
    Reason,
    Verdict,
)
from resources.models.organisations import (
    Contact,
    MayBreak,
    Organisation,
    OrganisationKind,
    codes_of,
    language_codes,
    language_name,
    last_offered,
    not_in_future,
    verified_before,
)
from resources.models.reaching import ADDRESSES, NUMBERS, ContactKind, check_contact_value, shown_number
from resources.models.reports import ReaderReport, Trouble

__all__ = [
    "ADDRESSES",
    "COMPARED",
    "FAILURES",
    "KEPT",
    "LONGEST_URL",
    "NUMBERS",
    "SETTLED_FOR",
    "VERDICTS",
    "About",
    "CheckerLease",
    "Contact",
    "ContactKind",
    "FormerOrganisationSlug",
    "ImportDraft",
    "Link",
    "LinkCheck",
    "LinkHost",
    "MayBreak",
    "Organisation",
    "OrganisationKind",
    "Pace",
    "ReaderReport",
    "Reason",
    "Trouble",
    "Verdict",
    "check_contact_value",
    "codes_of",
    "language_codes",
    "language_name",
    "last_offered",
    "not_in_future",
    "shown_number",
    "verified_before",
]
