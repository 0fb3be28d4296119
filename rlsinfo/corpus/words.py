"""Made words that are as common and as rare as words are in life. Pure.

Zipf's law: the second word is half as common as the first, and so on. English words that searches are made of (stop
words, lay words) are among the commonest. The same dice make the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, islice
from random import Random

from finding import analysis, lay_words

WORDS = 30_000
LANGUAGE = "en"
FORMS = ("s", "ing", "ed", "ly", "ness")
SENTENCE = 14
STOPS = len(analysis.stop_words(LANGUAGE))
"""The first words of the made vocabulary are the stop words."""
RARE = 3_000
"""From this rank on, names are taken: they are no everyday words."""
_OPENINGS = [
    "b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k", "l",
    "m", "n", "p", "pl", "pr", "qu", "r", "s", "sc", "sh", "sl", "sp", "st", "t", "th", "tr", "v", "w", "z",
]  # fmt: skip
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "ai", "ea", "ou"]
_CLOSINGS = [*[""] * 12, "l", "m", "n", "nd", "nt", "r", "rd", "s", "st", "t", "x"]


def dice(*seed: object) -> Random:
    """Dice that always fall alike for the same seed."""
    return Random(" ".join(map(str, seed)))  # noqa: S311 (made data: nothing is kept secret by it)


def spread(count: int, *, shift: float = 1) -> list[float]:
    """The weights of so many things by Zipf's law, each added to those before, as ``Random.choices`` takes them."""
    return list(accumulate(1 / (rank + shift) for rank in range(count)))


class Words:
    """A vocabulary, the commonest first. ``made``: those of its words that are no English, in the same order."""

    def __init__(self, seeded: Random) -> None:
        known = sorted(analysis.stop_words(LANGUAGE))
        lay = sorted({word for family in lay_words.FAMILIES[LANGUAGE] for word in family.split()} - set(known))
        seeded.shuffle(known)
        self.made = list(islice(_made(seeded), WORDS - len(known) - len(lay)))
        mixed = list(self.made)
        # Lay words stand where such words stand: behind the commonest, among the first thousand.
        for word in seeded.sample(lay, len(lay)):
            mixed.insert(seeded.randrange(50, 1000), word)
        self.all = known + mixed
        self.ranks = {word: rank for rank, word in enumerate(self.all[:1000])}
        self._weights = spread(len(self.all), shift=2.7)

    def names(self, seeded: Random, count: int) -> list[str]:
        """So many different words as names: rare ones, with a capital."""
        return [word.capitalize() for word in seeded.sample(self.made[RARE:], count)]

    def one(self, seeded: Random, beyond: int = 0) -> str:
        """A word; ``beyond``: none of the so many commonest."""
        while True:
            word = self.drawn(seeded, 1)[0]
            if word not in self.ranks or self.ranks[word] >= beyond:
                return word

    def drawn(self, seeded: Random, count: int) -> list[str]:
        """So many words, each as often as it is common."""
        return seeded.choices(self.all, cum_weights=self._weights, k=count)

    def text(self, seeded: Random, count: int) -> str:
        """So many words, in sentences."""
        drawn = self.drawn(seeded, count)
        parts = (drawn[at : at + SENTENCE] for at in range(0, count, SENTENCE))
        return " ".join(f"{' '.join(part).capitalize()}." for part in parts)


def _made(seeded: Random) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        parts = seeded.choices((1, 2, 3, 4, 5), (1, 4, 6, 4, 1))[0]
        word = "".join(
            seeded.choice(_OPENINGS) + seeded.choice(_VOWELS) + seeded.choice(_CLOSINGS) for _ in range(parts)
        )
        for form in (word, *(word + end for end in FORMS if seeded.random() < 0.15)):  # noqa: PLR2004
            if len(form) > 3 and form not in seen:  # noqa: PLR2004
                seen.add(form)
                yield form
