"""A draft as big as a page gets: twelve sections of ten points, for counting queries and for measuring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from articles import outline
from articles.document import Document
from tests import makers

SECTIONS, POINTS = 12, 10
TEXT = (
    "<p>It often <strong>comes at rest</strong>, in the evening or at night, and <em>moving</em> helps for a while. "
    'See your doctor if it <a href="https://example.org/worse">gets worse</a>.</p><ul><li>one</li><li>two</li></ul>'
)


def big_document() -> Document:
    """Twelve sections of ten points, each with a text and a source; estimates, treatments and care cards among them."""
    kinds = [kind for kind in outline.SECTION_KINDS if kind.key != "questions"][:SECTIONS]
    return makers.document(sections=[makers.section(kind.key, *_points(kind)) for kind in kinds])


def _points(kind: outline.SectionKind) -> list[dict[str, Any]]:
    make: dict[str, Callable[..., dict[str, Any]]] = {
        "plain": makers.point,
        "estimate": makers.estimate,
        "treatment": makers.treatment,
        "help": partial(makers.care_card, "urgent"),
        "question": makers.question,
    }
    fill = make[kind.points[0].value]
    return [
        fill(
            term=f"{kind.heading}, point {number}",
            text=f"{TEXT}<p>{kind.key} {number}</p>",
            sources=[makers.SOURCE_KEYS[number % 2]],
        )
        for number in range(1, POINTS + 1)
    ]
