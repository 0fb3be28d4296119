"""What is covered and what is not: countries and languages by kind of organisation, as tables that lead to lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from django_countries import countries

from resources.desk import pages
from resources.grouping import QUICKEST
from resources.models import Contact, Organisation, OrganisationKind, codes_of, language_name
from resources.standing import why_not_offered

EEA = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE"
EXPECTED = frozenset(["GB", "US", "CA", "AU", "NZ", "CH", *EEA.split()])
"""Countries that are looked at even where no organisation serves them yet."""
SPOKEN_THERE = "bg cs da de el en es et fi fr ga hr hu is it lt lv mi mt nl no pl pt ro sk sl sv"
"""Their official languages, looked at even where nobody speaks them yet."""
EVERYWHERE = "everywhere"
HEADINGS = {
    OrganisationKind.CRISIS: "Crisis lines",
    OrganisationKind.PATIENT_GROUP: "Patient groups",
    OrganisationKind.INFORMATION: "Information",
    OrganisationKind.REPORTING: "Reporting",
    OrganisationKind.PROFESSIONAL: "Professional bodies",
}
Served = dict[str, dict[str, set[int]]]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many organisations of a kind readers of a row are offered, and where they are listed."""

    label: str
    kind: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A country or a language, with a cell for each kind."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of what is covered, and what is missing most, in a sentence."""

    name: str
    heading: str
    summary: str
    rows: list[Row]


@require_safe
@pages.for_readers
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Both tables. Two queries."""
    by_country, by_language = _offered()
    used_countries, used_languages = _named()
    names = {code: countries.name(code) or code for code in EXPECTED | used_countries}
    rows = [_row("country", code, name, by_country) for code, name in sorted(names.items(), key=lambda each: each[1])]
    spoken = {code for code, _ in settings.LANGUAGES} | {*SPOKEN_THERE.split()} | used_languages
    tongues = sorted(((code, language_name(code)) for code in spoken), key=lambda each: each[1])
    languages = [_row("language", code, name, by_language) for code, name in tongues]
    everywhere = _row("country", EVERYWHERE, "Everywhere", by_country)
    context = {
        "headings": HEADINGS.values(),
        "matrices": [
            Matrix("country", "By country", _summary(rows, "country", "countries"), [*rows, everywhere]),
            Matrix("language", "By language", _summary(languages, "language", "languages"), languages),
        ],
    }
    return pages.page(request, "support/coverage.html", context, title="Coverage")


@require_safe
@pages.for_readers
def listed(request: HttpRequest) -> HttpResponseBase:
    """The organisations behind one cell: those that readers are offered, and those that they are not, with why."""
    kind = request.GET.get("kind", "")
    if kind not in OrganisationKind.values:
        raise Http404
    of = OrganisationKind(kind)
    if code := request.GET.get("country", ""):
        name = "everywhere" if code == EVERYWHERE else countries.name(code)
        where, table = name if code == EVERYWHERE else f"in {name}", 0
    else:
        code = request.GET.get("language", "")
        name, table = language_name(code), 1
        where = f"in {name}"
    if not name:
        raise Http404
    offered = _offered()[table].get(code, {}).get(of, set())
    all_of_kind = list(Organisation.objects.filter(kind=of).prefetch_related("contacts"))
    why = why_not_offered(all_of_kind)
    others = [each for each in all_of_kind if each.pk not in offered and _says(each, table, code)]
    context = {
        "offered": [each for each in all_of_kind if each.pk in offered],
        "others": [(each, why[each.pk] or "What it offers here is broken, or not verified.") for each in others],
    }
    return pages.page(request, "support/covered.html", context, title=f"{HEADINGS[of]} {where}")


def _offered() -> tuple[Served, Served]:
    """Who is offered, by country and by language, then by kind. An organisation for all stands under no country."""
    by_country: Served = defaultdict(lambda: defaultdict(set))
    by_language: Served = defaultdict(lambda: defaultdict(set))
    for contact in Contact.objects.offered().select_related("organisation").order_by():
        organisation = contact.organisation
        if organisation.kind == OrganisationKind.CRISIS and contact.kind not in QUICKEST:  # letters cover no country
            continue
        served = [each.code for each in contact.countries or organisation.countries]
        if organisation.international and not contact.countries:
            served.append(EVERYWHERE)
        for code in served:
            by_country[code][organisation.kind].add(organisation.pk)
        for code in codes_of(contact.languages or organisation.languages):
            by_language[code][organisation.kind].add(organisation.pk)
    return by_country, by_language


def _named() -> tuple[set[str], set[str]]:
    """The countries and languages that any organisation names, offered or not."""
    rows = list(Organisation.objects.filter(archived=False).order_by().values_list("countries", "languages"))
    return {code for served, _ in rows for code in codes_of(served)}, {code for _, of in rows for code in codes_of(of)}


def _says(organisation: Organisation, table: int, code: str) -> bool:
    """Whether an organisation, or one of its contacts, says that it serves a country or language."""
    if code == EVERYWHERE:
        return organisation.international
    contacts: list[Organisation | Contact] = [organisation, *organisation.contacts.all()]
    if table:
        return any(code in codes_of(each.languages) for each in contacts)
    return any(code in {country.code for country in each.countries} for each in contacts)


def _row(axis: str, code: str, name: str, served: Served) -> Row:
    def cell(kind: OrganisationKind) -> Cell:
        address = f"{reverse('admin:desk-covered')}?{urlencode({axis: code, 'kind': kind.value})}"
        return Cell(HEADINGS[kind], kind, len(served.get(code, {}).get(kind, ())), address)

    return Row(name, [cell(kind) for kind in HEADINGS])


def _summary(rows: Iterable[Row], one: str, many: str) -> str:
    """What is missing where it matters most: a crisis line, and a patient group."""
    rows = list(rows)
    without = [
        (sum(1 for row in rows for cell in row.cells if cell.kind == kind and not cell.count), words)
        for kind, words in (
            (OrganisationKind.CRISIS, "a crisis line"),
            (OrganisationKind.PATIENT_GROUP, "a patient group"),
        )
    ]
    said = [
        f"{count} {one if count == 1 else many} without {words}" if count else f"each has {words}"
        for count, words in without
    ]
    return f"Of {len(rows)} {one if len(rows) == 1 else many}: {said[0]}, {said[1]}."


urlpatterns = [
    path("support/coverage/", coverage, name="desk-coverage"),
    path("support/coverage/list/", listed, name="desk-covered"),
]
