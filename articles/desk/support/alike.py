"""Organisations that could be the one that somebody proposes: with nearly the same name, or at the same host."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from resources.models import ADDRESSES, Contact, Organisation

ALIKE = 0.8
"""From which likeness on (of 1) two names are pointed out."""
COMMON = re.compile(r"\b(the|of|for|and|e\.?v|inc|ltd|association|foundation|society|charity)\b")


@dataclass(frozen=True, slots=True)
class Twin:
    """An organisation that is there already, and why it is pointed out."""

    organisation: Organisation
    why: str


def twins(name: str, website: str) -> list[Twin]:
    """Those that it could be. Two queries."""
    hosts: dict[int, set[str]] = defaultdict(set)
    for pk, value in Contact.objects.filter(kind__in=ADDRESSES).values_list("organisation", "value"):
        hosts[pk].add(_host(value))
    host, found = _host(website), []
    for each in Organisation.objects.only("name", "native_name", "registry_url", "archived", "verified_on"):
        if host and host in hosts[each.pk]:
            found.append(Twin(each, f"It is at {host} too"))
        elif any(alike(name, other) for other in (each.name, each.native_name) if other):
            found.append(Twin(each, "Its name is nearly the same"))
    return found


def alike(one: str, other: str) -> bool:
    """Whether two names are nearly the same, common words and accents left out."""
    first, second = _bare(one), _bare(other)
    if not first or not second:
        return False
    matcher = SequenceMatcher(None, first, second)
    return first == second or (matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE)


def _bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"\w+", COMMON.sub(" ", letters.casefold()))
    return " ".join(words)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
