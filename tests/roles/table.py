"""The table of who may do what (docs/roles.md), read as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from accounts.roles import Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
STRANGER, SUPERUSER = "Stranger", "Superuser"
COLUMNS = (STRANGER, *(role.value for role in Role), SUPERUSER)
HEAD = ("What", "Where", "Workflow", *COLUMNS, "Own text, and other exceptions")
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One thing that can be done. ``where``: kinds of places with names, such as ("action", "approve")."""

    what: str
    where: tuple[tuple[str, str], ...]
    workflow: tuple[str, ...]
    may: frozenset[str]
    exceptions: str

    def __str__(self) -> str:
        return self.what


def read() -> list[Line]:
    """Every line of the page's tables. A cell that is neither yes nor no is an error."""
    lines = []
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        if not row.startswith("| ") or tuple(cells := _cells(row)) == HEAD:
            continue
        said = dict(zip(HEAD, cells, strict=True))
        if unclear := [column for column in COLUMNS if said[column] not in ("yes", "no")]:
            raise ValueError(f"{said['What']}: {unclear}")
        may = frozenset(column for column in COLUMNS if said[column] == "yes")
        does = () if said["Workflow"] == NOTHING else tuple(said["Workflow"].split(", "))
        lines.append(Line(said["What"], tuple(_places(said["Where"])), does, may, said[HEAD[-1]]))
    return lines


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]


def _places(cell: str) -> list[tuple[str, str]]:
    found = []
    for part in cell.split(";"):
        kind, _, names = part.partition(":")
        found += [(kind.strip(), name.strip()) for name in names.split(",")]
    return found
