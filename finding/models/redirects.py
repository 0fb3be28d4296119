"""Redirects that staff add: where the pages of a previous site, or addresses that people mistype, are now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import User


class Redirect(models.Model):
    """An address at which this site has no page, and the page of this site that answers for it. May change.

    ``path`` begins with a slash and has neither query nor slash at its end (see ``finding.paths``). A page that
    stands at the path is always shown instead: a redirect is looked for only where nothing stands. No target is the
    path of a redirect (a guard holds it), so one hop is all there ever is.
    """

    path = models.CharField(max_length=300, unique=True)
    target = models.CharField(
        max_length=301, db_index=True, help_text="The page of this site that readers get instead."
    )
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(path__startswith="/", target__startswith="/")
                & ~Q(target__startswith="//")
                & ~Q(target__contains="\\"),
                name="redirect_within_the_site",
            ),
            models.CheckConstraint(
                condition=~Q(path=F("target")) & ~Q(path="/") & ~Q(path__endswith="/"), name="redirect_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.target}"
