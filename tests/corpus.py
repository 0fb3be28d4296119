"""A large site made of nothing: articles of pronounceable words that are as common and as rare as words are in life.

Zipf's law: the second word is half as common as the first, and so on. English words that searches are made of (stop
words, lay words) are among the commonest. The same seed makes the same texts, and the same queries.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice

from finding import analysis, lay_words
from finding.index import Page
from finding.models import Kind
from finding.searching import Asked

WORDS = 30_000
ARTICLES, MEDICINES, CONDITIONS, TAGS, ORGANISATIONS = 10_000, 300, 60, 500, 300
SECTIONS, SECTION_WORDS = 12, 74
SENTENCE = 14
LANGUAGE = "en"
STOPS = len(analysis.stop_words(LANGUAGE))
"""The first words of the made vocabulary are the stop words."""
_HEADINGS = (
    "What it is",
    "How common it is",
    "Who is more at risk",
    "When to get help",
    "What you can do",
    "What a doctor can do",
    "Before you stop",
    "Other medicines",
)
_OPENINGS = [
    "b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k", "l",
    "m", "n", "p", "pl", "pr", "qu", "r", "s", "sc", "sh", "sl", "sp", "st", "t", "th", "tr", "v", "w", "z",
]  # fmt: skip
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "ai", "ea", "ou"]
_CLOSINGS = [*[""] * 12, "l", "m", "n", "nd", "nt", "r", "rd", "s", "st", "t", "x"]
_FORMS = ("s", "ing", "ed", "ly", "ness")


@dataclass
class Corpus:
    """The words and the pages of a made site."""

    dice: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 (a benchmark)
    words: list[str] = field(default_factory=list)
    medicines: list[tuple[str, list[str]]] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = sorted(analysis.stop_words(LANGUAGE))
        lay = sorted({word for family in lay_words.FAMILIES[LANGUAGE] for word in family.split()} - set(known))
        self.dice.shuffle(known)
        made = list(islice(self._made(), WORDS - len(known) - len(lay)))
        # Lay words stand where such words stand: behind the commonest, among the first thousand.
        for word in self.dice.sample(lay, len(lay)):
            made.insert(self.dice.randrange(50, 1000), word)
        self.words = known + made
        self.ranks = {word: rank for rank, word in enumerate(self.words[:1000])}
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        names = iter([word.capitalize() for word in self.dice.sample(made[3000:], 5 * MEDICINES + CONDITIONS)])
        self.medicines = [(next(names), [next(names) for _ in range(4)]) for _ in range(MEDICINES)]
        self.conditions = [f"{next(names)} {self._one(200).capitalize()}" for _ in range(CONDITIONS)]
        self.spread = {
            count: list(accumulate(1 / (rank + 1) for rank in range(count))) for count in (MEDICINES, CONDITIONS, TAGS)
        }

    def _made(self) -> Iterator[str]:
        seen: set[str] = set()
        while True:
            parts = self.dice.choices((1, 2, 3, 4, 5), (1, 4, 6, 4, 1))[0]
            word = "".join(
                self.dice.choice(_OPENINGS) + self.dice.choice(_VOWELS) + self.dice.choice(_CLOSINGS)
                for _ in range(parts)
            )
            for form in (word, *(word + end for end in _FORMS if self.dice.random() < 0.15)):
                if len(form) > 3 and form not in seen:
                    seen.add(form)
                    yield form

    def _one(self, beyond: int = 0) -> str:
        """A word; ``beyond``: none of the so many commonest."""
        while True:
            word = self.dice.choices(self.words, cum_weights=self.weights)[0]
            if word not in self.ranks or self.ranks[word] >= beyond:
                return word

    def text(self, count: int) -> str:
        """So many words, in sentences."""
        drawn = self.dice.choices(self.words, cum_weights=self.weights, k=count)
        parts = (drawn[at : at + SENTENCE] for at in range(0, count, SENTENCE))
        return " ".join(f"{' '.join(part).capitalize()}." for part in parts)

    def _drawn(self, values: Sequence[str], count: int) -> list[str]:
        return self.dice.choices(values, cum_weights=self.spread[len(values)], k=count)

    def pages(self) -> Iterator[tuple[str, Page]]:
        """Every page of the site, with whose it is: articles first."""
        tags = [f"tag-{number}" for number in range(TAGS)]
        of = {name: number for number, (name, _) in enumerate(self.medicines)}
        for number in range(ARTICLES):
            medicine = self._drawn(list(of), 1)[0]
            condition = self._drawn(self.conditions, 1)[0]
            own = " ".join(self._one(150) for _ in range(self.dice.randrange(1, 4)))
            yield (
                f"article:{number}",
                self._page(
                    Kind.ARTICLE,
                    f"/articles/article-{number}/",
                    f"{medicine} and {own}",
                    names=[medicine, condition, *self.medicines[of[medicine]][1]],
                    sections=[self._section(place) for place in range(SECTIONS)],
                    medicine=f"medicine-{of[medicine]}",
                    tags=sorted(set(self._drawn(tags, 5))),
                ),
            )
        for number, (name, brands) in enumerate(self.medicines):
            path, slug = f"/medicines/medicine-{number}/", f"medicine-{number}"
            yield f"topic:m{number}", self._page(Kind.MEDICINE, path, name, names=brands, medicine=slug)
        for number, name in enumerate(self.conditions):
            yield f"topic:c{number}", self._page(Kind.CONDITION, f"/conditions/condition-{number}/", name)
        for number, tag in enumerate(tags):
            yield f"tag:{number}", self._page(Kind.TAG, f"/topics/{tag}/", self._one(100).capitalize(), tags=[tag])
        for number in range(ORGANISATIONS):
            name = f"{self._one(100).capitalize()} {self._one(100)} association"
            yield f"organisation:{number}", self._page(Kind.ORGANISATION, f"/support/{number}/", name)

    def _page(self, kind: Kind, path: str, title: str, **more: object) -> Page:
        return Page(LANGUAGE, kind, path, title, summary=self.text(25), **more)  # type: ignore[arg-type]

    def _section(self, place: int) -> tuple[str, str, str]:
        heading = _HEADINGS[place] if place < len(_HEADINGS) else self.text(4).rstrip(".")
        return f"section-{place}", heading, self.text(SECTION_WORDS)

    def queries(self, count: int, pages: Sequence[Page]) -> list[Asked]:
        """Mixed queries, most of them about a page that is there, in the shares below."""
        kinds = (
            *[self._word] * 3, *[self._phrase] * 5, *[self._form] * 2, *[self._misspelt] * 4,
            *[self._name] * 2, self._narrowed, self._narrowed, self._later, self._nonsense,
        )  # fmt: skip
        return [kinds[number % len(kinds)](self.dice.choice(pages)) for number in range(count)]

    def beginnings(self, count: int, pages: Sequence[Page]) -> list[str]:
        """What somebody has typed so far: 2 to 12 letters of a title or a name, every fifth with a slip."""
        typed = []
        for number in range(count):
            page = self.dice.choice(pages)
            words = self.dice.choice([page.title, *page.names]).lower().split()
            begun = " ".join(words[self.dice.randrange(len(words)) :])[: self.dice.randrange(2, 13)]
            typed.append(self._slipped(begun) if number % 5 == 4 else begun)
        return typed

    def _word(self, page: Page) -> Asked:
        """A word that is no stop word, of every degree of rareness alike."""
        return Asked(self.words[int(STOPS * (len(self.words) / STOPS) ** self.dice.random())], LANGUAGE)

    def _phrase(self, page: Page) -> Asked:
        """One to five words from the title and a section of a page, in order, half the time with its stop words."""
        words = self.dice.choice(page.sections or [("", "", page.summary)])[2].replace(".", "").split()
        if self.dice.random() < 0.5:
            words = [word for word in words if self.ranks.get(word.lower(), STOPS) >= STOPS] or words
        at = self.dice.randrange(len(words))
        title = self.dice.sample(page.title.split(), 1) if self.dice.random() < 0.5 else []
        return Asked(" ".join([*title, *words[at : at + self.dice.randrange(1, 5)]]), LANGUAGE)

    def _form(self, page: Page) -> Asked:
        asked = self._phrase(page)
        return Asked(f"{asked.query}{self.dice.choice(_FORMS)}", LANGUAGE)

    def _misspelt(self, page: Page) -> Asked:
        words = self._phrase(page).query.split()
        longest = max(range(len(words)), key=lambda at: len(words[at]))
        words[longest] = self._slipped(words[longest])
        if self.dice.random() < 0.4:
            words[longest] = self._slipped(words[longest])
        return Asked(" ".join(words), LANGUAGE)

    def _name(self, page: Page) -> Asked:
        return Asked(self.dice.choice([page.title, *page.names]).lower(), LANGUAGE)

    def _narrowed(self, page: Page) -> Asked:
        asked = self._phrase(page).query
        how = self.dice.choice(("kind", "medicine", "tag"))
        if how == "kind":
            return Asked(asked, LANGUAGE, kind=page.kind.value)
        if how == "medicine":
            return Asked(asked, LANGUAGE, medicine=page.medicine)
        return Asked(asked, LANGUAGE, tag=next(iter(page.tags), ""))

    def _later(self, page: Page) -> Asked:
        return Asked(self._one(20), LANGUAGE, page=self.dice.randrange(2, 6))

    def _nonsense(self, page: Page) -> Asked:
        return Asked("".join(self.dice.choices("bcdfghjklmnpqrstvwxz", k=9)), LANGUAGE)

    def _slipped(self, word: str) -> str:
        """A word with a letter too many, too few, another one, or two in the wrong order."""
        at, letter = self.dice.randrange(1, max(2, len(word) - 1)), self.dice.choice("aeinorst")
        rest = word[at:]
        return word[:at] + self.dice.choice(
            [letter + rest, rest[1:], letter + rest[1:], rest[1:2] + rest[:1] + rest[2:]]
        )
