"""Parts of pages about organisations that are long or come often: made once for the same values, and remembered."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts import once
from resources import changes
from resources.choosing import Offer
from resources.grouping import Entry
from resources.models import Contact, Organisation

register = template.Library()

ORGANISATION: Final = (
    *("pk", "slug", "name", "kind", "countries", "area_served", "international", "languages", "offers"),
    *("verified_on", "verification_source"),
)
CONTACT: Final = (
    *("kind", "value", "label", "cost", "hours", "countries", "verified_on", "verification_source", "open_now"),
)
"""What a list shows of an organisation and of its contacts."""

Values = tuple[Hashable, ...]


@register.simple_tag(takes_context=True)
def organisation(context: Context, entry: Entry, level: int) -> SafeString:
    """An organisation in a list, under a heading of a level: ``components/organisation.html``."""
    contacts = tuple(_values(contact, CONTACT) for contact in entry.contacts)
    around = (entry.aside, level, str(context.get("choice", "")), str(context.get("said_once", "")))
    return _organisation(get_language() or "", _values(entry.organisation, ORGANISATION), contacts, around)


@register.simple_tag
def country_options(offer: Offer, chosen: str) -> SafeString:
    """The countries that a reader can choose from: ``resources/countries.html``."""
    return _countries(tuple(offer.countries), tuple(offer.others), chosen)


@once.made(2048)
def _organisation(
    _language: str, of: Values, contacts: tuple[Values, ...], around: tuple[str, int, str, str]
) -> SafeString:
    aside, level, choice, said_once = around
    shown = Organisation(**_named(ORGANISATION, of))
    entry = Entry(shown, [_contact(shown, _named(CONTACT, values)) for values in contacts], aside)
    context = {"entry": entry, "level": level, "choice": choice, "said_once": said_once}
    return render_to_string("components/organisation.html", context)


@once.made(128)
def _countries(countries: tuple[tuple[str, str], ...], others: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    return render_to_string("resources/countries.html", {"countries": countries, "others": others, "chosen": chosen})


def _contact(of: Organisation, values: dict[str, Any]) -> Contact:
    open_now = values.pop("open_now")
    contact = Contact(organisation=of, **values)
    contact.open_now = open_now
    return contact


def _values(record: Organisation | Contact, names: tuple[str, ...]) -> Values:
    return tuple([_plain(getattr(record, name)) for name in names])


def _plain(value: Any) -> Hashable:
    plain = changes.plain(value)
    return ",".join(plain) if isinstance(plain, list) else plain


def _named(names: tuple[str, ...], values: Values) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
