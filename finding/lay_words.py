"""Words that mean much the same to somebody who looks for help: what people say beside what leaflets say.

General families, for any medicine. What a particular medicine or condition is called belongs to its topic, where
editors keep it. Each family is of single words; whoever types one of them finds the others too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from finding import analysis

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "medicine medication med meds drug tablet pill capsule medicament",
        "doctor gp doc physician prescriber",
        "chemist pharmacist pharmacy",
        "pregnant pregnancy expecting antenatal prenatal",
        "breastfeeding breastfeed nursing lactation",
        "baby newborn infant",
        "child children kid paediatric pediatric teenager",
        "stop quit discontinue cease stopping discontinuation withdrawal",
        "taper wean reduce reducing lower cutting",
        "fever temperature febrile",
        "sleepy sleepiness drowsy drowsiness somnolence somnolent groggy sedated sedation tired tiredness exhausted",
        "sleep asleep slept bedtime",
        "insomnia sleepless awake",
        "night nighttime nocturnal evening bedtime",
        "dream nightmare nightmares",
        "voices hallucination hallucinations hallucinating",
        "worry anxiety anxious nervous worried panic",
        "agitation agitated irritable edgy",
        "restlessness restless fidgety fidgeting jittery",
        "twitch twitching jerk jerking jerky jump jumpy kick kicking",
        "crawl crawling creeping creepy tingling itching prickling",
        "leg legs calf calves",
        "sad depressed depression mood",
        "weight fat heavier gain gained obesity",
        "hungry hunger starving appetite eating cravings",
        "blood haematological hematological",
        "anaemia anemia",
        "infection infected ill unwell",
        "throat tonsillitis",
        "ulcer ulcers sore sores",
        "bruise bruising bruises bleeding",
        "sick nausea nauseous vomiting vomit queasy",
        "dizzy dizziness giddy lightheaded vertigo",
        "headache headaches migraine",
        "shake shaking tremor trembling",
        "drive driving",
        "alcohol drink drinking beer wine booze",
        "iron ferritin",
        "support helpline",
        "charity charities association foundation society organisation organization group",
        "talk talking listen listens listening speak chat",
        "someone somebody anyone anybody",
        "percentage percent probability proportion often common",
        "common often frequent likely chance risk odds rare rarely",
        "cause causes caused why trigger triggers",
        "treat treatment cure therapy remedy relief relieve ease",
        "test tests testing diagnose diagnosis diagnosed",
        "report reporting complain",
        "dose dosage amount mg milligrams",
        "heart cardiac palpitations",
        "itch itchy rash hives",
        "pain painful ache aching hurt hurts sore",
        "emergency urgent ambulance",
        "old older elderly senior",
        "interaction interact mix mixing combine combining",
        "side unwanted adverse",
        "effect effects affect affects reaction reactions",
        "coffee caffeine tea cola",
        "kilo kilos kg pounds lbs weight",
    )
}

WEAK: Final[Mapping[str, str]] = {
    "en": """
    medicine medication med meds drug tablet tabs pill capsule mg mcg milligrams dose feel feeling felt thing things
    stuff problem problems issue issues help bad worse time times day days make makes making made cause causes
    caused give gives use using used people person need want know tell think long last new start starting started
    """
}
"""Words that say a little: a page without them may be the answer just as well."""


@lru_cache(maxsize=16)
def _by_stem(language: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for family in FAMILIES.get(language.partition("-")[0], ()):
        same = frozenset(analysis.stem(word, language) for word in analysis.words(family))
        for stem in same:
            found[stem] = found.get(stem, frozenset()) | same
    return found


def same_as(stem: str, language: str) -> frozenset[str]:
    """The stems of words that mean much the same, without itself."""
    return _by_stem(language).get(stem, frozenset()) - {stem}


def families(language: str) -> frozenset[str]:
    """Every word of a family in a language."""
    return frozenset(word for family in FAMILIES.get(language.partition("-")[0], ()) for word in family.split())


@lru_cache(maxsize=16)
def _weak(language: str) -> frozenset[str]:
    return frozenset(analysis.stem(word, language) for word in analysis.words(WEAK.get(language, "")))


def is_weak(word: str, language: str) -> bool:
    """Whether a folded word says little: one of those above, or a number, as of a dose."""
    return word[0].isdigit() or analysis.stem(word, language) in _weak(language.partition("-")[0])
