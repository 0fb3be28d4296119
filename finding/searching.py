"""Searching: from what was typed to pages in the order in which they answer it, with counts to narrow them down.

The engine finds candidates; they are ranked here, by one rule for every engine: for each group of words the best part
of the page that has it (its title before its names, before headings and summary, before its text), weighted by how
rare the word is (BM25's inverse document frequency), and how much of the title was asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from finding import engines, vocabulary
from finding.engines import Answer, Question
from finding.engines.question import NAMES
from finding.models import Entry, IndexState, Kind
from finding.reading import Group, Reading, read
from finding.snippets import Marker, Shown, show
from finding.vocabulary import Vocabulary

PER_PAGE = 10
MOST = 200
"""Candidates that are ranked and counted; whoever wants more asks more narrowly."""
ENOUGH = 5
"""With fewer pages that have every word, those that have some of them follow."""
FEW = 500
"""So few pages that have only some of the words are looked at even so: one of them may have the words that matter."""
RAREST = 2_000
"""Pages that have only some of the words are looked for by words that stand in no more than so many together."""

_PARTS = (4.0, 3.6, 1.5, 1.5, 0.5)
"""What a match counts in title, names, summary, headings and text."""
_BEST_FIRST = sorted(range(len(_PARTS)), key=lambda place: -_PARTS[place])
_OTHER = 0.6
"""What a synonym counts, of the word itself."""

_KINDS = {Kind.MEDICINE: 1.0, Kind.CONDITION: 1.0, Kind.ARTICLE: 1.0, Kind.TAG: 0.8, Kind.ORGANISATION: 0.8}
"""What pages of each kind count: those that answer before those that gather. Of equal ones, the first kind is first."""
_ORDER = {kind.value: place for place, kind in enumerate(_KINDS)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks the search: words, the language of the page, and what it is narrowed down to."""

    query: str
    language: str
    kind: str = ""
    medicine: str = ""
    tag: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. ``results`` are those of the page; ``total`` is of all, at most ``MOST``.

    ``kinds``, ``medicines``, ``tags``: how many of all have each. ``partly``: no page has every word.
    """

    reading: Reading
    results: Sequence[Shown] = ()
    total: int = 0
    page: int = 1
    kinds: Sequence[tuple[str, int]] = ()
    medicines: Sequence[tuple[str, int]] = ()
    tags: Sequence[tuple[str, int]] = ()
    partly: bool = False

    @property
    def pages(self) -> int:
        """How many pages of results there are."""
        return -(-self.total // PER_PAGE)

    @property
    def capped(self) -> bool:
        """Whether there may be more than were counted."""
        return self.total >= MOST


def search(asked: Asked) -> Found:
    """Search. At most five queries: the state of the index, its words when they changed, one or two of the engine,
    and the texts of the results that are shown. SQLite asks up to two more for words that stand on thousands of pages.
    """
    now = vocabulary.state()
    held = vocabulary.of(asked.language, now)
    reading = read(asked.query, held)
    if not reading.groups:
        return Found(reading)
    answers, whole = _answers(asked, reading, held, now)
    ranked = sorted(answers, key=lambda answer: (-round(_score(answer, reading), 6), _ORDER[answer.kind], answer.entry))
    page = min(max(1, asked.page), max(1, -(-len(ranked) // PER_PAGE)))
    shown = [answer.entry for answer in ranked[(page - 1) * PER_PAGE : page * PER_PAGE]]
    entries = Entry.objects.defer("stems").in_bulk(shown)
    marker = Marker(reading, held)
    return Found(
        reading=reading,
        results=[show(entries[pk], marker) for pk in shown if pk in entries],
        total=len(ranked),
        page=page,
        kinds=_counted([answer.kind for answer in ranked], [kind.value for kind in Kind]),
        medicines=_counted([answer.medicine for answer in ranked if answer.medicine]),
        tags=_counted([tag for answer in ranked for tag in answer.tags.split()]),
        partly=not whole,
    )


def _answers(asked: Asked, reading: Reading, held: Vocabulary, now: IndexState) -> tuple[list[Answer], bool]:
    """The candidates, and whether some have every word. Those with only some follow where there are few."""
    insisted = [group for group in reading.groups if group.insisted] or list(reading.groups)
    question = Question(
        language=asked.language,
        groups=tuple(group.all_stems() for group in insisted),
        all_groups=True,
        kind=asked.kind,
        medicine=asked.medicine,
        tag=asked.tag,
        most=MOST,
        at_most=min(sum(held.common(stem) for stem in group.all_stems()) for group in insisted),
    )
    answers = engines.match(question, now)
    telling, together = _telling(insisted, held)
    if len(insisted) == 1 or (len(answers) >= ENOUGH and together > FEW):
        return answers, bool(answers)
    some = engines.match(replace(question, groups=telling, all_groups=False, at_most=0), now)
    have = {answer.entry for answer in answers}
    return [*answers, *(answer for answer in some if answer.entry not in have)][:MOST], bool(answers)


def _telling(groups: Sequence[Group], held: Vocabulary) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rarest groups, as many as stand in not too many pages together; and in how many they do, at most."""
    common = [(sum(held.common(stem) for stem in group.all_stems()), at) for at, group in enumerate(groups)]
    taken: list[tuple[str, ...]] = []
    together = 0
    for pages, at in sorted(common):
        if taken and together + pages > RAREST:
            break
        together += pages
        taken.append(groups[at].all_stems())
    return tuple(taken), together


def _score(answer: Answer, reading: Reading) -> float:
    parts = answer.stems.split("\n")
    padded = [f" {part} " for part in parts]
    score = matched = whole = 0.0
    for group in reading.groups:
        whole += group.weight
        best = max(_best(group.stems, padded), _OTHER * _best(group.others, padded))
        score += group.weight * best
        matched += group.weight * (best > 0)
    coverage = matched / whole if whole else 0.0
    return score * coverage * (1 + _named(parts, reading)) * _KINDS[Kind(answer.kind)]


def _named(parts: Sequence[str], reading: Reading) -> float:
    """How much of the page's title, or of one of its names, was asked for: from 0 to 1, in full only for all of it."""
    asked = {stem for group in reading.groups for stem in group.stems}
    best = 0.0
    for part in [parts[0], *parts[1].split(NAMES)]:
        stems = part.split()
        held = sum(stem in asked for stem in stems)
        if held:
            # Of a long title a part, of what was asked all: both ways round, so that "legs" alone names nothing.
            best = max(best, (held / len(stems)) * min(1.0, held / len(reading.groups)))
    return best


def _best(stems: Sequence[str], parts: Sequence[str]) -> float:
    """What the best part counts that has one of the stems. Looked for in place: taking the texts apart takes longer."""
    sought = [f" {stem} " for stem in stems]
    for place in _BEST_FIRST:
        if any(stem in parts[place] for stem in sought):
            return _PARTS[place]
    return 0.0


def _counted(values: Sequence[str], order: Sequence[str] = ()) -> list[tuple[str, int]]:
    counts = Counter(values)
    if order:
        return [(value, counts[value]) for value in order if counts[value]]
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
