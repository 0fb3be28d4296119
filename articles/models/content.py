"""The rows of an edition's content. Written only by saving a document; mutable only while the edition is a draft."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from articles import outline
from articles.document import LINE
from articles.models.article import new_uuid
from articles.models.editions import Edition
from articles.models.sources import Source


def _choices(kinds: type) -> list[tuple[str, str]]:
    return [(kind.value, kind.value.replace("_", " ").capitalize()) for kind in kinds]  # type: ignore[attr-defined]


SECTION_CHOICES = [(kind.key, kind.heading) for kind in outline.SECTION_KINDS]
_NUMBERS = ("estimate_low", "estimate_high", "estimate_comparator_count")


class Section(models.Model):
    """A part of an edition with a kind. May change while the edition is a draft.

    ``uuid`` stays the same in the editions copied from this one.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    uuid = models.UUIDField("UUID", default=new_uuid, help_text="Stays the same from edition to edition.")
    kind = models.CharField(max_length=30, choices=SECTION_CHOICES)
    heading = models.CharField(max_length=LINE, help_text="As readers see it.")
    introduction = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(help_text="Its place, from 0.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "uuid"], name="section_uuid_once"),
            models.UniqueConstraint(fields=["edition", "kind"], name="section_kind_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="section_position_once"),
            models.CheckConstraint(condition=Q(kind__in=list(outline.BY_KEY)), name="section_kind_known"),
            models.CheckConstraint(condition=~Q(heading=""), name="section_headed"),
        ]

    def __str__(self) -> str:
        return self.heading


class Point(models.Model):
    """One item of a section. May change while the edition is a draft.

    The columns after ``position`` belong to one kind of point each.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="points")
    uuid = models.UUIDField("UUID", default=new_uuid, help_text="Stays the same from edition to edition.")
    kind = models.CharField(max_length=20, choices=_choices(outline.PointKind))
    term = models.CharField(max_length=LINE, help_text="What the point is about, in a few words.")
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(help_text="Its place, from 0.")

    estimate_per = models.PositiveIntegerField(null=True, blank=True, help_text="Out of so many people.")
    estimate_low = models.PositiveIntegerField(null=True, blank=True, help_text="At least so many.")
    estimate_high = models.PositiveIntegerField(null=True, blank=True, help_text="At most so many.")
    estimate_population = models.CharField(max_length=LINE, blank=True)
    estimate_design = models.CharField(max_length=LINE, blank=True)
    estimate_year = models.PositiveSmallIntegerField(null=True, blank=True)
    estimate_comparator = models.CharField(max_length=LINE, blank=True)
    estimate_comparator_count = models.PositiveIntegerField(null=True, blank=True)
    recommendation = models.CharField(max_length=30, blank=True, choices=_choices(outline.Recommendation))
    certainty = models.CharField(max_length=20, blank=True, choices=_choices(outline.Certainty))
    decided_by = models.CharField(max_length=LINE, blank=True, help_text="Who decides on it, with the reader.")
    urgency = models.CharField(max_length=20, blank=True, choices=_choices(outline.Urgency))

    class Meta:
        ordering: ClassVar = ["section", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "uuid"], name="point_uuid_once"),
            models.UniqueConstraint(fields=["section", "position"], name="point_position_once"),
            models.CheckConstraint(condition=Q(kind__in=list(outline.PointKind)), name="point_kind_known"),
            models.CheckConstraint(condition=~Q(term=""), name="point_named"),
            models.CheckConstraint(
                condition=Q(kind="treatment", recommendation__in=list(outline.Recommendation))
                & Q(certainty__in=list(outline.Certainty))
                & ~Q(decided_by="")
                | (~Q(kind="treatment") & Q(recommendation="", certainty="", decided_by="")),
                name="point_treatment_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="help", urgency__in=list(outline.Urgency)) | (~Q(kind="help") & Q(urgency="")),
                name="point_help_has_urgency",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="estimate", estimate_per__in=[10, 100, 1000, 10_000])
                    & (Q(estimate_low__isnull=False) | Q(estimate_high__isnull=False))
                    & (
                        Q(estimate_low__isnull=True)
                        | Q(estimate_high__isnull=True)
                        | Q(estimate_low__lte=F("estimate_high"))
                    )
                    & (Q(estimate_low__isnull=True) | Q(estimate_low__lte=F("estimate_per")))
                    & (Q(estimate_high__isnull=True) | Q(estimate_high__lte=F("estimate_per")))
                    & ~Q(estimate_population="")
                    & ~Q(estimate_design="")
                    & (
                        Q(estimate_comparator="", estimate_comparator_count__isnull=True)
                        | (~Q(estimate_comparator="") & Q(estimate_comparator_count__lte=F("estimate_per")))
                    )
                )
                | (
                    ~Q(kind="estimate")
                    & Q(estimate_per__isnull=True, estimate_year__isnull=True)
                    & Q(**{f"{name}__isnull": True for name in _NUMBERS})
                    & Q(estimate_population="", estimate_design="", estimate_comparator="")
                ),
                name="point_estimate_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.term


class Citation(models.Model):
    """A point or a section's introduction rests on a source. May come and go while the edition is a draft."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField(help_text="Its place, from 0.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(section__isnull=True, point__isnull=False) | Q(section__isnull=False, point__isnull=True),
                name="citation_on_section_or_point",
            ),
            models.UniqueConstraint(
                fields=["section", "source"], condition=Q(section__isnull=False), name="citation_section_once"
            ),
            models.UniqueConstraint(
                fields=["point", "source"], condition=Q(point__isnull=False), name="citation_point_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} for {self.point_id or self.section_id}"
