"""The ways to reach somebody: how an address or a number is checked, linked, and said in words."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models


class ContactKind(models.TextChoices):
    """The ways to reach somebody."""

    PHONE = "phone", "Phone"
    TEXT = "text", "Text message"
    CHAT = "chat", "Online chat"
    EMAIL = "email", "Email"
    WEBSITE = "website", "Website"


NUMBERS = (ContactKind.PHONE, ContactKind.TEXT)
"""The kinds whose value is a number."""
ADDRESSES = (ContactKind.CHAT, ContactKind.WEBSITE)
"""The kinds whose value is an address on the web, which the link checker follows."""
_SCHEMES = {ContactKind.PHONE: "tel:", ContactKind.TEXT: "sms:", ContactKind.EMAIL: "mailto:"}
_VERBS = {ContactKind.PHONE: "Call", ContactKind.TEXT: "Text", ContactKind.EMAIL: "Email"}
_BETWEEN = re.compile(r"[\s().\-/\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060\u2212\ufeff]")
_FOR_HOME = re.compile(r"\(\s*0\s*\)")
"""A nought in brackets, which is dialled in the country itself only."""
_WORD_TO_SEND = re.compile(r"Text ([A-Z0-9]{2,20})")


def href(kind: str, value: str, label: str = "") -> str:
    """The link that a phone acts on. A word to send (a label “Text SHOUT”) is in the message already (RFC 5724)."""
    if kind == ContactKind.EMAIL:
        value = quote(value, safe="@!$'*+=^`{|}~")  # a "?" would begin what a letter says, and to whom else it goes
    link = _SCHEMES.get(ContactKind(kind), "") + value
    word = _word_to_send(kind, label)
    return f"{link}?body={word}" if word else link


def words(kind: str, value: str, label: str = "", *, abroad: bool = False) -> str:
    """What to do, in words: Call 116 123; Text SHOUT to 85258; Chat online: 113.nl. ``abroad``: for whoever reads it
    in another country, where a number is dialled with its country code.
    """
    said = shown(kind, value, abroad=abroad)
    if _word_to_send(kind, label):
        return f"{label} to {said}"
    if kind in _VERBS:
        return f"{_VERBS[ContactKind(kind)]} {said}"
    label = label or ("Chat online" if kind == ContactKind.CHAT else "")
    return f"{label}: {said}" if label else said


def shown(kind: str, value: str, *, abroad: bool = False) -> str:
    """A value as people of its country write it, or as it is dialled from abroad."""
    if kind == ContactKind.EMAIL:
        return value
    if kind in NUMBERS:
        return shown_number(value, abroad=abroad)
    return re.sub(r"^https?://(www\.)?|/\Z", "", value)


def _word_to_send(kind: str, label: str) -> str:
    found = _WORD_TO_SEND.fullmatch(label) if kind == ContactKind.TEXT else None
    return found[1] if found else ""


def shown_number(value: str, *, abroad: bool = False) -> str:
    """A number as people of its country write it: 089 55028880; 116 123; 988. The link keeps the country code.

    ``abroad``: as it is dialled from anywhere, +49 89 55028880.
    """
    if value.startswith("+"):
        formats = phonenumbers.PhoneNumberFormat
        parsed = phonenumbers.parse(value)
        return phonenumbers.format_number(parsed, formats.INTERNATIONAL if abroad else formats.NATIONAL)
    if re.fullmatch(r"116[0-9]{3}", value):
        return f"{value[:3]} {value[3:]}"
    return value


def dialled(typed: str) -> str:
    """A number without what people write between its digits: +49 (0)89 5502-8880 is +498955028880."""
    return _BETWEEN.sub("", _FOR_HOME.sub("", typed) if typed.lstrip().startswith("+") else typed)


def check_contact_value(kind: str, value: str) -> None:
    """Raise ``ValidationError`` where a value cannot be reached in that way.

    Short numbers (999, 988, 116123) are no valid subscriber numbers for phonenumbers and yet the most needed ones, so
    two to six digits pass as they are; anything longer has its country code.
    """
    if kind in NUMBERS:
        _check_number(value)
    elif kind == ContactKind.EMAIL:
        validate_email(value)
    else:
        URLValidator(schemes=["https", "http"])(value)
        _check_public(value)
        if not value.isprintable():  # such as one that turns the direction of what is shown behind it
            raise ValidationError({"value": "There is an invisible character in this address. Copy it from a browser."})


def _check_public(url: str) -> None:
    """Readers are sent to a name on the usual port, and never with somebody's user name and password."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if "." not in host or ":" in host or host.rpartition(".")[2].isdigit():
        raise ValidationError({"value": "An address has the name of a site in it, such as example.org, not a number."})
    if "@" in parts.netloc or parts.port not in (None, 80, 443):
        raise ValidationError({"value": "An address has no user name in it, and no port but 80 or 443."})


def _check_number(value: str) -> None:
    if re.fullmatch(r"[0-9]{2,6}", value):
        return
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        possible = False
    if not possible or not re.fullmatch(r"\+[0-9]+", value):
        rule = "A short number has 2 to 6 digits; any other is written with its country code, as +498955028880."
        raise ValidationError({"value": rule})
