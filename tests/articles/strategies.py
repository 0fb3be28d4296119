"""Random documents for hypothesis: every kind of section and point, any text, any order, few sources."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from articles import document as documents
from articles import outline
from articles.document import Document

SOURCES = ("alpha-2001", "beta-2002", "gamma-2003")

quick = settings(max_examples=60, deadline=None)
few = settings(max_examples=20, deadline=None)

_needed = st.text(min_size=1, max_size=12).map(lambda text: f"x{text}")
_sources = st.lists(st.sampled_from(SOURCES), max_size=3)
_prose = st.text(max_size=20) | st.sampled_from(["<p>a <em>b</em></p>", "<ul><li>c</li></ul>", "<b>d</b> &amp; e"])


@st.composite
def _estimates(draw: st.DrawFn) -> dict[str, Any]:
    per = draw(st.sampled_from([10, 100, 1000, 10_000]))
    low = draw(st.none() | st.integers(0, per))
    high = draw(st.integers(low or 0, per) if low is None else st.none() | st.integers(low, per))
    compared = draw(st.booleans())
    return {
        "per": per,
        "low": low,
        "high": high,
        "population": draw(_needed),
        "design": draw(_needed),
        "year": draw(st.none() | st.integers(1900, 2100)),
        "comparator": draw(_needed) if compared else "",
        "comparator_count": draw(st.integers(0, per)) if compared else None,
    }


_treatments = st.fixed_dictionaries(
    {
        "recommendation": st.sampled_from(list(outline.Recommendation)),
        "certainty": st.sampled_from(list(outline.Certainty)),
        "decided_by": _needed,
    }
)


@st.composite
def points(draw: st.DrawFn, kinds: tuple[outline.PointKind, ...]) -> dict[str, Any]:
    """A point of one of the kinds, as data."""
    kind = draw(st.sampled_from(kinds))
    extra: dict[str, Any] = {}
    if kind == "estimate":
        extra["estimate"] = draw(_estimates())
    elif kind == "treatment":
        extra["treatment"] = draw(_treatments)
    elif kind == "help":
        extra["urgency"] = draw(st.sampled_from(list(outline.Urgency)))
    text = {"term": draw(_needed), "text": draw(_prose), "sources": draw(_sources)}
    return {"id": str(draw(st.uuids())), "kind": kind, **text, **extra}


@st.composite
def sections(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A section of a kind with up to four points, as data."""
    return {
        "id": str(draw(st.uuids())),
        "kind": kind,
        "heading": draw(_needed),
        "introduction": draw(_prose),
        "sources": draw(_sources),
        "points": draw(st.lists(points(outline.BY_KEY[kind].points), max_size=4)),
    }


@st.composite
def data(draw: st.DrawFn) -> dict[str, Any]:
    """A document as data."""
    kinds = draw(st.lists(st.sampled_from(sorted(outline.BY_KEY)), unique=True, max_size=5))
    return {
        "language": "en",
        "title": draw(_needed),
        "summary": draw(st.text(max_size=10)),
        "answer": {"what": draw(st.text(max_size=10)), "when_urgent": draw(st.text(max_size=10))},
        "sections": [draw(sections(kind)) for kind in kinds],
    }


def documents_() -> st.SearchStrategy[Document]:
    """Any document."""
    return data().map(documents.read)
