"""Tags that a new name is like: pointed out before somebody makes a twin of one that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from articles.folding import folded
from articles.models import Tag, TagName

FEW, SHORT, LONG = 2, 4, 8
"""Words of ``SHORT`` letters may differ in one typing error, those of ``LONG`` in ``FEW``."""
STEM = 5
"""Words that begin with as many letters, and end in a few different ones, are forms of one word."""
ENDING = 4
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """A live tag, that name of it which is like another one, and how, in words. ``same``: it is the very name."""

    tag: Tag
    name: str
    why: str
    same: bool = False


def similar(name: str, language: str, *, but: int | None = None) -> list[Likeness]:
    """The live tags whose names or synonyms are like a name, the most alike first. One query.

    ``but``: the key of a tag that is not asked about.
    """
    if not folded(name):
        return []
    best: dict[int, tuple[int, Likeness]] = {}
    for each in TagName.objects.exclude(tag=but).select_related("tag"):
        found = _compared(name, each.name)
        if found is None:
            continue
        rank, why = found
        rank = 2 * rank + (each.language != language)
        if each.tag_id not in best or rank < best[each.tag_id][0]:
            same = not rank
            best[each.tag_id] = (rank, Likeness(each.tag, each.name, why, same=same))
    ranked = sorted(best.values(), key=lambda found: (found[0], found[1].name))
    return [likeness for _, likeness in ranked[:SHOWN]]


def _compared(name: str, other: str) -> tuple[int, str] | None:
    """How alike two names are (0: the same), and in words; None where they are not."""
    key, there = folded(name), folded(other)
    if key == there:
        return 0, "is the same name"
    errors = _typing_errors(key, there)
    if errors is not None:
        return 1, f"differs in {errors} letter{'s' if errors > 1 else ''}"
    words, others = _words(name), _words(other)
    if len(words) == len(others) and all(_one_word(*pair) for pair in zip(sorted(words), sorted(others), strict=True)):
        return 2, "is another form of the same words"
    few, many = sorted((words, others), key=len)
    if few and all(any(_one_word(word, each) for each in many) for word in few):
        return 3, "has the same words and more" if len(others) >= len(words) else "is a part of it"
    return None


def _typing_errors(word: str, other: str) -> int | None:
    """How many typing errors apart two words are; None where too many for their length."""
    shorter = min(len(word), len(other))
    allowed = FEW if shorter >= LONG else int(shorter >= SHORT)
    if not allowed:
        return None
    found = OSA.distance(word, other, score_cutoff=allowed)
    return found if found <= allowed else None


def _one_word(word: str, other: str) -> bool:
    if word == other or _typing_errors(word, other):
        return True
    shared = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return shared >= STEM and max(len(word), len(other)) - shared <= ENDING


def _words(name: str) -> list[str]:
    return [key for word in re.split(r"[\s\-–—/]+", name) if (key := folded(word))]
