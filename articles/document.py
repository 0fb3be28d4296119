"""The document: one typed shape for the whole content of an edition.

It is the one thing that travels. The desk posts it, an import yields it, saving reconciles it with the rows, a diff
is between two of them, and publishing seals its canonical JSON. Every part carries a stable UUID that survives
copying to the next edition. Reading never half-succeeds: ``read`` returns a whole document or raises
``DocumentError`` with every problem and its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID, uuid4

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from articles import richtext
from articles.outline import BY_KEY, Certainty, PointKind, Recommendation, Urgency
from articles.places import DocumentError, Problem, numbered, problems_of

SCHEMA_VERSION: Final = 1
"""Goes up when the shape changes in a way that old readers cannot take; sealed documents keep theirs for ever."""

LINE: Final = 200
LONG_LINE: Final = 500
TEXT: Final = 2_000
PROSE: Final = 20_000
MAX_SECTIONS: Final = 60
MAX_POINTS: Final = 200


MOST_CLEANED: Final = 2 * PROSE
"""Longer texts are not cleaned: they are too long for any field as they are."""

_AS_IT_IS: Final = {"as_it_is": True}
"""The validation context of text that was clean when it was sealed, and must stay the same for ever."""


def _cleaner(clean: Callable[[str], str]) -> BeforeValidator:
    def cleaned(value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str) or len(value) > MOST_CLEANED or info.context == _AS_IT_IS:
            return value
        return clean(value)

    return BeforeValidator(cleaned)


Line = Annotated[str, StringConstraints(max_length=LINE, strict=True), _cleaner(richtext.plain)]
NeededLine = Annotated[str, StringConstraints(min_length=1, max_length=LINE, strict=True), _cleaner(richtext.plain)]
LongLine = Annotated[str, StringConstraints(max_length=LONG_LINE, strict=True), _cleaner(richtext.plain)]
Text = Annotated[str, StringConstraints(max_length=TEXT, strict=True), _cleaner(richtext.plain)]
Rich = Annotated[str, StringConstraints(max_length=PROSE, strict=True), _cleaner(richtext.rich)]
SourceKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


def _no_twins(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


SourceKeys = Annotated[tuple[SourceKey, ...], AfterValidator(_no_twins)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Part):
    """The answer box: four short sentences for a reader who has ten seconds; at most 80 words together."""

    what: Text = ""
    how_common: Text = ""
    what_to_do: Text = ""
    when_urgent: Text = ""

    def texts(self) -> tuple[str, str, str, str]:
        """The four parts in the order of the page."""
        return self.what, self.how_common, self.what_to_do, self.when_urgent


class Estimate(_Part):
    """How often something happens, as one source found it: ``low`` to ``high`` in every ``per`` people.

    Only ``high``: "up to". Only ``low``: "more than". Both the same: "about". Estimates of different sources stand
    side by side and are never averaged.
    """

    per: Literal[10, 100, 1000, 10_000] = 100
    low: Annotated[int, Field(ge=0)] | None = None
    high: Annotated[int, Field(ge=0)] | None = None
    population: NeededLine
    design: NeededLine
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    comparator: Line = ""
    comparator_count: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _numbers_agree(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("an estimate needs a lower or an upper number")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("the lower number is above the upper one")
        if any(n is not None and n > self.per for n in (self.low, self.high, self.comparator_count)):
            raise ValueError(f"a number is above the {self.per} people that it is counted in")
        if (self.comparator_count is None) != (not self.comparator):
            raise ValueError("a comparison needs both its words and its number")
        return self


class Treatment(_Part):
    """What a guideline recommends, how sure its evidence is, and who decides with the reader."""

    recommendation: Recommendation
    certainty: Certainty
    decided_by: NeededLine


class Point(_Part):
    """One item of a section. ``kind`` says which of the three extra parts it carries; a plain point has none."""

    id: UUID = Field(default_factory=uuid4)
    kind: PointKind = PointKind.PLAIN
    term: NeededLine
    text: Rich = ""
    sources: SourceKeys = ()
    estimate: Estimate | None = None
    treatment: Treatment | None = None
    urgency: Urgency | None = None

    @model_validator(mode="after")
    def _parts_fit_kind(self) -> Self:
        for kind, name in (
            (PointKind.ESTIMATE, "estimate"),
            (PointKind.TREATMENT, "treatment"),
            (PointKind.HELP, "urgency"),
        ):
            if (self.kind == kind) and getattr(self, name) is None:
                raise ValueError(f"a point of kind '{kind}' needs its {name}")
            if (self.kind != kind) and getattr(self, name) is not None:
                raise ValueError(f"only a point of kind '{kind}' has {name}")
        return self


class Section(_Part):
    """A part of an edition. A document has at most one section of each kind."""

    id: UUID = Field(default_factory=uuid4)
    kind: Line
    heading: NeededLine
    introduction: Rich = ""
    sources: SourceKeys = ()
    points: Annotated[tuple[Point, ...], Field(max_length=MAX_POINTS)] = ()

    @model_validator(mode="after")
    def _kind_is_known(self) -> Self:
        if self.kind not in BY_KEY:
            raise ValueError(f"there is no section kind '{self.kind}'; there are: {', '.join(BY_KEY)}")
        return self


class SourceRecord(_Part):
    """What a citation says of its source, as the shared library held it when the document was made.

    The source's standing (current, superseded, retracted) is not here: readers are told it as it is today.
    """

    key: SourceKey
    kind: NeededLine
    title: Annotated[LongLine, StringConstraints(min_length=1)]
    authors: LongLine = ""
    container: Line = ""
    year: Annotated[int, Field(ge=1500, le=2100)] | None = None
    details: Line = ""
    publisher: Line = ""
    doi: Annotated[Line, StringConstraints(pattern=r"^(10\.\d{4,9}/\S+)?$")] = ""
    pmid: Annotated[Line, StringConstraints(pattern=r"^[0-9]*$")] = ""
    url: Annotated[LongLine, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""

    @property
    def link(self) -> str:
        """Where it is found: its DOI, PubMed, or its own address; empty where none is known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url


