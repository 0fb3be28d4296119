"""The shared library of sources."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from pydantic import ValidationError as PydanticError
from simple_history.models import HistoricalRecords

from articles.document import SourceRecord
from articles.places import problems_of
from resources.models import MayBreak


class SourceKind(models.TextChoices):
    """What kind of evidence a source is."""

    GUIDELINE = "guideline", "Guideline"
    REVIEW = "review", "Review"
    TRIAL = "trial", "Trial"
    STUDY = "study", "Study"
    SURVEY = "survey", "Survey"
    CASE_REPORT = "case_report", "Case report"
    CONSENSUS = "consensus", "Expert consensus"
    LEAFLET = "leaflet", "Package leaflet"
    LABEL = "label", "Official label"
    BULLETIN = "bulletin", "Safety bulletin"


class Standing(models.TextChoices):
    """Whether a source can still be relied on."""

    CURRENT = "current", "Current"
    SUPERSEDED = "superseded", "Superseded"
    RETRACTED = "retracted", "Retracted"


class SourceQuerySet(models.QuerySet["Source"]):
    """The words in which sources are asked for."""

    def with_address(self) -> QuerySet[Any]:
        """Each with the address to which readers are sent (``address``), as ``SourceRecord.link`` has it."""
        doi = When(~Q(doi=""), then=Concat(Value("https://doi.org/"), "doi"))
        pmid = When(~Q(pmid=""), then=Concat(Value("https://pubmed.ncbi.nlm.nih.gov/"), "pmid", Value("/")))
        return self.annotate(address=Case(doi, pmid, default="url", output_field=models.CharField()))


class Source(MayBreak):
    """A guideline, study, leaflet or label. May change; what a sealed edition cited is kept in its document."""

    key = models.SlugField(max_length=80, unique=True, help_text="A short stable name, such as rottach-2008.")
    kind = models.CharField(max_length=20, choices=SourceKind)
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=500, blank=True, help_text="As cited: Rottach KG, Schaner BM, Kirch MH.")
    container = models.CharField(max_length=200, blank=True, help_text="The journal or series.")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    details = models.CharField(max_length=200, blank=True, help_text="Volume, issue and pages, such as 43(1):70–75.")
    publisher = models.CharField(max_length=200, blank=True)
    doi = models.CharField(
        "DOI", max_length=200, blank=True, validators=[RegexValidator(r"^10\.\d{4,9}/\S+\Z", "Begins with 10.")]
    )
    pmid = models.CharField(
        "PMID", max_length=12, blank=True, validators=[RegexValidator(r"^[0-9]+\Z", "Digits only.")]
    )
    url = models.URLField("URL", max_length=500, blank=True)
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.CURRENT)
    standing_note = models.CharField(max_length=300, blank=True, help_text="Why, and what took its place.")

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))

    class Meta(MayBreak.Meta):
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            *MayBreak.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(title=""), name="source_named"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="source_standing_known"),
            models.UniqueConstraint(fields=["doi"], condition=~Q(doi=""), name="source_doi_once"),
            models.UniqueConstraint(fields=["pmid"], condition=~Q(pmid=""), name="source_pmid_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def clean(self) -> None:
        """Check that a document can hold this source: what is wrong is told here, not to whoever cites it."""
        try:
            self.record()
        except PydanticError as error:
            problems = problems_of(error, None)
            raise ValidationError({problem.place: problem.rule for problem in problems}) from error

    def record(self) -> SourceRecord:
        """What a document keeps of this source. Raises pydantic's ``ValidationError`` for a malformed row."""
        return SourceRecord(
            key=self.key,
            kind=self.kind,
            title=self.title,
            authors=self.authors,
            container=self.container,
            year=self.year,
            details=self.details,
            publisher=self.publisher,
            doi=self.doi,
            pmid=self.pmid,
            url=self.url,
        )
