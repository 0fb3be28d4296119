"""Documents as plain data, for tests to change one thing of. ``tests.makers`` has all of it."""

from __future__ import annotations

from typing import Any

from articles import document as documents
from articles import outline
from articles.document import Document

SOURCE_KEYS = ("rottach-2008", "spc-2024")


def point(**fields: Any) -> dict[str, Any]:
    """A plain point as data, cited."""
    return {"term": "An urge to move", "text": "<p>It comes at rest.</p>", "sources": [SOURCE_KEYS[0]], **fields}


def estimate(**fields: Any) -> dict[str, Any]:
    """An estimate point as data."""
    numbers = {"per": 100, "low": 8, "high": 28, "population": "Adults who began it", "design": "Cohort", "year": 2008}
    compared = {"comparator": "On another medicine", "comparator_count": 2}
    return point(kind="estimate", **{"term": "About one in ten", "estimate": {**numbers, **compared}, **fields})


def treatment(**fields: Any) -> dict[str, Any]:
    """A treatment point as data."""
    extra = {"recommendation": "may_help", "certainty": "low", "decided_by": "You and your doctor"}
    return point(kind="treatment", **{"term": "A change of medicine", "treatment": extra, **fields})


def question(**fields: Any) -> dict[str, Any]:
    """A question point as data."""
    return point(kind="question", **{"term": "Can I take less?", "text": "", **fields})


def care_card(urgency: str, **fields: Any) -> dict[str, Any]:
    """A care card as data."""
    terms = {"non_urgent": "See a doctor if:", "urgent": "Call now if:", "emergency": "Call an ambulance if:"}
    text = "<ul><li>you cannot sleep</li><li>you cannot rest</li></ul>"
    return point(kind="help", **{"term": terms[urgency], "text": text, "urgency": urgency, **fields})


def section(kind: str, *points: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A section as data, under its usual heading; without points it is given one of each kind that it takes."""
    takes: dict[str, list[dict[str, Any]]] = {
        "plain": [point(term=f"A plain point of {kind}")],
        "estimate": [estimate()],
        "treatment": [treatment()],
        "question": [question()],
        "help": [care_card(urgency.value) for urgency in outline.Urgency],
    }
    filled = list(points) or [data for one in outline.BY_KEY[kind].points for data in takes[one.value]]
    return {"kind": kind, "heading": outline.BY_KEY[kind].heading, "points": filled, **fields}


def data(**fields: Any) -> dict[str, Any]:
    """A document as plain data: every kind of section and of point, and ready to be submitted."""
    sections = [section(kind.key) for kind in outline.SECTION_KINDS]
    sections[0] |= {"introduction": "<p>A <strong>side effect</strong>.</p>", "sources": [SOURCE_KEYS[1]]}
    answer = {"what": "An urge to move.", "how_common": "About 1 in 10.", "what_to_do": "Ask.", "when_urgent": "Now."}
    return {
        "language": "en",
        "title": "Restless legs and mirtazapine",
        "summary": "What it is and what to do.",
        "answer": answer,
        "sections": sections,
        **fields,
    }


def document(**fields: Any) -> Document:
    """A whole document; see ``data``. Its sources are not in the library yet (see ``library``)."""
    return documents.read(data(**fields))


def short_document(**fields: Any) -> Document:
    """The smallest document that is ready to be submitted."""
    return document(**{"sections": [section("help"), section("stopping")], **fields})
