"""A document made ready for the templates: anchors, numbered sources, estimates in words. Pure.

Estimates are put as natural frequencies with one denominator, and both ways round (CDC Clear Communication Index,
items 15 to 17; NHS rules for numbers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import outline
from articles.document import Document, Estimate, Point, Section, SourceRecord
from articles.outline import Certainty, PointKind, Recommendation, Urgency

RECOMMENDATIONS = {
    Recommendation.FOR: "Recommended",
    Recommendation.MAY_HELP: "May help",
    Recommendation.NOT_ENOUGH_EVIDENCE: "Not enough evidence",
    Recommendation.AGAINST: "Not recommended as standard",
}
CERTAINTIES = {
    Certainty.HIGH: "High",
    Certainty.MODERATE: "Moderate",
    Certainty.LOW: "Low",
    Certainty.VERY_LOW: "Very low",
    Certainty.NOT_RATED: "",
}
URGENCY_PREFIX = {
    Urgency.NON_URGENT: "Non-urgent advice:",
    Urgency.URGENT: "Urgent advice:",
    Urgency.EMERGENCY: "Immediate action required:",
}
STANDINGS = {
    "superseded": "A newer version of this source exists.",
    "retracted": "This source has been retracted.",
}


@dataclass(frozen=True, slots=True)
class Dots:
    """An icon array in rows of ``width``. The SVG path ``sure`` covers the figures up to the lower number of an
    estimate, ``perhaps`` those from there to the upper one; ``label`` says the same in words.
    """

    width: int
    height: int
    sure: str
    perhaps: str
    label: str


@dataclass(frozen=True, slots=True)
class EstimateShown:
    """An estimate in words and, where its size allows, as icon arrays."""

    words: str
    otherwise: str
    dots: Dots | None
    comparison: str
    compared: Dots | None
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class PointShown:
    """A point as the templates take it."""

    kind: str
    term: str
    text: SafeString
    cites: SafeString
    estimate: EstimateShown | None
    recommendation: str
    recommendation_key: str
    certainty: str
    decided_by: str
    urgency: str
    prefix: str


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section as the templates take it; ``anchor`` is its place in the page."""

    kind: str
    anchor: str
    heading: str
    introduction: SafeString
    points: tuple[PointShown, ...]
    cites: SafeString

    @property
    def rated(self) -> bool:
        """Whether any of its treatments says how certain the evidence is."""
        return any(point.certainty for point in self.points)

    @property
    def runs(self) -> list[tuple[str, list[PointShown]]]:
        """Its points in their order, those of one kind that follow each other together under their kind."""
        return [(kind, list(points)) for kind, points in groupby(self.points, key=lambda point: point.kind)]


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source in the list at the foot of the page, in the order of first citation."""

    number: int
    record: SourceRecord
    authors: str
    link: str
    warning: str
    warned: SafeString
    """The warning as it stands behind it."""


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A whole document ready for the templates."""

    document: Document
    sections: tuple[SectionShown, ...]
    sources: tuple[SourceShown, ...]

    @property
    def warnings(self) -> tuple[SourceShown, ...]:
        """The sources that no longer stand."""
        return tuple(source for source in self.sources if source.warning)


def show(
    document: Document, standings: Mapping[str, str], warned: Callable[[str], SafeString] | None = None
) -> DocumentShown:
    """Make a document ready. ``standings``: today's standing of those sources that are not current.

    ``warned``: what stands behind a source with a key, if not the warning of its standing.
    """
    numbers = {key: number for number, key in enumerate(document.cited_keys(), 1)}
    sources = tuple(
        SourceShown(
            number=numbers[record.key],
            record=record,
            authors=record.authors.removesuffix("."),
            link=link_of(record),
            warning=warning_of(standings.get(record.key, "")),
            warned=warned(record.key) if warned else warning_behind(standings.get(record.key, "")),
        )
        for record in document.sources
    )
    return DocumentShown(document, tuple(_section(section, numbers) for section in document.sections), sources)


def warning_of(standing: str) -> str:
    """What readers are told of a source that no longer stands; nothing of any other."""
    return STANDINGS.get(standing, "")


def warning_behind(standing: str) -> SafeString:
    """The same as it stands behind the source."""
    warning = warning_of(standing)
    return format_html(" <strong>{}</strong>", warning) if warning else SafeString()


def link_of(record: SourceRecord) -> str:
    """Where a reader finds a source: its DOI, PubMed, or its own address."""
    return record.link


def in_words(estimate: Estimate) -> str:
    """“Up to 1 in 100”, “about 28 in 100”, “5 to 10 in 100”, “more than 10 in 100”."""
    low, high, per = estimate.low, estimate.high, _number(estimate.per)
    if low is None:
        return f"Up to {_number(high)} in {per}"
    if high is None:
        return f"More than {_number(low)} in {per}"
    if low == high:
        return f"About {_number(low)} in {per}" if low else f"None in {per}"
    return f"{_number(low)} to {_number(high)} in {per}"


