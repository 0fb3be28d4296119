"""What a cell means: texts, choices, days, numbers, countries, languages, as people and their spreadsheets write them.

Each function takes the text of a cell and raises ``Unfit`` with the rule that it breaks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from typing import Any

import phonenumbers
from django.conf.locale import LANG_INFO
from django.db.models import TextChoices
from django_countries import countries as known_countries

from accounts.plain_text import CONTROL, plain
from resources.models import dialled

_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
ISO_639_1 = frozenset(_TWO_LETTERS.split())
"""Two-letter language codes (ISO 639-1)."""
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
LONGEST = 5_000
"""Characters that a cell may hold."""
LARGEST = 32_767
SHORT = 6
"""Digits that a number may have without its country code."""


class Unfit(ValueError):
    """A cell breaks a rule, which it says."""


def _checked(text: str) -> str:
    if found := CONTROL.search(text.replace("\r", "")):
        raise Unfit(f"There is an invisible character in it (U+{ord(found[0]):04X}). Type it anew.")
    if len(text) > LONGEST:
        raise Unfit(f"At most {LONGEST:,} characters; these are {len(text):,}.")
    return text


def line(text: str) -> str:
    """One line of text."""
    return plain(_checked(text))


def paragraphs(text: str) -> str:
    """A text of several lines."""
    whole = _checked(text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(plain(each) for each in whole.split("\n")).strip()


def choice(of: type[TextChoices]) -> Callable[[str], str]:
    """One of the choices, by its name in words or its code."""
    known = {str(name).casefold(): value for value, name in of.choices} | {value: value for value in of.values}

    def parse(text: str) -> str:
        found = known.get(line(text).casefold())
        if found is None:
            names = ", ".join(str(name) for name in of.labels)
            raise Unfit(f"{_quoted(text)} is none of: {names}.")
        return found

    return parse


def truth(text: str) -> bool:
    """Yes or no; empty is no."""
    word = line(text).casefold()
    if word in ("yes", "y", "true", "1", "x"):
        return True
    if word in ("", "no", "n", "false", "0"):
        return False
    raise Unfit(f"{_quoted(text)} is neither yes nor no.")


def whole_number(text: str) -> int:
    """A number from 0; empty is 0."""
    word = line(text) or "0"
    if not re.fullmatch(r"[0-9]{1,9}", word, re.ASCII) or int(word) > LARGEST:
        raise Unfit(f"{_quoted(text)} is no whole number from 0 to {LARGEST:,}.")
    return int(word)


def key(text: str) -> int | None:
    """The number of a record; empty where it is new."""
    word = line(text)
    if word and not re.fullmatch(r"[0-9]{1,18}", word, re.ASCII):
        raise Unfit(f"{_quoted(text)} is no number of a record. Leave it empty for a new one.")
    return int(word) if word else None


def day(text: str) -> dt.date | None:
    """A day: 2026-03-14, 14 March 2026 or 14.03.2026. What could be read in two ways is refused."""
    word = line(text)
    if not word:
        return None
    word = re.sub(r"[T ]00:00(:00)?\Z", "", word)
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", word, re.ASCII):
            return dt.date(*map(int, word.split("-")))
        if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", word, re.ASCII):
            return dt.date(*map(int, reversed(word.split("."))))
        if found := re.fullmatch(r"(\d{1,2}) ([a-z]{3,9})\.?,? (\d{4})", word.lower(), re.ASCII):
            month = [name.startswith(found[2]) for name in MONTHS].index(True) + 1
            return dt.date(int(found[3]), month, int(found[1]))
    except ValueError as error:
        raise Unfit(f"There is no day {_quoted(text)}.") from error
    if re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}", word, re.ASCII):
        raise Unfit(f"{_quoted(text)} can be read in two ways. Write the year first, as 2026-03-14.")
    raise Unfit(f"{_quoted(text)} is no day. Write it as 2026-03-14.")


def country_codes(text: str) -> tuple[str, ...]:
    """Countries by code or English name, in the order of the alphabet."""
    found = set()
    for part in _parts(text):
        code = {"UK": "GB", "EL": "GR"}.get(part.upper(), part.upper())
        if code not in known_countries.countries:
            code = known_countries.by_name(part, insensitive=True)
        if not code:
            raise Unfit(f"No country has the code or name {_quoted(part)}. Write codes as GB, IE.")
        found.add(code)
    return tuple(sorted(found))


def language_codes(text: str) -> str:
    """Languages by code, in their order: en,fr."""
    codes = list(dict.fromkeys(part.lower().replace("_", "-") for part in _parts(text)))
    for code in codes:
        if code not in LANG_INFO and code.partition("-")[0] not in ISO_639_1:
            raise Unfit(f"No language has the code {_quoted(code)}. Write codes as en, fr.")
    return ",".join(codes)


def number(text: str, regions: Collection[str]) -> tuple[str, str]:
    """A number as it is dialled, and a remark where a spreadsheet had changed it.

    ``regions``: the countries that it serves; none where it serves all. Spreadsheets take a number with its country
    code for a sum and drop the plus; it is put back where that makes a valid number of one of these countries.
    """
    word = dialled(text)
    if re.fullmatch(r"[0-9][.,]?[0-9]*E\+?[0-9]+", text.strip(), re.ASCII | re.IGNORECASE):
        raise Unfit(
            f"A spreadsheet has rounded this number to {_quoted(text)}. Make the column a column of text, and type it "
            "anew."
        )
    if re.fullmatch(rf"[0-9]{{{SHORT + 1},15}}", word, re.ASCII) and not word.startswith("0"):
        parsed = phonenumbers.parse(f"+{word}") if _parses(f"+{word}") else None
        region = phonenumbers.region_code_for_number(parsed) if parsed else None
        if parsed and phonenumbers.is_valid_number(parsed) and (not regions or region in regions):
            return f"+{word}", f"{text.strip()} is read as +{word}: a spreadsheet dropped the plus."
    return word, ""


def _parses(word: str) -> bool:
    try:
        phonenumbers.parse(word)
    except phonenumbers.NumberParseException:
        return False
    return True


def _parts(text: str) -> list[str]:
    whole = line(text)
    return [part for each in re.split(r"[;,]" if ";" not in whole else ";", whole) if (part := each.strip())]


def _quoted(value: Any) -> str:
    text = plain(str(value))
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”"  # noqa: PLR2004
