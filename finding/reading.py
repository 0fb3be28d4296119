"""What somebody typed, read as groups of stems: misspellings mended, words joined or parted, synonyms beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from finding import analysis, crisis, lay_words
from finding.vocabulary import Vocabulary

MOST_CHARACTERS = 400
"""Characters of what was typed that are looked at: nobody asks a longer question in earnest."""
MOST_WORDS = 16
COMMON = 0.4
"""A word that stands in more than this share of a big index says too little to insist on."""
BIG = 200
FOR_CRISIS = "crisis suicide"
WEAK = 0.3
"""What a word counts that says little, of one that says much."""


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is looked for. ``stems``: what was meant; ``others``: what means much the same.

    ``typed`` is the word as it was typed, folded; ``used`` the word that it was taken for, where that is another one.
    """

    typed: str
    stems: tuple[str, ...]
    others: tuple[str, ...]
    weight: float
    used: str = ""
    insisted: bool = True

    def all_stems(self) -> tuple[str, ...]:
        """Every stem that will do, what was meant first."""
        return (*self.stems, *self.others)


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was understood. ``unknown``: its words that stand nowhere and are near to none that does."""

    typed: tuple[str, ...]
    groups: tuple[Group, ...]
    unknown: tuple[str, ...]

    @property
    def corrected(self) -> str:
        """The query as it was taken, where a word was mended; else empty."""
        if not any(group.used for group in self.groups):
            return ""
        return " ".join(group.used or group.typed for group in self.groups)


def read(query: str, vocabulary: Vocabulary) -> Reading:
    """Read a query against the words that the index has."""
    language = vocabulary.language
    typed = tuple(dict.fromkeys(analysis.words(query[:MOST_CHARACTERS])))[:MOST_WORDS]
    said = tuple(word for word in typed if not analysis.is_stop_word(word, language)) or typed
    groups: list[Group] = []
    unknown: list[str] = []
    for word, used in _known(said, vocabulary):
        if used:
            groups.append(_group(word, used, vocabulary))
        else:
            unknown.append(word)
    if crisis.speaks_of_crisis(query) and (lines := _for_crisis(vocabulary)):
        groups = [lines, *(replace(group, insisted=False) for group in groups)]
    return Reading(typed, tuple(groups), tuple(unknown))


def _known(said: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[tuple[str, list[str]]]:
    """Each word that was typed, with the words of the index that it is taken for; none where it is near to none."""
    at = 0
    while at < len(said):
        word = said[at]
        joined = word + said[at + 1] if at + 1 < len(said) else ""
        if joined in vocabulary.words:  # “rest less”
            yield joined, [joined]
            at += 2
            continue
        at += 1
        stem = analysis.stem(word, vocabulary.language)
        if vocabulary.knows(stem) or any(map(vocabulary.knows, lay_words.same_as(stem, vocabulary.language))):
            yield word, [word]
        elif parted := None if vocabulary.completed(word) else _parted(word, vocabulary):
            for part in parted:
                yield part, [part]
        else:
            yield word, vocabulary.near(word) or vocabulary.completed(word)


def _for_crisis(vocabulary: Vocabulary) -> Group | None:
    """Whatever else somebody typed who thinks of suicide: pages that help then are looked for too, and come first."""
    stems = [analysis.stem(word, vocabulary.language) for word in analysis.words(FOR_CRISIS)]
    known = tuple(stem for stem in stems if vocabulary.knows(stem))
    weight = 2 * max((vocabulary.weight(stem) for stem in known), default=0)
    return Group("", known, (), weight) if known else None


def _parted(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Two words in one, unless it is one slip away from a single word."""
    near = vocabulary.near(word)
    if near and OSA.distance(word, near[0]) <= 1:
        return None
    return vocabulary.split(word)


def _group(typed: str, used: list[str], vocabulary: Vocabulary) -> Group:
    language = vocabulary.language
    meant = list(dict.fromkeys(analysis.stem(word, language) for word in used))
    others = dict.fromkeys(stem for stem in sorted(lay_words.same_as(meant[0], language)) if vocabulary.knows(stem))
    others.update(dict.fromkeys(analysis.stem(near, language) for near in vocabulary.related(used[0])))
    weight = max(vocabulary.weight(stem) for stem in meant)
    weak = lay_words.is_weak(used[0], language)
    too_common = (
        vocabulary.entries >= BIG and max(vocabulary.common(stem) for stem in meant) > COMMON * vocabulary.entries
    )
    return Group(
        typed=typed,
        stems=tuple(meant),
        others=tuple(stem for stem in others if stem not in meant),
        weight=WEAK * weight if weak else weight,
        used=used[0] if analysis.stem(typed, language) not in meant else "",
        insisted=not (too_common or weak),
    )
