"""Structured data (JSON-LD) of public pages in terms of schema.org 30: what all pages share, and organisations."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from resources.models import NUMBERS, Contact, ContactKind, Organisation, OrganisationKind, codes_of

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
DAYS = {name[:2]: name for name in _DAYS.split()}
TYPES = {
    OrganisationKind.CRISIS: "crisis line",
    OrganisationKind.PATIENT_GROUP: "patient support",
    OrganisationKind.INFORMATION: "information",
    OrganisationKind.PROFESSIONAL: "professional body",
    OrganisationKind.REPORTING: "reporting a side effect",
}
_WEEKLY = re.compile(r"([A-Z][a-z])(?:-([A-Z][a-z]))? (\d\d:\d\d)-(\d\d:\d\d)")


def json_ld(data: dict[str, Any], members: str = "") -> SafeString:
    """A data block's text. ``members``: more of its members, written by ``as_data`` already."""
    text = as_data({"@context": "https://schema.org", **data})
    return mark_safe(f"{text[:-1]},{members}}}" if members else text)  # noqa: S308


def as_data(value: Any) -> str:
    """JSON as a data block has it: the characters that could end its element are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page: (name, path) from the home page on."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": settings.SITE_URL + path}
            for number, (name, path) in enumerate(trail, 1)
        ],
    }


def address_of(organisation: Organisation) -> str:
    """The address of its page that stands for all others."""
    return f"{settings.SITE_URL}{organisation.get_absolute_url()}"


def organisation(of: Organisation, *, register: str = "") -> dict[str, Any]:
    """An organisation with what readers may be given of it. ``register``: the address of its entry there."""
    websites = [each.value for each in of.offered_contacts if each.kind == ContactKind.WEBSITE]
    data: dict[str, Any] = {
        "@type": "NGO" if of.charity_number or of.kind == OrganisationKind.PATIENT_GROUP else "Organization",
        "@id": address_of(of),
        "name": of.name,
        "description": of.offers,
        "alternateName": of.native_name,
        "url": websites[0] if websites else "",
        "sameAs": register,
        "identifier": of.charity_number,
        "areaServed": _area([country.name for country in of.countries], of.area_served),
        "knowsLanguage": codes_of(of.languages),
        "contactPoint": [_contact_point(each, of) for each in of.offered_contacts],
    }
    return {key: value for key, value in data.items() if value}


def _contact_point(contact: Contact, of: Organisation) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "ContactPoint",
        "contactType": TYPES[OrganisationKind(of.kind)],
        "name": contact.words,
        "telephone": contact.value if contact.kind in NUMBERS else "",
        "email": contact.value if contact.kind == ContactKind.EMAIL else "",
        "url": contact.value if contact.kind in (ContactKind.CHAT, ContactKind.WEBSITE) else "",
        "areaServed": _area([country.name for country in contact.countries or of.countries], of.area_served),
        "availableLanguage": codes_of(contact.languages or of.languages),
        "hoursAvailable": _hours(contact.opening_hours),
    }
    return {key: value for key, value in data.items() if value}


def _area(countries: list[str], words: str) -> list[dict[str, str]] | str:
    return [{"@type": "Country", "name": name} for name in countries] or words


def _hours(value: str) -> list[dict[str, Any]]:
    """Opening hours where they are days of a week with their times; nothing for what that cannot say."""
    if value == "24/7":
        return [_specification(list(DAYS.values()), "00:00", "23:59")]
    parts = [_WEEKLY.fullmatch(part.strip()) for part in value.split(";")]
    found = []
    for part in parts:
        if part is None or part[1] not in DAYS or (part[2] or part[1]) not in DAYS:
            return []
        names = list(DAYS)
        first, last = names.index(part[1]), names.index(part[2] or part[1])
        if last < first:
            return []
        found.append(_specification([DAYS[name] for name in names[first : last + 1]], part[3], part[4]))
    return found


def _specification(days: list[str], opens: str, closes: str) -> dict[str, Any]:
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes}
