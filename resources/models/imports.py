"""Tables that somebody has sent and not yet let act."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import User

KEPT = dt.timedelta(days=1)
"""How long a table waits for whoever sent it to look at what it would change."""


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    """The words in which sent tables are asked for."""

    def waiting(self) -> Self:
        """Those whose time is not over."""
        return self.filter(sent_at__gt=timezone.now() - KEPT)

    def over(self) -> Self:
        """Those that nobody will let act any more."""
        return self.filter(sent_at__lte=timezone.now() - KEPT)


class About(models.TextChoices):
    """What a table that was sent is about."""

    SUPPORT = "support", "Support organisations"
    REDIRECTS = "redirects", "Redirects"


class ImportDraft(models.Model):
    """The rows of a table that somebody sent, until they let it act, drop it or a day has passed. One of a kind for
    each person.

    It holds what was read, not the file, and only its owner is shown it.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=20, choices=About, default=About.SUPPORT)
    file_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    rows = models.BinaryField(help_text="What was read, compressed.")

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(file_name=""), name="importdraft_named"),
            models.CheckConstraint(condition=models.Q(about__in=About.values), name="importdraft_about_known"),
            models.UniqueConstraint(fields=["owner", "about"], name="importdraft_one_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.file_name
