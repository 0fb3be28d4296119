"""What was looked for in vain, counted. Nothing points at a person: no query, no time of day, nobody’s address."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User


class Missed(models.Model):
    """Something that was asked for and is not there: how often, and on which days first and last."""

    times = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    passed_over_at = models.DateTimeField(null=True, blank=True, help_text="Nothing is to be done about it.")
    passed_over_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(passed_over_at=None, passed_over_by=None)
                | Q(passed_over_at__isnull=False, passed_over_by__isnull=False),
                name="%(class)s_passed_over_whole",
            )
        ]


class MissingAddress(Missed):
    """An address of this site at which nothing stands, as it was asked for (without its query)."""

    path = models.CharField(max_length=300, unique=True)

    class Meta:
        ordering: ClassVar = ["-times", "path"]
        verbose_name_plural = "missing addresses"
        constraints: ClassVar = [
            *Missed.Meta.constraints,
            models.CheckConstraint(condition=Q(path__startswith="/"), name="missingaddress_is_path"),
            models.CheckConstraint(
                condition=Q(times__gte=1, first_on__lte=F("last_on")), name="missingaddress_counted"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class MissingWord(Missed):
    """A single word of searches that found nothing, folded; never the search itself."""

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["-times", "word"]
        constraints: ClassVar = [
            *Missed.Meta.constraints,
            models.UniqueConstraint(fields=["language", "word"], name="missingword_once_a_language"),
            models.CheckConstraint(condition=Q(times__gte=1, first_on__lte=F("last_on")), name="missingword_counted"),
        ]

    def __str__(self) -> str:
        return self.word
