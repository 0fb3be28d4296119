"""The words of the index, held in memory: which are known, how common they are, and which a mistyped one may be.

A copy per process and language, read anew whenever the index has moved on.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from finding import analysis, lay_words
from finding.models import IndexState, Word

MOST_NEAR = 4
"""How many words a mistyped one is taken for at most."""
MOST_COMPLETED = 8
MOST_RELATED = 5
SHORTEST_COMPLETED = 3
SHORTEST_SPLIT = 5

_held: dict[str, Vocabulary] = {}
_lock = Lock()


@dataclass(slots=True)
class Vocabulary:
    """The words of one language as of one revision of the index. ``words``: in how many entries each stands."""

    language: str
    revision: int
    entries: int
    words: dict[str, int]
    forms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ordered: list[str] = field(default_factory=list)
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for word in sorted(self.words):
            self.forms[analysis.stem(word, self.language)].append(word)
        # What people say beside a word of the index can be mistyped too; it stands in no entry itself.
        for word in lay_words.families(self.language) - self.words.keys():
            if any(stem in self.forms for stem in lay_words.same_as(analysis.stem(word, self.language), self.language)):
                self.words[word] = 0
        self.ordered = sorted(self.words)
        for word in self.ordered:
            self.by_length[len(word)].append(word)

    def knows(self, stem: str) -> bool:
        """Whether a word with this stem stands in some entry."""
        return stem in self.forms

    def common(self, stem: str) -> int:
        """In about how many entries a stem stands: as many as the commonest of its forms."""
        return max((self.words[word] for word in self.forms.get(stem, ())), default=0)

    def weight(self, stem: str) -> float:
        """How much a stem says: the rarer, the more (inverse document frequency, as BM25 has it)."""
        common = self.common(stem)
        return math.log(1 + (self.entries - common + 0.5) / (common + 0.5)) if self.entries >= common else 0.1

    def near(self, word: str) -> list[str]:
        """The words that somebody may have meant who typed an unknown one, the likeliest first.

        One slip in 4 or 5 letters, two up to 8, three beyond: a letter too many, too few, another one, or two in the
        wrong order (optimal string alignment distance). Another first letter counts twice: that one is rarely missed.
        Only the nearest count.
        """
        allowed = allowed_slips(word)
        if not allowed:
            return []
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        found = [
            hit
            for length in lengths
            for hit in process.extract(
                word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=allowed, limit=None
            )
        ]
        ranked = sorted((distance + (known[0] != word[0]), -self.words[known], known) for known, distance, _ in found)
        return [known for slips, _, known in ranked if slips == ranked[0][0] and slips <= allowed][:MOST_NEAR]

    def completed(self, beginning: str) -> list[str]:
        """The commonest words that begin so."""
        if len(beginning) < SHORTEST_COMPLETED:
            return []
        found = islice(self._beginning(beginning), 2000)
        return sorted(found, key=lambda word: (-self.words[word], word))[:MOST_COMPLETED]

    def related(self, word: str) -> list[str]:
        """Other words of the same beginning, which carry much of its meaning: pregnant, pregnancy.

        Five letters or more, and two thirds of the longer word.
        """
        shared = 5
        if len(word) < shared:
            return []
        found = []
        for other in islice(self._beginning(word[: max(shared, len(word) * 2 // 3)]), 60):
            alike = _common_beginning(word, other)
            if other != word and alike >= shared and 3 * alike >= 2 * max(len(word), len(other)):
                found.append(other)
        return found[:MOST_RELATED]

    def split(self, word: str) -> tuple[str, str] | None:
        """Two known words that were typed as one, if so."""
        if len(word) < SHORTEST_SPLIT:
            return None
        pairs = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        known = [pair for pair in pairs if pair[0] in self.words and pair[1] in self.words]
        return max(known, key=lambda pair: min(len(pair[0]), len(pair[1])), default=None)

    def _beginning(self, beginning: str) -> islice[str]:
        start = bisect_left(self.ordered, beginning)
        end = bisect_left(self.ordered, beginning + "\U0010ffff")
        return islice(self.ordered, start, end)


def allowed_slips(word: str) -> int:
    """How many slips a word of its length may have and still be taken for another."""
    length = len(word)
    return 0 if length <= 3 else 1 if length <= 5 else 2 if length <= 8 else 3  # noqa: PLR2004 (see ``near``)


def state() -> IndexState:
    """How far the index is. One query."""
    return IndexState.objects.filter(pk=1).first() or IndexState(pk=1)


def of(language: str, now: IndexState) -> Vocabulary:
    """The words of a language in the index as it is now. One query where it has moved on since, else none."""
    held = _held.get(language)
    if held is None or held.revision != now.revision:
        rows = Word.objects.filter(language=language, entries__gt=0).values_list("word", "entries")
        held = Vocabulary(language, now.revision, now.entries, dict(rows.iterator(chunk_size=5000)))
        with _lock:
            _held[language] = held
    return held


def _common_beginning(one: str, other: str) -> int:
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