def otherwise(estimate: Estimate) -> str:
    """The same the other way round: to how many it does not happen."""
    low, high, per = estimate.low, estimate.high, estimate.per
    if low is None and high is not None:
        return f"It does not happen to at least {_number(per - high)} in {_number(per)}."
    if high is None and low is not None:
        return f"It does not happen to fewer than {_number(per - low)} in {_number(per)}."
    if low is None or high is None or high == 0:
        return ""
    if low == high:
        return f"It does not happen to about {_number(per - low)} in {_number(per)}."
    return f"It does not happen to {_number(per - high)} to {_number(per - low)} in {_number(per)}."


def dots(low: int, high: int, per: int, label: str) -> Dots | None:
    """An icon array of up to 1,000 people; larger crowds are no longer pictures."""
    width = {10: 10, 100: 20, 1000: 50}.get(per)
    if width is None:
        return None
    return Dots(width, per // width, _cells(0, low, width), _cells(low, high, width), label)


def _cells(start: int, end: int, width: int) -> str:
    """The SVG path that covers the cells from ``start`` up to ``end`` of a grid, row by row."""
    path, row = "", start // width
    while start < end:
        in_row = min(end, (row + 1) * width) - start
        whole_rows = (end - start) // width if start % width == 0 else 0
        if whole_rows:
            path += f"M0 {row}h{width}v{whole_rows}H0z"
            start, row = start + whole_rows * width, row + whole_rows
        else:
            path += f"M{start % width} {row}h{in_row}v1h-{in_row}z"
            start, row = start + in_row, row + 1
    return path


def _estimate(estimate: Estimate) -> EstimateShown:
    low, high, count = estimate.low, estimate.high, estimate.comparator_count
    words = in_words(estimate)
    # "More than 10" is sure of 10; "up to 10" is sure of none.
    shown = dots(low or 0, high if high is not None else low or 0, estimate.per, words)
    comparison, compared = "", None
    if count is not None:
        comparison = f"{_number(count)} in {_number(estimate.per)} {estimate.comparator}"
        compared = dots(count, count, estimate.per, comparison)
    return EstimateShown(words, otherwise(estimate), shown, comparison, compared, estimate)


def _section(section: Section, numbers: Mapping[str, int]) -> SectionShown:
    cited = dict.fromkeys(key for point in section.points for key in point.sources)
    return SectionShown(
        kind=section.kind,
        anchor=outline.anchor_of(section.kind),
        heading=section.heading,
        introduction=_with_cites(section.introduction, _cites(section.sources, numbers)),
        points=tuple(_point(point, numbers) for point in section.points),
        cites=_cites(list(cited), numbers),
    )


def _point(point: Point, numbers: Mapping[str, int]) -> PointShown:
    treatment = point.treatment
    cites = _cites(point.sources, numbers)
    card = point.kind == PointKind.HELP
    return PointShown(
        kind=point.kind.value,
        term=point.term,
        # Nothing in a care card leads away from it: the sources of all cards stand below them.
        text=_with_cites(point.text, SafeString() if card else cites),
        cites=cites,
        estimate=_estimate(point.estimate) if point.estimate else None,
        recommendation=RECOMMENDATIONS[treatment.recommendation] if treatment else "",
        recommendation_key=treatment.recommendation.value.replace("_", "-") if treatment else "",
        certainty=CERTAINTIES[treatment.certainty] if treatment else "",
        decided_by=treatment.decided_by if treatment else "",
        urgency=point.urgency.value.replace("_", "-") if point.urgency else "",
        prefix=URGENCY_PREFIX[point.urgency] if point.urgency else "",
    )


def _cites(keys: Sequence[str], numbers: Mapping[str, int]) -> SafeString:
    """The links from a claim to its sources, as small numbers behind it."""
    links = format_html_join(
        " ",
        '<a href="#s{0}" aria-label="Source {0}">{0}</a>',
        ((number,) for number in sorted(numbers[k] for k in keys)),
    )
    return format_html('<sup class="cites">{}</sup>', links) if links else links


def _with_cites(html: str, cites: SafeString) -> SafeString:
    """Rich text of a document with its citations at its end.

    The text is safe as it stands: it went through the allow-list when its document was read.
    """
    if not html or not cites:
        return mark_safe(html)  # noqa: S308
    if html.endswith("</p>"):
        return mark_safe(f"{html.removesuffix('</p>')}\u00a0{cites}</p>")  # noqa: S308
    return mark_safe(f'{html}<p class="small">Sources {cites}</p>')  # noqa: S308


def _number(value: int | None) -> str:
    """A count as it is written: 28; 1,000."""
    return f"{value or 0:,}"
