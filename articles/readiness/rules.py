"""The rules that a document is held against, as data: each with its code, its level, itself in a sentence, its source.

``docs/rules.md`` shows this table; a test keeps the two the same, and another proves that every rule here can be broken
and that no other is ever reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """What a broken rule does: it keeps an edition from review and publishing, or it is said and no more."""

    BLOCKING = "blocking"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``code`` is its name for machines and never changes; ``says`` is one sentence."""

    code: str
    level: Level
    says: str
    source: str


# The sources of the rules, as the table names them.
_ADDRESS = "PEMAT-P 21; EQIP 28"
_CARD = "NHS service manual, care cards"
_CDC = "CDC Clear Communication Index"
_DESIGN = "Our own: what readers of side-effect pages need"
_GATE = "NHS Standard for creating health content"
_NHS = "NHS content style guide"
_NUMBERS = "NHS content style guide, numbers"

_BLOCKING = (
    ("summary-missing", "A document has a summary.", "PEMAT-P 11"),
    ("answer-missing", "Each of the 4 parts of the answer box is filled.", f"{_CDC} 1 and 2"),
    ("answer-length", "The answer box has at most 80 words.", f"{_DESIGN}, in 10 seconds"),
    (
        "section-missing",
        "“When to get help” is there and, on a medicine's page, “Stopping safely”.",
        f"{_GATE}; EQIP 14",
    ),
    ("section-empty", "A section has an introduction or a point.", "PEMAT-P 8"),
    ("point-source", "Every point cites a source.", f"DISCERN 4; JAMA benchmarks; {_GATE}"),
    ("point-text", "Every point explains its term; questions and estimates need no words more.", "PEMAT-P 4"),
    ("care-card-one-each", "There is exactly one care card of each urgency.", _CARD),
    ("care-card-heading", "A care card's heading ends with “if:”.", _CARD),
    ("care-card-list", "A care card's text is one bulleted list.", _CARD),
    ("care-card-link", "An emergency card has no links.", _CARD),
    (
        "promise",
        "Nothing promises a cure, an effect without fail, or that something has no risk.",
        "Directive 2001/83/EC, article 90; DISCERN 10 and 11",
    ),
    ("source-retracted", "No cited source was retracted.", f"{_GATE}, evidence; DISCERN 4"),
    ("source-broken", "No cited source has an address that is known not to work.", f"{_GATE}, evidence"),
    ("link-withdrawn", "No link leads to an article that was withdrawn.", "WCAG 2.2, 2.4.4"),
    ("link-unknown", "Every link to an article leads to one that there is.", "WCAG 2.2, 2.4.4"),
    ("review-overdue", "The review of what is published is not overdue.", f"{_GATE}, review"),
)

