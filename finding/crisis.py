"""Words of crisis in what somebody types: who searches for them gets the crisis lines above everything else.

Showing them in vain costs a few lines of a page; not showing them may cost a life. So slips are forgiven, and the
words of several languages count wherever they are typed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from finding import analysis

_WORDS: Final = """
suicide suicidal suicidality overdose overdosed overdosing selfharm selfharming selfinjury unalive kms
suizid selbstmord selbsttötung suizidgedanken überdosis umbringen
suicidaire surdose suicidarme suicidarse suicidio suicida sobredosis
suicidarsi autolesionismo overdosis zelfmoord zelfdoding
självmord selvmord selvmordstanker itsemurha samobójstwo sebevražda öngyilkosság sinucidere intihar
αυτοκτονία самоубийство самогубство انتحار התאבדות आत्महत्या 自殺 自杀 자살
"""
"""Each is enough by itself."""

_PHRASES: Final = """
end it | end it all | end my life | end life | ending it | ending my life | ending it all | take my life
take my own life | taking my life | kill myself | killing myself | kill me | kill my self | hang myself
hanging myself | shoot myself | hurt myself | hurting myself | harm myself | harming myself | cut myself
cutting myself | self harm | self harming | self injury | want to die | wanna die | want die | wish i was dead
wish i were dead | better off dead | better off without me | no reason to live | not worth living | no point living
no point in living | dont want to live | do not want to live | dont want to be alive | dont want to be here
dont want to wake up | do not want to wake up | never wake up | cant go on | cannot go on | can not go on
tired of living | tired of life | over dose | od on | took too many | taken too many | take too many
too many pills | too many tablets | all my pills | all my tablets | whole packet | whole bottle | lethal dose
fatal dose | deadly dose | how many to die | thoughts of death | thinking of death | thinking about death
nicht mehr leben | mich umbringen | will sterben | me tuer | envie de mourir | veux mourir | en finir
quiero morir | matarme | no quiero vivir | voglio morire | wil dood | wil niet meer leven | chcę umrzeć
quero morrer
"""
"""Words that stand together, in this order, with at most two others between."""

WORDS: Final = frozenset(analysis.words(_WORDS))
PHRASES: Final = tuple(
    tuple(analysis.words(phrase)) for line in _PHRASES.split("\n") for phrase in line.split("|") if phrase.strip()
)
BETWEEN: Final = 2
ALIKE: Final = 86
"""Per cent of a long word that must be as it is written to be taken for a word of crisis."""
LONG: Final = 7


def speaks_of_crisis(typed: str) -> bool:
    """Whether what somebody typed speaks of suicide, self-harm or an overdose. No query."""
    words = analysis.words(typed)[:400]
    if any(_is_one(word) for word in words):
        return True
    joined = [one + other for one, other in pairwise(words)]
    return any(word in WORDS for word in joined) or any(_has(words, phrase) for phrase in PHRASES)


def _is_one(word: str) -> bool:
    if word in WORDS:
        return True
    if len(word) < LONG - 1:
        return False
    return any(
        len(known) >= LONG
        and word[0] == known[0]
        and (OSA.distance(word, known, score_cutoff=1) <= 1 or (len(word) > LONG and fuzz.ratio(word, known) >= ALIKE))
        for known in WORDS
    )


def _has(words: list[str], phrase: tuple[str, ...]) -> bool:
    starts = [at for at, word in enumerate(words) if word == phrase[0]]
    return any(_follows(words[at + 1 :], phrase[1:]) for at in starts)


def _follows(words: list[str], rest: tuple[str, ...]) -> bool:
    for wanted in rest:
        near = words[: BETWEEN + 1]
        if wanted not in near:
            return False
        words = words[near.index(wanted) + 1 :]
    return True
