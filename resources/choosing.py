"""What a reader chose on the directory: a country and a language, kept in the address. Pure.

Where no country is in the address, the browser's languages give a first guess, which the page says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header
from django_countries import countries

from resources.grouping import languages_of
from resources.models import Organisation, language_name

_OBVIOUS = "cs-CZ da-DK et-EE fi-FI hu-HU is-IS it-IT ja-JP ko-KR lt-LT lv-LV nb-NO nl-NL nn-NO no-NO pl-PL sk-SK sl-SI"
SPOKEN_IN = dict(pair.split("-") for pair in f"{_OBVIOUS} sv-SE uk-UA".split())
"""Languages with one obvious country. English, French, German, Spanish and others have several, so they have none."""
WITH_ARTICLE = frozenset(
    [
        *("AE", "BS", "CF", "CK", "DO", "FK", "FO", "GB", "GM", "IM", "KM"),
        *("KY", "MH", "MV", "NL", "PH", "SB", "SC", "TC", "US", "VG", "VI"),
    ]
)
"""Countries whose English name takes “the” in a sentence."""
LONGEST = 20
"""Characters of a value that are looked at; no code is longer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A country (two letters) and a language (its code), each empty where none is chosen.

    ``asked``: the address names a country, or says that it is all of them. ``problems``: what was not understood.
    """

    country: str = ""
    language: str = ""
    asked: bool = False
    problems: tuple[str, ...] = ()

    @property
    def guessed(self) -> bool:
        """Whether the country is a guess from the browser."""
        return bool(self.country) and not self.asked

    @property
    def place(self) -> str:
        """The country in a sentence: the Netherlands, Ireland."""
        return f"{'the ' if self.country in WITH_ARTICLE else ''}{countries.name(self.country)}"

    @property
    def language_name(self) -> str:
        """The language in words."""
        return language_name(self.language)

    def with_(self, **more: str) -> str:
        """The end of an address that keeps this choice and says something more."""
        kept = {"country": self.country} if self.country or self.asked else {}
        if self.language:
            kept["language"] = self.language
        kept |= more
        return f"?{urlencode(kept)}" if kept else ""

    def __str__(self) -> str:
        """The end of an address that keeps this choice, from its question mark on; empty where nothing is to keep."""
        return self.with_()


def read(address: QueryDict | MultiValueDict[str, str], accept_language: str = "") -> Choice:
    """The choice in an address; without a country there, the first guess from what the browser accepts."""
    asked = "country" in address
    typed, wanted = (str(address.get(name) or "").strip()[:LONGEST] for name in ("country", "language"))
    country, language = typed.upper(), wanted.lower()
    problems = []
    if country and country not in countries.countries:
        problems.append("We do not know that country. Here is everything; you can choose a country below.")
        country = ""
    if language and not _known(language):
        problems.append("We do not know that language. You can choose one below.")
        language = ""
    if not asked:
        country = guess(accept_language)
    return Choice(country, language, asked=asked, problems=tuple(problems))


def guess(accept_language: str) -> str:
    """The country that a browser's languages point at: of en-GB, GB; of nl, NL; of en, none."""
    for tag, quality in parse_accept_lang_header(accept_language.lower()):
        if not quality:
            continue
        language, *rest = tag.split("-")
        region = next((part.upper() for part in rest if len(part) == 2), "")  # noqa: PLR2004 (letters of a country)
        if region in countries.countries:
            return region
        if not region and language in SPOKEN_IN:
            return SPOKEN_IN[language]
    return ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader can choose from, as codes with names: countries and languages of the directory, other countries."""

    countries: list[tuple[str, str]]
    others: list[tuple[str, str]]
    languages: list[tuple[str, str]]


def offer(organisations: Iterable[Organisation]) -> Offer:
    """What can be chosen on a directory."""
    known = list(organisations)
    here = {country.code for each in known if each.offered_contacts for country in each.countries}
    names = [(code, name) for code, name in countries if code in here]
    others = [(code, name) for code, name in countries if code not in here]
    spoken = {code for each in known for code in languages_of(each)}
    return Offer(names, others, sorted(((code, language_name(code)) for code in spoken), key=lambda each: each[1]))


def _known(language: str) -> bool:
    try:
        return bool(get_language_info(language))
    except KeyError:
        return False