_ADVICE = (
    # What a document holds
    ("how-common-missing", "A medicine's page says how common it is.", f"{_DESIGN}; EQIP 10"),
    ("self-care-missing", "A page says what readers can do themselves.", f"{_CDC} 5; PEMAT-P 20"),
    ("questions-missing", "A page has questions to ask.", "DISCERN 15; PEMAT-P 23"),
    ("unknowns-missing", "A page says what is not known.", f"DISCERN 8; {_CDC} 11"),
    ("treatments-few", "A section on treatments has 2 or more of them.", "DISCERN 14"),
    ("introduction-source", "An introduction that names a number cites a source.", "DISCERN 4"),
    ("generic-heading", "A heading or term says what stands under it.", "PEMAT-P 9"),
    ("same-heading", "Two headings, or two terms of a section, differ.", "PEMAT-P 9"),
    ("list-single", "A list has 2 or more items.", "NHS service manual, lists"),
    ("list-sentence", "An item of a list is one sentence.", "NHS service manual, lists"),
    ("link-text", "The words of a link say where it leads.", "WCAG 2.2, 2.4.4"),
    ("care-card-action", "A care card's heading begins with the action.", _CARD),
    ("care-card-services", "A care card's heading names at most 2 services.", _CARD),
    ("care-card-bullet", "A care card's bullets carry its heading on, in lower case.", "NHS service manual, lists"),
    # Its language
    ("long-sentence", "A sentence has at most 20 words.", _NHS),
    ("long-paragraph", "A paragraph has at most 3 sentences.", _NHS),
    ("average-sentence", "Sentences have fewer than 15 words on average.", "EQIP 27"),
    ("hard-word", "A plain word stands where there is one.", f"{_NHS}; PEMAT-P 3; EQIP 25"),
    ("stigmatising-word", "Nobody is called by their illness or blamed for it.", f"{_NHS}; EQIP 29"),
    ("medical-term", "A medical term is explained where it is used first.", f"{_NHS}; PEMAT-P 4"),
    ("abbreviation", "An abbreviation is explained where it is used first.", f"{_NHS}; PEMAT-P 4"),
    ("passive", "A sentence says who does what (only the clearest passives are found).", f"{_NHS}; PEMAT-P 5"),
    ("no-you", "A page, and each of its sections on what to do, speaks to “you”.", f"{_NHS}; {_ADDRESS}"),
    # Its numbers
    ("percentage", "Numbers of people are natural frequencies, such as 28 in 100.", f"{_NUMBERS}; {_CDC} 15"),
    ("decimal", "Numbers of people are whole.", f"{_NUMBERS}; {_CDC} 15"),
    ("too-precise", "A frequency has at most 2 significant figures.", f"{_CDC} 15"),
    ("mixed-denominators", "What is compared is counted in the same number of people.", f"{_NUMBERS}; {_CDC} 17"),
    ("relative-risk", "A risk is absolute, or stands beside the absolute one.", f"{_CDC} 17 and 20"),
    ("label-alone", "“Common” or “rare” stands beside its number.", f"{_CDC} 20"),
    ("range-hyphen", "A range is written with “to”.", _NUMBERS),
    ("number-word", "Numbers from 2 are written in digits.", _NUMBERS),
    ("unit-space", "A number and its unit stand together: 250mg.", _NUMBERS),
    ("date-format", "A date is written as 6 August 2018.", f"{_NHS}, dates"),
    ("answer-number", "A frequency of the answer box or summary stands, with its source, in the text.", "DISCERN 4"),
    ("estimate-missing", "A section on how common it is has an estimate.", f"EQIP 10; {_CDC} 20"),
    ("estimate-year", "An estimate names its year.", "DISCERN 5"),
    ("estimate-comparator", "One estimate of a section says how it is without the medicine.", f"{_CDC} 16"),
    # What it rests on
    ("source-superseded", "No cited source has a newer version.", f"{_GATE}, evidence; DISCERN 5"),
    ("source-address", "A cited source has an address, DOI or PMID.", "DISCERN 4"),
    ("source-year", "A cited source names its year.", "DISCERN 5"),
    ("link-unpublished", "Linked articles are published.", "WCAG 2.2, 2.4.4"),
    ("support-none", "Readers are shown a verified organisation.", "DISCERN 7; EQIP 17"),
    ("support-unreachable", "Each organisation placed here has a contact that can be offered.", "DISCERN 7"),
    ("support-broken", "No organisation placed here has a number or address that does not work.", _GATE),
    ("support-crisis", "A page that speaks of suicide or self-harm has a crisis line to show.", _DESIGN),
)  # fmt: skip

RULES: Final[dict[str, Rule]] = {
    code: Rule(code, level, says, source)
    for level, rows in ((Level.BLOCKING, _BLOCKING), (Level.ADVICE, _ADVICE))
    for code, says, source in rows
}
"""Every rule by its code, those that block first."""

BY_CONSTRUCTION: Final = (
    ("Alt texts", "A document holds no images; the picture of an estimate carries the numbers that it is drawn from."),
    ("Numbers also as a picture, with those to whom it does not happen", "Drawn from every estimate (CDC 20)."),
    ("Population and design beside every number", "An estimate cannot be saved without them (CDC 16)."),
    (
        "No broken address or number of an organisation",
        f"Readers are given no contact that is known not to work ({_GATE}).",
    ),
    ("Who decides on a treatment", "A treatment cannot be saved without it, nor without its certainty (DISCERN 15)."),
    ("Care cards' hidden prefix and order", "Written by the page's template (NHS service manual)."),
    ("Headings in order, contents list, table headers", "Written by the page's template (PEMAT-P 10, 12, 19)."),
    ("Author, reviewer, interests, dates, licence", "Kept by the workflow and shown on every page (JAMA benchmarks)."),
)
"""Rules of the same sources that no document of ours can break, and why."""

LEFT_TO_PEOPLE: Final = (
    ("Relevance, balance, tone, user need and user testing", "A reviewer judges them (DISCERN 2, 3, 6; EQIP 24, 31)."),
    (
        "Benefits, risks and how each treatment works",
        "Software cannot tell whether a text says them (DISCERN 9 to 13).",
    ),
    ("The time in which something happens", "Said in words that no pattern finds reliably (number rules)."),
    ("Passives without a doer", "“It is linked with” is often right; a guess would be noise (PEMAT-P 5)."),
)
"""Rules of the same sources that software cannot check honestly, and why."""
