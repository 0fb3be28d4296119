"""Small bar charts as numbers for an SVG: every coordinate a whole number, so that no language writes it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 480, 96, 8
LEAST = 3
"""The height of a bar of more than nothing, so that it is seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, from its top left corner. ``last``: it stands for now."""

    x: int
    y: int
    width: int
    height: int
    last: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars in a box of ``width`` by ``height``."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT


def bars(values: Sequence[float | None]) -> Chart:
    """The bars of values from nothing up to the greatest of them. A value that is missing has none."""
    most = max((value for value in values if value), default=0) or 1
    step = WIDTH // max(len(values), 1)
    drawn = []
    for number, value in enumerate(values):
        height = max(LEAST, round(value / most * HEIGHT)) if value else 0
        last = number == len(values) - 1
        drawn.append(Bar(number * step, HEIGHT - height, step - GAP, height, last))
    return Chart(tuple(drawn))
