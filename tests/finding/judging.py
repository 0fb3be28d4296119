"""The judged set: what people type and which pages answer it, and how well the search does by it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from finding.searching import Asked, search

FILE = Path(__file__).with_name("judged.toml")


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the addresses any of which answers it."""

    typed: str
    answers: tuple[str, ...]

    def rank(self, addresses: Sequence[str]) -> int:
        """The place of the first answer among addresses, from 1; 0 where there is none.

        An answer without a section is met by any section of its page.
        """
        for place, address in enumerate(addresses, 1):
            if address in self.answers or address.partition("#")[0] in self.answers:
                return place
        return 0


@dataclass(frozen=True, slots=True)
class Scores:
    """How well a search does by a judged set: shares of queries answered first and within three, and the mean of
    1/place of the first answer (mean reciprocal rank), within the first ten.
    """

    queries: int
    at_1: float
    at_3: float
    mrr: float
    missed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.queries} queries: success@1 {self.at_1:.3f}, success@3 {self.at_3:.3f}, MRR {self.mrr:.3f}"


def judged(path: Path = FILE) -> Iterator[Judged]:
    """Every query of a judged set."""
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["query"]:
        for typed in group["typed"]:
            yield Judged(typed, tuple(group["answers"]))


def addresses(typed: str) -> list[str]:
    """Where the first page of results leads."""
    return [result.href for result in search(Asked(typed, "en")).results]


def scores(queries: Sequence[Judged], find: Callable[[str], Sequence[str]] = addresses) -> Scores:
    """How well a search does by a judged set."""
    ranks = {query.typed: query.rank(find(query.typed)) for query in queries}
    places = list(ranks.values())
    return Scores(
        queries=len(places),
        at_1=sum(place == 1 for place in places) / len(places),
        at_3=sum(0 < place <= 3 for place in places) / len(places),
        mrr=sum(1 / place for place in places if place) / len(places),
        missed=tuple(typed for typed, place in ranks.items() if not 0 < place <= 3),
    )
