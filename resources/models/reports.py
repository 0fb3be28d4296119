"""What readers say did not work."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from resources.models.organisations import Contact


class Trouble(models.TextChoices):
    """What a reader met."""

    NO_ANSWER = "no_answer", "Nobody answered"
    WRONG = "wrong", "It was somebody else"
    DEAD = "dead", "It does not work at all"
    DETAILS = "details", "The hours, cost or language are wrong"


class ReaderReportQuerySet(models.QuerySet["ReaderReport"]):
    """The words in which reports are asked for."""

    def open(self) -> Self:
        """Those that no curator has looked into."""
        return self.filter(settled_at__isnull=True)


class ReaderReport(models.Model):
    """A reader says that a contact did not work. Nothing in it points at who it was. Settled by a curator."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="reports")
    trouble = models.CharField(max_length=20, choices=Trouble)
    reported_at = models.DateTimeField(db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=300, blank=True, help_text="What the curator found.")

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-reported_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(trouble__in=Trouble.values), name="readerreport_trouble_known"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="readerreport_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_trouble_display()}: {self.contact}"