class Document(_Part):
    """The whole content of an edition.

    ``sources`` holds exactly the sources that it cites, in order of citation, once ``with_sources`` was given the
    library; what arrives from outside need not have them.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]+)*$", max_length=12)]
    title: NeededLine
    summary: Text = ""
    answer: Answer = Answer()
    sections: Annotated[tuple[Section, ...], Field(max_length=MAX_SECTIONS)] = ()
    sources: tuple[SourceRecord, ...] = ()

    def cited_keys(self) -> tuple[str, ...]:
        """The keys of all cited sources in order of first citation, each once."""
        keys: dict[str, None] = {}
        for section in self.sections:
            keys.update(dict.fromkeys(section.sources))
            for point in section.points:
                keys.update(dict.fromkeys(point.sources))
        return tuple(keys)

    def with_sources(self, library: Mapping[str, SourceRecord]) -> Document:
        """The same document with its sources as the library holds them.

        Raises ``DocumentError`` for every citation of a source that the library does not hold.
        """
        problems = [
            Problem(place, f"there is no source '{key}' in the library", f"{part.id}.sources", "source-unknown", key)
            for place, part in self.parts()
            for key in part.sources
            if key not in library
        ]
        if problems:
            raise DocumentError(problems)
        return self.model_copy(update={"sources": tuple(library[key] for key in self.cited_keys())})

    def addresses(self) -> tuple[str, ...]:
        """The addresses on the web that its prose links, each once, in order."""
        prose = (part.introduction if isinstance(part, Section) else part.text for _, part in self.parts())
        return tuple(dict.fromkeys(url for text in prose for url in richtext.addresses(text)))

    def canonical(self) -> str:
        """Canonical JSON: sorted keys, no spaces, one spelling for one content. This is what is sealed."""
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )

    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal."""
        return digest(self.canonical())

    def parts(self) -> Iterator[tuple[str, Section | Point]]:
        """Every section and point, each with its place in words."""
        for s, section in enumerate(self.sections):
            place = numbered("section", s, section.heading)
            yield place, section
            for p, point in enumerate(section.points):
                yield f"{place} › {numbered('point', p, point.term)}", point


def digest(canonical: str) -> str:
    """The SHA-256 of a sealed document's text, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def read(data: object) -> Document:
    """A document from plain data (parsed JSON, TOML or a form).

    Raises ``DocumentError`` with every problem, each with its place in words.
    """
    try:
        document = Document.model_validate(data)
    except ValidationError as error:
        raise DocumentError(problems_of(error, data)) from error
    if problems := list(_conflicts(document)):
        raise DocumentError(problems)
    return document


def unseal(canonical: str) -> Document:
    """The document of a sealed text, exactly as it was sealed. Sealed text is trusted: it is not cleaned anew."""
    return Document.model_validate_json(canonical, context=_AS_IT_IS)


def _conflicts(document: Document) -> Iterator[Problem]:
    """Rules between the parts of a document, which no part can see alone."""
    seen_kinds: set[str] = set()
    seen_ids: set[UUID] = set()
    for s, section in enumerate(document.sections):
        place, target = numbered("section", s, section.heading), str(section.id)
        if section.kind in seen_kinds:
            rule = f"an edition has only one section of kind '{section.kind}'"
            yield Problem(place, rule, target, "section-twice", section.kind)
        seen_kinds.add(section.kind)
        if section.id in seen_ids:
            yield Problem(place, "this section's id stands twice in the document", target, "id-twice")
        seen_ids.add(section.id)
        allowed = BY_KEY[section.kind].points
        for p, point in enumerate(section.points):
            where = f"{place} › {numbered('point', p, point.term)}"
            if point.kind not in allowed:
                rule = f"a section of kind '{section.kind}' takes points of kind {', '.join(allowed)}"
                yield Problem(where, rule, str(point.id), "point-kind", point.kind)
            if point.id in seen_ids:
                yield Problem(where, "this point's id stands twice in the document", str(point.id), "id-twice")
            seen_ids.add(point.id)
