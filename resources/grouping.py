"""Organisations as readers meet them: by kind, by country, and the crisis lines of each country. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from django_countries import countries

from resources.models import Contact, ContactKind, Organisation, OrganisationKind, codes_of

HEADINGS = {
    OrganisationKind.CRISIS: "Crisis lines",
    OrganisationKind.PATIENT_GROUP: "Patient groups",
    OrganisationKind.INFORMATION: "Trusted information",
    OrganisationKind.PROFESSIONAL: "Professional bodies",
    OrganisationKind.REPORTING: "Report a side effect",
}
INTRODUCTIONS = {
    OrganisationKind.CRISIS: "If you think of ending your life, talk to somebody now.",
    OrganisationKind.PATIENT_GROUP: "People who have the condition themselves or know it well.",
    OrganisationKind.INFORMATION: "Pages by health services and other public bodies.",
    OrganisationKind.PROFESSIONAL: "",
    OrganisationKind.REPORTING: "Your report helps to make medicines safer. "
    "These schemes take reports; they do not give advice.",
}
EVERYWHERE = "International"
ORDER = list(OrganisationKind)
QUICKEST = (ContactKind.PHONE, ContactKind.TEXT, ContactKind.CHAT)
"""The ways to somebody who answers at once."""
ENOUGH_TO_SAY_ONCE = 3
"""From so many records on that were checked against the same, a list says it once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation in a list, with those of its contacts that are of use there.

    ``aside``: what tells it apart in this list, its kind or where it helps.
    """

    organisation: Organisation
    contacts: list[Contact]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries under one heading: of one kind, or of one country."""

    key: str
    heading: str
    introduction: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place in a page."""
        return self.key.replace("_", "-")


class Way(Protocol):
    """One way to somebody: what to do, in words, and the link that does it. A contact is one."""

    @property
    def words(self) -> str:
        """What to do."""

    @property
    def href(self) -> str:
        """What does it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A crisis line as somebody in need of it sees it: its name, and the ways to somebody who answers at once."""

    name: str
    ways: Sequence[Way]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CountryLines:
    """The crisis lines of a country."""

    country: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Help:
    """What a reader finds on the directory: by kind, and, where a country is chosen, those for everybody.

    ``said_once``: what most were checked against. ``speaking``: how many speak the chosen language. ``lines_speak``:
    whether a crisis line among them does.
    """

    groups: list[Group]
    everywhere: list[Entry]
    said_once: str
    speaking: int
    lines_speak: bool

    @property
    def crisis(self) -> Group | None:
        """The crisis lines, if there are any."""
        return next((group for group in self.groups if group.key == OrganisationKind.CRISIS), None)

    @property
    def others(self) -> list[Group]:
        """All but the crisis lines."""
        return [group for group in self.groups if group.key != OrganisationKind.CRISIS]


@dataclass(frozen=True)
class Support:
    """The organisations under an article: crisis lines apart, the others by country, those for everybody last."""

    crisis: list[Entry]
    lines: list[CountryLines]
    countries: list[Group]

    @cached_property
    def checked_against(self) -> str:
        """What most of them were checked against, where that is worth saying once for all."""
        entries = [*self.crisis, *(entry for group in self.countries for entry in group.entries)]
        return said_once(entries)

    def __bool__(self) -> bool:
        return bool(self.crisis or self.countries)


def said_once(entries: Iterable[Entry]) -> str:
    """The source of verification that most entries share, if enough do; nothing otherwise."""
    sources = {entry.organisation.pk: entry.organisation.verification_source for entry in entries}
    common = Counter(sources.values()).most_common(1)
    return common[0][0] if common and common[0][1] >= ENOUGH_TO_SAY_ONCE else ""


def by_kind(organisations: Iterable[Organisation], *, country: str = "", language: str = "") -> list[Group]:
    """Organisations told apart by kind, crisis lines first, and in each kind by country; those for all last.

    With a language, those that speak it first; with a country, only what can be reached from there. One that readers
    cannot be told how to reach is left out, and so is a kind without any.
    """
    groups = {kind: Group(kind.value, HEADINGS[kind], INTRODUCTIONS[kind]) for kind in OrganisationKind}
    for organisation in _in_order(organisations, language):
        aside = organisation.where if organisation.international or not country else ""
        if entry := _entry(organisation, country, aside):
            groups[OrganisationKind(organisation.kind)].entries.append(entry)
    return [group for group in groups.values() if group.entries]


def help_for(organisations: Iterable[Organisation], country: str, language: str) -> Help:
    """What a reader finds in a country (empty: everywhere), those that speak a language (empty: any) first.

    A crisis line for everybody, wherever they live, stands with those of the country.
    """
    known = list(organisations)
    here = [each for each in known if _helps(each, country)]
    groups = by_kind(here, country=country, language=language)
    rest = [each for each in known if each.international and not _helps(each, country)]
    everywhere = [
        entry for each in sorted(_in_order(rest, language), key=_rank) if (entry := _entry(each, "", _kind(each)))
    ]
    entries = [entry for group in groups for entry in group.entries] + everywhere
    speaking = [entry.organisation for entry in entries if language in languages_of(entry.organisation)]
    lines_speak = any(each.kind == OrganisationKind.CRISIS for each in speaking)
    return Help(groups, everywhere, said_once(entries), len(speaking), lines_speak)


def _helps(organisation: Organisation, country: str) -> bool:
    crisis = organisation.kind == OrganisationKind.CRISIS
    everywhere = organisation.international and not organisation.area_served
    return not country or country in _codes(organisation) or (crisis and everywhere)


def languages_of(organisation: Organisation) -> set[str]:
    """The codes of the languages that it, or a way to reach it, speaks."""
    spoken = [organisation.languages, *(contact.languages for contact in organisation.offered_contacts)]
    return {code for codes in spoken for code in codes_of(codes)}


def by_country(organisations: Iterable[Organisation]) -> Support:
    """Organisations as they stand under an article, each in every country that it serves."""
    everything = list(organisations)
    crisis = [each for each in everything if each.kind == OrganisationKind.CRISIS]
    others = sorted((each for each in everything if each.kind != OrganisationKind.CRISIS), key=_rank)
    groups = [
        Group(f"in-{code.lower()}" if code else "anywhere", name, entries=entries)
        for code, name in _places(others)
        if (entries := _entries(others, code, "kind"))
    ]
    entries = [entry for code, name in _places(crisis) for entry in _entries(crisis, code, name)]
    return Support(entries, crisis_lines(crisis), groups)


def crisis_lines(organisations: Iterable[Organisation], country: str = "") -> list[CountryLines]:
    """The crisis lines of each country, with the ways to somebody who answers at once; those for everybody last.

    With a country, its own lines and those for everybody.
    """
    known = list(organisations)
    found = []
    for code, name in _places(known):
        if country and code not in (country, ""):
            continue
        lines = [line for entry in _entries(known, code, name) if (line := _line(entry))]
        if lines:
            found.append(CountryLines(name, lines))
    return found


def _in_order(organisations: Iterable[Organisation], language: str) -> list[Organisation]:
    def rank(each: Organisation) -> tuple[bool, bool, str]:
        return bool(language) and language not in languages_of(each), each.international, each.where

    return sorted(organisations, key=rank)


def _line(entry: Entry) -> Line | None:
    """One way of each kind is enough where somebody is in need."""
    first = {contact.kind: contact for contact in reversed(entry.contacts)}
    ways = [first[kind] for kind in QUICKEST if kind in first] or entry.contacts[:1]
    return Line(entry.organisation.name, ways, _remark(ways[0]))


def _remark(contact: Contact) -> str:
    return ", ".join(part for part in (contact.cost, contact.hours) if part)


def _places(organisations: Iterable[Organisation]) -> list[tuple[str, str]]:
    """The code and name of every country that they serve, by name; without a code, last, where some serve everybody."""
    codes = {code for each in organisations if not each.international for code in _codes(each)}
    named = sorted(((code, countries.name(code)) for code in codes), key=lambda place: place[1])
    return [*named, *([("", EVERYWHERE)] if any(each.international for each in organisations) else [])]


def _entries(organisations: Iterable[Organisation], country: str, aside: str) -> list[Entry]:
    """The entries of a country, or of no country: those for everybody. ``aside`` is said of each; "kind": its kind."""
    found = []
    for each in organisations:
        here = each.international if not country else not each.international and country in _codes(each)
        said = _kind(each) if aside == "kind" else aside
        if here and (entry := _entry(each, country, said)):
            found.append(entry)
    return found


def _entry(organisation: Organisation, country: str, aside: str) -> Entry | None:
    contacts = [each for each in organisation.offered_contacts if not country or each.works_in(country)]
    return Entry(organisation, contacts, aside) if contacts else None


def _kind(organisation: Organisation) -> str:
    """Its kind, and for one that no country has for itself where it helps, if it says so: “Patient group, Europe”."""
    area = organisation.area_served if organisation.international else ""
    return ", ".join(part for part in (str(organisation.get_kind_display()), area) if part)


def _codes(organisation: Organisation) -> list[str]:
    return [country.code for country in organisation.countries]


def _rank(organisation: Organisation) -> int:
    return ORDER.index(OrganisationKind(organisation.kind))
