"""Where in a document something is wrong, in words that a writer understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

_NAMES = {"sections": "section", "points": "point", "sources": "source"}
_NAME = 60  # as much of a heading as tells one part from another

# Pydantic's kinds of error in our words.
_RULES = {
    "string_too_long": "is longer than {max_length} characters",
    "too_long": "has more than {max_length} entries",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "missing": "is missing",
    "string_too_short": "must not be empty",
    "string_type": "must be text",
    "extra_forbidden": "is not a field of this part",
    "tuple_type": "must be a list",
    "uuid_parsing": "is not a valid id",
    "uuid_type": "is not a valid id",
    "invalid_key": "is not a field of this part",
    "string_unicode": "is not valid Unicode",
    "string_pattern_mismatch": "is not written in the way that this field takes",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "finite_number": "must be a whole number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "model_type": "must be a group of fields",
    "model_attributes_type": "must be a group of fields",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that a document breaks, in words: at ``place`` (section 2 “Symptoms” › point 1 “Urge”) this ``rule``.

    For machines: ``target`` is the address of the place (see ``target_of``), ``code`` the rule's stable name, and
    ``about`` the words that break it, so that the same finding is known again in the next save.
    """

    place: str
    rule: str
    target: str = field(default="", compare=False)
    code: str = field(default="", compare=False)
    about: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What the same finding is known by in the next save: its rule, its address and the words it is about."""
        return self.code, self.target, self.about


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
            words.append(numbered(_NAMES[str(step)], int(number), _name_of(here)))
        else:
            words.append(str(step).replace("_", " "))
    return " › ".join(words) or "document"


def numbered(what: str, number: int, name: str = "") -> str:
    """One part of a place: section 2 “Symptoms”. ``number`` counts from nought, as in the data."""
    return f"{what} {number + 1}" + (f" “{shown}”" if (shown := name.strip()[:_NAME]) else "")


def target_of(path: Sequence[int | str], data: object) -> str:
    """The address of a path into a document that stays when parts are moved: the id of the innermost section or point
    and what of it, such as "<id>.text" or "<id>"; "answer.what" for what stands in none; "" for the whole document.
    """
    owner = ""
    rest: list[str] = []
    here: Any = data
    for step in path:
        here = _inside(here, step)
        if isinstance(step, int) and isinstance(here, dict) and (found := here.get("id")):
            owner, rest = str(found), []
        else:
            rest.append(str(step))
    return ".".join(filter(None, [owner, *rest]))


def problems_of(error: ValidationError, data: object) -> list[Problem]:
    """The problems of a failed validation, in our words."""
    return [
        Problem(place_of(found["loc"], data), _rule_of(found), target_of(found["loc"], data), code=found["type"])
        for found in error.errors(include_url=False)
    ]


def _rule_of(found: Any) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind in _RULES:
        return _RULES[kind].format_map(context)
    return str(context["error"]) if kind == "value_error" else str(found["msg"])


def _inside(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name_of(part: Any) -> str:
    if isinstance(part, dict):
        for field in ("heading", "term", "title", "key"):
            if isinstance(name := part.get(field), str) and name.strip():
                return name
    return ""
