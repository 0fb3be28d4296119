"""The search: its page, what it offers while somebody types, and its description for browsers. They only read.

Whatever is asked, the answer is a page: what cannot be read as a filter or as the number of a page is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_countries import countries

from articles import selectors, tagged
from articles.models import Tag, Topic
from finding import tally
from finding.crisis import speaks_of_crisis
from finding.models import Kind
from finding.searching import Asked, Found, search
from finding.suggesting import suggest
from freshness.keeping import kept
from freshness.replica import reads_publicly
from pages import errors
from resources import emergency
from resources.choosing import guess

LONGEST: Final = 200
"""Characters of what was typed that are searched for and shown back."""
MOST_CHOICES: Final = 12
MOST_UNKNOWN: Final = 5
OFFERED_FOR_SECONDS: Final = 300
LONGEST_COUNTED: Final = 39
"""Characters of a word that is counted: longer ones are cut before they are looked up."""
LONGEST_NAME: Final = 16
"""Of a site in the list of a browser's search engines (OpenSearch 1.1, ShortName)."""

KINDS: Final = {
    Kind.ARTICLE: "Articles",
    Kind.MEDICINE: "Medicines",
    Kind.CONDITION: "Conditions",
    Kind.TAG: "Topics",
    Kind.ORGANISATION: "Organisations",
}
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
# What no page can hold, and what would turn the direction of the text around it. Joiners stay: they are letters' own.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows the results down, or, with no ``count``, takes back what narrows them now."""

    label: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing by which results can be narrowed down."""

    label: str
    choices: Sequence[Choice]


@require_safe
@reads_publicly
def results(request: HttpRequest) -> HttpResponse:
    """What was found, or help. Six queries at most where the words of the index are held; the crisis lines one more."""
    typed = request.GET.get("q", "")
    asked = _asked(request)
    crisis = speaks_of_crisis(typed)
    context: dict[str, Any] = {"query": asked.query, "cut": len(typed.strip()) > LONGEST}
    if crisis:
        context |= _help_now(guess(request.headers.get("Accept-Language", "")))
    if asked.query:
        found = search(asked)
        context |= {"found": found, "unknown": found.reading.unknown[:MOST_UNKNOWN], **_narrowing(asked, found)}
        context |= _pages(asked, found)
        if request.method == "GET" and not crisis and "@" not in typed:
            _count_missing(asked, found)
    if not asked.query or not context["found"].total:
        context["topics"] = tagged.listed(asked.language)[:MOST_CHOICES]
    response = render(request, "pages/search.html", context)
    if crisis:
        patch_vary_headers(response, ["Accept-Language"])
        response.differs_by_language = True  # type: ignore[attr-defined]  # read by PublicResponses
    return response


def _help_now(country: str) -> dict[str, Any]:
    """Whom to call: the emergency number of a country, as far as we are certain, and crisis lines, its own first."""
    own = countries.name(country) if country else ""
    return {
        "emergency": emergency.NUMBERS.get(country, ""),
        "lines": sorted(errors.lines(), key=lambda each: each.country != own),
    }


@require_safe
@reads_publicly
def suggestions(request: HttpRequest) -> HttpResponse:
    """Pages whose names begin with what was typed, for the search box; with ``format=list`` for a browser's own."""
    typed = shown(request.GET.get("q", ""))
    offered = [
        {"label": each.label, "path": each.path, "kind": str(Kind(each.kind).label)}
        for each in suggest(typed, selectors.current_language())
    ]
    if speaks_of_crisis(request.GET.get("q", "")):
        help_now = {"label": "Get help now", "path": f"{reverse('resources:directory')}#now", "kind": "Crisis lines"}
        offered.insert(0, help_now)
    if request.GET.get("format") == "list":
        paths = [settings.SITE_URL + each["path"] for each in offered]
        kinds = [each["kind"] for each in offered]
        answer: Any = [typed, [each["label"] for each in offered], kinds, paths]
        response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    else:
        response = JsonResponse(offered, safe=False)
    response.headers["Cache-Control"] = f"public, max-age={OFFERED_FOR_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@kept()
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The search as a browser can add it to its own (OpenSearch 1.1), in the language of the address."""
    context = {
        "short_name": settings.SITE_NAME[:LONGEST_NAME].strip(),
        "language": selectors.current_language(),
        "results": settings.SITE_URL + reverse("pages:search"),
        "suggestions": settings.SITE_URL + reverse("pages:suggest"),
    }
    kind = "application/opensearchdescription+xml"
    return render(request, "pages/opensearch.xml", context, content_type=f"{kind}; charset=utf-8")


def shown(typed: str) -> str:
    """What was typed as a page can show it: one line, without what could not be seen, and not too long."""
    return " ".join(_TURNING.sub("", _UNSHOWABLE.sub(" ", typed.strip()[: 2 * LONGEST])).split())[:LONGEST].strip()


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    kind = given.get("kind", "")
    return Asked(
        query=shown(given.get("q", "")),
        language=selectors.current_language(),
        kind=kind if kind in Kind.values else "",
        medicine=_slug(given.get("medicine", "")),
        tag=_slug(given.get("tag", "")),
        page=_number(given.get("page", "")),
    )


def _count_missing(asked: Asked, found: Found) -> None:
    """Count the words that stand nowhere of a search that found nothing at all: each by itself, none with a digit."""
    if found.total or asked.kind or asked.medicine or asked.tag:
        return
    for word in found.reading.unknown:
        if 1 < len(word) <= LONGEST_COUNTED and not any(map(str.isnumeric, word)):
            tally.words.count((asked.language, word))


def _slug(value: str) -> str:
    return value if _SLUG.fullmatch(value) else ""


def _number(value: str) -> int:
    return int(value) if re.fullmatch("[0-9]{1,6}", value) else 1


def _address(asked: Asked) -> str:
    """A search as a link, with nothing in it that need not be there."""
    parts = {"q": asked.query, "kind": asked.kind, "medicine": asked.medicine, "tag": asked.tag}
    if asked.page > 1:
        parts["page"] = str(asked.page)
    return f"{reverse('pages:search')}?{urlencode({key: value for key, value in parts.items() if value})}"


def _pages(asked: Asked, found: Found) -> dict[str, str]:
    """Links to the pages before and after this one."""
    return {
        "before": _address(replace(asked, page=found.page - 1)) if found.page > 1 else "",
        "after": _address(replace(asked, page=found.page + 1)) if found.page < found.pages else "",
    }


def _narrowing(asked: Asked, found: Found) -> dict[str, Any]:
    """What narrows the results now, each with a link without it, and by what they could be narrowed further."""
    asked = replace(asked, page=1)
    medicines = _medicines([asked.medicine, *(slug for slug, _ in found.medicines[:MOST_CHOICES])])
    tags = _tags([asked.tag, *(slug for slug, _ in found.tags[:MOST_CHOICES])], asked.language)
    kinds = {kind.value: name for kind, name in KINDS.items()}
    by: tuple[tuple[str, str, Sequence[tuple[str, int]], dict[str, str], Callable[[str], Asked]], ...] = (
        ("Kind", asked.kind, found.kinds, kinds, lambda value: replace(asked, kind=value)),
        ("Medicine", asked.medicine, found.medicines, medicines, lambda value: replace(asked, medicine=value)),
        ("Topic", asked.tag, found.tags, tags, lambda value: replace(asked, tag=value)),
    )
    chosen, filters = [], []
    for label, value, counts, names, narrowed in by:
        if value:
            chosen.append(Choice(f"{label}: {names.get(value, value)}", _address(narrowed(""))))
        elif choices := _choices(counts[:MOST_CHOICES], found.total, names, narrowed):
            filters.append(Filter(label, choices))
    return {"chosen": chosen, "filters": filters, "without": _address(Asked(asked.query, asked.language))}


def _choices(
    counts: Iterable[tuple[str, int]], total: int, names: dict[str, str], narrowed: Callable[[str], Asked]
) -> list[Choice]:
    """A link for each value that some of the results have, but not all of them."""
    return [
        Choice(names[value], _address(narrowed(value)), count)
        for value, count in counts
        if value in names and count < total
    ]


def _medicines(slugs: Iterable[str]) -> dict[str, str]:
    wanted = set(filter(None, slugs))
    return dict(Topic.objects.filter(slug__in=wanted).values_list("slug", "name")) if wanted else {}


def _tags(slugs: Iterable[str], language: str) -> dict[str, str]:
    wanted = set(filter(None, slugs))
    rows: Any = Tag.objects.filter(slug__in=wanted).named(language)
    return {tag.slug: tag.local_name for tag in rows} if wanted else {}
