"""Where in a document something is wrong, in words that a writer understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

_NAMES = {"sections": "section", "points": "point", "sources": "source"}

_RULES = {
    "missing": "is missing",
    "string_too_short": "must not be empty",
    "string_type": "must be text",
    "extra_forbidden": "is not a field of this part",
    "tuple_type": "must be a list",
    "uuid_parsing": "is not a valid id",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "model_type": "must be a group of fields",
    "model_attributes_type": "must be a group of fields",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that a document breaks: ``place`` in words ("section 2 “Symptoms” › point 1 “Urge”"), ``rule`` in words."""

    place: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"


class DocumentError(Exception):
    """The data is not a document. ``problems`` names every place and rule."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def place_of(path: Sequence[int | str], data: object) -> str:
    """A path into a document ("sections", 1, "points", 0, "text") in words, with the names that stand in the data."""
    words: list[str] = []
    here: Any = data
    steps = list(path)
    while steps:
        step = steps.pop(0)
        here = _inside(here, step)
        if step in _NAMES and steps and isinstance(steps[0], int):
            number = steps.pop(0)
            here = _inside(here, number)
            words.append(f"{_NAMES[str(step)]} {int(number) + 1}{_name_of(here)}")
        else:
            words.append(str(step).replace("_", " "))
    return " › ".join(words) or "document"


def problems_of(error: ValidationError, data: object) -> list[Problem]:
    """The problems of a failed validation, in our words."""
    return [Problem(place_of(found["loc"], data), _rule_of(found)) for found in error.errors(include_url=False)]


def _rule_of(found: Any) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters"
    if kind == "too_long":
        return f"has more than {context['max_length']} entries"
    if kind in ("enum", "literal_error"):
        return f"must be one of {context['expected']}"
    return _RULES.get(kind) or str(found["msg"])


def _inside(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name_of(part: Any) -> str:
    if isinstance(part, dict):
        for field in ("heading", "term", "title", "key"):
            if isinstance(name := part.get(field), str) and name.strip():
                return f" “{name.strip()[:60]}”"
    return ""
