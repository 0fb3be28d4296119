"""Words of crisis in what somebody types: who searches for them gets the crisis lines above everything else.

Showing them in vain costs a few lines of a page; not showing them may cost a life. So slips are forgiven, and the
words of several languages count wherever they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from finding import analysis

_WORDS: Final = """
suicide suicidal suicidality overdose overdosed overdosing selfharm selfharming selfinjury unalive unaliving
killmyself wanttodie endmylife killself
suizid selbstmord selbsttötung überdosis umbringen
suicidaire surdose suicidarme suicidarse suicidio suicida sobredosis
suicidarsi autolesionismo overdosis zelfmoord zelfdoding
självmord selvmord itsemurha samobój sebevražd öngyilkos sinucidere intihar
αυτοκτον самоубий самогуб суицид انتحار התאבד आत्महत्या 自殺 自杀 자살
"""
"""Each is enough by itself, also as the beginning of a longer word: Selbstmordgedanken, 자살하고."""

_PHRASES: Final = """
end my life | end his life | end her life | end your life | end their life
kill self | hang self | shoot self | hurt self | harm self | cut self | cut wrist | slit wrist | cut my arm
want die | going to die by | wish i was dead | wish i were dead | wish i wasnt here
wish i was never born | better off dead | better off without me | rather be dead | rather die
drown self | poison self | jump in front of | take his own life | take her own life | take their own life
how to die | way to die | want be dead | wish i could die | let me die | thinking about die | thinking of die
nothing live for | no will live | lost will live | isnt worth live | life not worth
no reason to live | not worth living | no point living | point of living | not want live | dont want live
dont want be alive | not want be alive | no longer want live | dont want be here | not want be here
dont want exist | dont want wake up | not want wake up | never wake up | hope dont wake up
cant do this anymore | cant take it anymore | cant take this anymore | cant live like this
tired of living | tired of life | take too many | take to many | take 2 many
take too much | take all my | take all the pill | take all the tablet | all my pill | all my meds
whole packet | entire packet
ld50 | lethal dose | fatal dose | deadly dose | lethal amount | fatal amount | deadly amount | much lethal | much fatal
much deadly | many lethal | many fatal | much to die | many to die | much would kill | many would kill | enough to kill
thoughts of death | thinking of death | thinking about death
nicht mehr leben | mich umbringen | will sterben | me tuer | envie de mourir | veux mourir | en finir
quiero morir | matarme | no quiero vivir | voglio morire | wil dood | wil niet meer leven | chcę umrzeć | nie chcę żyć
quero morrer | não quero viver | ich möchte sterben
ik wil er niet meer zijn | te veel pillen | trop de comprimés | uccidermi | ölmek istiyorum | רוצה למות | اريد اموت
أريد أن أموت | хочу умереть | не хочу жить | 死にたい | 想死 | 죽고 싶 | 죽고 싶다 | 죽고 싶어
"""
"""Words that stand together, in this order, with at most two others between, in whatever form and of whomever they
are said: "kill self" is also killing himself and kill my self.
"""

_CLOSE: Final = re.compile(
    r"(?<!\bthe )\b(?:end ?|ending )(?:it|things)\b"
    r"|\b(?:kill me|(?:take|taking) my (?:own )?life(?! insurance))\b"
    r"|\b(?:cant|cannot|can not) go on(?: like| any| living|$)"
    r"|\b(?:to|i|will|could|can|gonna|wanna) od\b|\boded\b|\bover ?dos(?:e|ed|ing)\b"
    r"|\b(?:gonna|want to|wanna|should|will|just|might) kms\b"
    r"|\b(?:toddler|child|kid|baby|son|daughter) (?:has )?(?:swallowed|ate|eaten|drank)\b"
)
"""Words that say it only side by side, in this form: "legs are killing me", "took over my life", "in the end it", "cant
go on holiday" and "od", which prescribers write for once a day, say something else.
"""

_FORMS: Final = {
    "take": "took taken taking takes swallow swallowed swallowing",
    "want": "wants wanted wanting wanna",
    "kill": "kills killed killing",
    "harm": "harms harmed harming",
    "hurt": "hurts hurting",
    "hang": "hangs hanging hanged",
    "shoot": "shoots shooting",
    "cut": "cuts cutting",
    "slit": "slits slitting",
    "die": "dies died dying",
    "live": "lives living",
    "end": "ends ending ended",
    "wrist": "wrists",
    "arm": "arms",
    "pill": "pills",
    "tablet": "tablets tabs tab capsules capsule",
    "packet": "packets packs pack boxes box strips strip bottles bottle",
    "self": "myself himself herself yourself themself themselves ourselves oneself selfs selves",
}
_FORM: Final = {form: word for word, forms in _FORMS.items() for form in forms.split()}
_WHOSE: Final = frozenset(["my", "him", "her", "your", "them", "our", "his", "their"])

_ARABIC_THE: Final = "ال"
_TAKEN: Final = 4
"""From how many tablets taken at once on somebody may have taken too many."""
_NUMBERS: Final = frozenset(
    analysis.words(
        "four five six seven eight nine ten twelve fifteen twenty thirty forty fifty hundred lots loads handful bunch"
    )
)
_PIECES: Final = frozenset(["tablet", "pill", "packet"])
_UNITS: Final = frozenset(
    analysis.words("mg mgs milligram milligrams mcg ml g hour hours day days week weeks month months year years")
)

WORDS: Final = frozenset(analysis.words(_WORDS))
MOST: Final = 400
"""Words that are looked at from the beginning, and from the end, of what somebody typed."""
BETWEEN: Final = 2
ALIKE: Final = 86
"""Per cent of a long word that must be as it is written to be taken for a word of crisis."""
LONG: Final = 7
SLIPS_FROM: Final = 4


@lru_cache(maxsize=65_536)
def _alike(word: str, known: str) -> bool:
    """Whether a word of a phrase was meant: one slip is forgiven from four letters on, but for the first of them."""
    if word == known:
        return True
    return len(known) >= SLIPS_FROM and word[:1] == known[0] and OSA.distance(word, known, score_cutoff=1) <= 1


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(analysis.words(phrase)) for phrase in text.replace("\n", "|").split("|") if phrase.strip())


def _plain(words: Sequence[str]) -> list[str]:
    """Words without what of their form says nothing here; "her self" is one word."""
    plain = [_FORM.get(word) or ("self" if _alike(word, "myself") else word) for word in words]
    return [word for word, after in zip_longest(plain, plain[1:]) if not (word in _WHOSE and after == "self")]


PHRASES: Final = tuple(tuple(_plain(phrase)) for phrase in _phrases(_PHRASES))


def speaks_of_crisis(typed: str) -> bool:
    """Whether what somebody typed speaks of suicide, self-harm or an overdose. No query."""
    words = analysis.words(typed)
    words = [*words[:MOST], *words[MOST:][-MOST:]]
    if any(_is_one(word) for word in words):
        return True
    if any(_is_one(one + other) for one, other in pairwise(words)) or _CLOSE.search(" ".join(words)):
        return True
    plain = _plain(words)
    return any(_has(plain, phrase) for phrase in PHRASES) or _took_many(plain)


def _is_one(word: str) -> bool:
    word = word.removeprefix(_ARABIC_THE)
    if word in WORDS:
        return True
    if any(word.startswith(known) for known in WORDS if len(known) >= LONG - 1 or not known.isascii()):
        return True
    if len(word) < LONG - 1:
        return False
    return any(
        len(known) >= LONG
        and word[0] == known[0]
        and (OSA.distance(word, known, score_cutoff=1) <= 1 or (len(word) > LONG and fuzz.ratio(word, known) >= ALIKE))
        for known in WORDS
    )


def _took_many(words: Sequence[str]) -> bool:
    """Whether somebody took a number of tablets, or of packets of them, that is no dose: took 30 tablets."""
    return any(
        _is_many(word)
        and "take" in words[max(0, at - 4) : at]
        and not _PIECES.isdisjoint(words[at + 1 : at + 4])
        and _UNITS.isdisjoint(words[at + 1 : at + 4])
        for at, word in enumerate(words)
    )


def _is_many(word: str) -> bool:
    return word in _NUMBERS or (word.isascii() and word.isdigit() and int(word[:9]) >= _TAKEN)


def _has(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    starts = [at for at, word in enumerate(words) if _alike(word, phrase[0])]
    return any(_follows(words[at + 1 :], phrase[1:]) for at in starts)


def _follows(words: Sequence[str], rest: tuple[str, ...]) -> bool:
    for wanted in rest:
        near = [_alike(word, wanted) for word in words[: BETWEEN + 1]]
        if True not in near:
            return False
        words = words[near.index(True) + 1 :]
    return True
