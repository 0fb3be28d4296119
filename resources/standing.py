"""Why readers are not given an organisation, in words for those who keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from resources.models import Contact, Organisation


def why_not_offered(organisations: Collection[Organisation]) -> dict[int, str]:
    """By its key, why readers are not given an organisation at all; empty where they are. Two queries."""
    keys = [organisation.pk for organisation in organisations]
    contacts = Contact.objects.filter(organisation__in=keys)
    offered = set(Contact.objects.offered().filter(organisation__in=keys).values_list("organisation_id", flat=True))
    broken: dict[int, list[bool]] = defaultdict(list)
    for key, since in contacts.values_list("organisation_id", "broken_since"):
        broken[key].append(since is not None)
    return {each.pk: "" if each.pk in offered else _why(each, broken[each.pk]) for each in organisations}


def _why(organisation: Organisation, broken: list[bool]) -> str:
    if organisation.archived:
        return "It is archived."
    if organisation.verified_on is None:
        return "Nobody has verified it yet."
    if not broken:
        return "It has no way to be reached."
    if all(broken):
        return "Every way to reach it is broken."
    if any(broken):
        return "Its ways to be reached are broken, or their verification is too old or missing."
    return "The verification of its ways to be reached is too old or missing."
