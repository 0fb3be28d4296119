"""What changed in the words of a text: which came, which went, which stayed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Words] = []
    for operation, a1, a2, b1, b2 in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if operation == "equal":
            runs.append(Words(Status.SAME, "".join(a[a1:a2])))
            continue
        if a1 < a2:
            runs.append(Words(Status.REMOVED, "".join(a[a1:a2])))
        if b1 < b2:
            runs.append(Words(Status.ADDED, "".join(b[b1:b2])))
    return tuple(runs)


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
