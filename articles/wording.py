"""What changed in the words of a text: which came, which went, which stayed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from articles import richtext

_TOKEN = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"<li>")
_BLOCK_END = re.compile(r"</(?:p|li)>")


class Status(StrEnum):
    """What happened to a part, or to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that stayed, came or went."""

    status: Status
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a part, word by word. ``marks_only``: the words are the same, their marks (bold, lists) are not."""

    name: str
    words: tuple[Words, ...]
    marks_only: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return self.marks_only or any(run.status != Status.SAME for run in self.words)

    @property
    def text(self) -> str:
        """The newer text as a whole."""
        return "".join(run.text for run in self.after)

    @property
    def before(self) -> tuple[Words, ...]:
        """The older text, with what went out of it."""
        return tuple(run for run in self.words if run.status != Status.ADDED)

    @property
    def after(self) -> tuple[Words, ...]:
        """The newer text, with what came into it."""
        return tuple(run for run in self.words if run.status != Status.REMOVED)


def words(old: str, new: str) -> tuple[Words, ...]:
    """Two plain texts, word by word."""
    if old == new:
        return (Words(Status.SAME, new),) if new else ()
    if not (old and new):
        return (Words(Status.ADDED, new) if new else Words(Status.REMOVED, old),)
    runs: list[Words] = []
    for before, after in _whole(_steps(_TOKEN.findall(old), _TOKEN.findall(new))):
        if before == after:
            runs.append(Words(Status.SAME, before))
            continue
        if before:
            runs.append(Words(Status.REMOVED, before))
        if after:
            runs.append(Words(Status.ADDED, after))
    return tuple(runs)


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What stands at each place before and after, word by word: the same where nothing changed there."""
    for _, a1, a2, b1, b2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        yield "".join(old[a1:a2]), "".join(new[b1:b2])


def _whole(steps: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps without the scraps that stayed by chance: what is no longer than the changes on both of its sides is
    shown with them as one change, as people would tell it ("is" between two rewritten halves of a sentence).
    """
    kept: list[tuple[str, str]] = []
    for step in steps:
        kept.append(step)
        while len(kept) > 2 and _scrap(*kept[-3:]):  # noqa: PLR2004
            last = kept[-3:]
            kept[-3:] = [("".join(before for before, _ in last), "".join(after for _, after in last))]
    return kept


def _scrap(left: tuple[str, str], middle: tuple[str, str], right: tuple[str, str]) -> bool:
    if middle[0] != middle[1] or left[0] == left[1] or right[0] == right[1]:
        return False
    return len(middle[0]) <= min(max(map(len, left)), max(map(len, right)))


def readable(html: str) -> str:
    """Rich text as plain text that still shows its lists, paragraphs and where its links lead."""
    text = _BLOCK_END.sub("\n", _ITEM.sub("• ", _LINK.sub(r"\2 (\1)", html)))
    return richtext.without_marks(text).strip()


def fields_of(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Field, ...]:
    """The texts of a part by their names, of which either side may lack some, each word by word."""
    found = []
    for name in dict.fromkeys([*new, *old]):
        before, after = old.get(name, ""), new.get(name, "")
        if before or after:
            plain_before, plain_after = readable(before), readable(after)
            found.append(Field(name, words(plain_before, plain_after), plain_before == plain_after and before != after))
    return tuple(found)
