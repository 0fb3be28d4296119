"""Advice on what a document holds and how it is built: sections, headings, lists, links, care cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles import outline, prose, richtext
from articles.document import Document, Point, Section
from articles.outline import PointKind
from articles.places import Problem, numbered
from articles.readiness.blocks import beginning

TREATMENTS = 2
SERVICES = 2

# Asked of every page, and of a medicine's page only; what they are for is in the rules' table.
_WANTED = (
    ("self_care", "self-care-missing", False),
    ("how_common", "how-common-missing", True),
    ("questions", "questions-missing", False),
    ("unknowns", "unknowns-missing", False),
)
_GENERIC = frozenset(
    {
        "about", "additional information", "background", "conclusion", "details", "facts", "faq", "faqs",
        "further information", "general", "general information", "important information", "info", "information",
        "introduction", "key facts", "miscellaneous", "more", "more details", "more information", "note", "notes",
        "other", "other information", "others", "overview", "read more", "summary", "things to know",
        "useful information", "various",
    }
)  # fmt: skip
_LINK = re.compile(r"<a(?: [^>]*)?>(.*?)</a>", re.DOTALL)
_EMPTY_WORDS = frozenset(
    {
        "click", "click here", "details", "find out more", "here", "learn more", "link", "more", "more information",
        "read more", "read on", "see here", "see more", "source", "this", "this link", "this page", "this site",
        "this website", "website",
    }
)  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LIST = re.compile(r"<(?:ul|ol)>(.*?)</(?:ul|ol)>", re.DOTALL)
_ITEM = re.compile(r"<li>")
_ACTIONS = frozenset(
    {
        "ask", "book", "call", "contact", "dial", "get", "go", "make", "phone", "ring", "see", "speak", "talk",
        "tell", "text", "use", "visit",
    }
)  # fmt: skip
# Different numbers of one service, or a service and the people in it, are one.
_SERVICES = (
    r"\b(?:999|112|911|000|ambulance|emergency number)\b",
    r"\bA&E\b|\bemergency (?:department|room)\b|\bhospital\b",
    r"\b(?:NHS )?111\b|\bout[- ]of[- ]hours\b|\b811\b",
    r"\b(?:GPs?|doctor|surgery|prescriber)\b",
    r"\bpharmac(?:y|ist)\b",
    r"\bmidwife\b",
    r"\bnurse\b",
    r"\bdentist\b",
    r"\bhealth visitor\b",
    r"\b(?:crisis (?:line|team)|helpline|Samaritans)\b",
)
_SERVICE = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _SERVICES)


def advice(document: Document, *, about_medicine: bool) -> Iterator[Problem]:
    """Advice on the sections of a document and what stands in each."""
    yield from _wanted(document, about_medicine=about_medicine)
    english = prose.is_english(document)
    headings: set[str] = set()
    for s, section in enumerate(document.sections):
        place = numbered("section", s, section.heading)
        yield from _section(section, place, english=english)
        yield from _heading(section.heading, f"{place} › heading", f"{section.id}.heading", headings, english=english)
        yield from _rich(section.introduction, f"{place} › introduction", f"{section.id}.introduction", english=english)
        terms: set[str] = set()
        for p, point in enumerate(section.points):
            where = f"{place} › {numbered('point', p, point.term)}"
            yield from _heading(point.term, f"{where} › term", f"{point.id}.term", terms, english=english)
            yield from _rich(point.text, f"{where} › text", f"{point.id}.text", english=english)
            if point.kind == PointKind.HELP and english:
                yield from _care_card(point, where)


def _wanted(document: Document, *, about_medicine: bool) -> Iterator[Problem]:
    present = {section.kind for section in document.sections if section.points}
    for kind, code, on_medicines in _WANTED:
        if kind not in present and (about_medicine or not on_medicines):
            rule = f"has no section “{outline.BY_KEY[kind].heading}” with a point"
            yield Problem("document", rule, f"kind:{kind}", code, kind)


def _section(section: Section, place: str, *, english: bool) -> Iterator[Problem]:
    treatments = sum(point.kind == PointKind.TREATMENT for point in section.points)
    if section.kind == "treatments" and treatments < TREATMENTS:
        rule = (
            f"has {treatments or 'no'} treatment; readers choose between {TREATMENTS} or more, doing nothing included"
        )
        yield Problem(place, rule, str(section.id), "treatments-few")
    if section.introduction and not section.sources and re.search(r"\d", section.introduction):
        rule = "names a number and cites no source"
        yield Problem(f"{place} › introduction", rule, f"{section.id}.sources", "introduction-source")


def _heading(text: str, place: str, target: str, seen: set[str], *, english: bool) -> Iterator[Problem]:
    name = text.lower().strip(" .:?!")
    if english and name in _GENERIC:
        yield Problem(place, f"“{text}” could stand over anything; say what is below", target, "generic-heading")
    if name in seen:
        yield Problem(
            place,
            f"“{text}” stands here twice; readers cannot tell them apart",
            target,
            "same-heading",
            beginning(text),
        )
    seen.add(name)


def _rich(text: str, place: str, target: str, *, english: bool) -> Iterator[Problem]:
    if "<" not in text:
        return
    for found in _LIST.finditer(text):
        if len(_ITEM.findall(found[1])) == 1:
            about = beginning(richtext.words_of(found[1]))
            yield Problem(place, "a list of one item; write it as a sentence", target, "list-single", about)
    for found in _LINK.finditer(text):
        words = richtext.words_of(found[1])
        if _ADDRESS.fullmatch(words) or (english and words.lower().strip(" .:›»→") in _EMPTY_WORDS):
            rule = f"a link named “{words}”; say where it leads"
            yield Problem(place, rule, target, "link-text", beginning(words))


def _care_card(point: Point, place: str) -> Iterator[Problem]:
    first, _, _ = point.term.partition(" ")
    if first.lower() not in _ACTIONS:
        rule = f"begins with “{first}”; a care card's heading begins with what to do, such as “Call”"
        yield Problem(f"{place} › term", rule, f"{point.id}.term", "care-card-action", beginning(first))
    services = sum(service.search(point.term) is not None for service in _SERVICE)
    if services > SERVICES:
        rule = f"names {services} services; a frightened reader can choose between {SERVICES}"
        yield Problem(f"{place} › term", rule, f"{point.id}.term", "care-card-services")
    for item in point.text.split("<li>")[1:]:
        words = richtext.words_of(item)
        if words[:1].isupper() and not words[1:2].isupper() and words.split()[0] not in ("I", "A&E"):
            rule = f"“{beginning(words)}” begins anew; a bullet carries the heading on, in lower case"
            yield Problem(f"{place} › text", rule, f"{point.id}.text", "care-card-bullet", beginning(words))
