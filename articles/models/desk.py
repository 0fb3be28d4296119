"""What the desk remembers: advice that was set aside, who has a draft open, whom it told of a review that is due."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from articles.models.editions import Edition

CODE, TARGET, ABOUT = 40, 120, 300


class SetAside(models.Model):
    """An advice that somebody does not follow, with the reason. Kept with the edition; comes and goes in a draft.

    ``code``, ``target`` and ``about`` are those of the advice (see ``places.Problem``), so that it is known again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="set_aside")
    code = models.CharField(max_length=CODE, help_text="The rule.")
    target = models.CharField(max_length=TARGET, blank=True, help_text="Where in the document.")
    about = models.CharField(max_length=ABOUT, blank=True, help_text="The words that it is about.")
    reason = models.TextField(help_text="Why it is not followed. The reviewer reads this.")
    set_aside_at = models.DateTimeField()
    set_aside_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = "advice set aside"
        verbose_name_plural = "advice set aside"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code", "target", "about"], name="setaside_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(reason=""), name="setaside_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class Presence(models.Model):
    """Somebody has a draft open. Renewed while they have; old rows mean nothing and are tidied away."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-seen_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.edition_id}"


class NoticeStage(models.TextChoices):
    """How near a review is."""

    SOON = "soon", "Due within 60 days"
    NEAR = "near", "Due within 14 days"
    OVERDUE = "overdue", "Overdue"


class ReviewNotice(models.Model):
    """Somebody was told once that a review is due or overdue. Moving the date makes room for new notices."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="notices")
    stage = models.CharField(max_length=10, choices=NoticeStage)
    due_on = models.DateField(help_text="The day of the review that it was about.")
    mailed_at = models.DateTimeField(help_text="When it was put into a digest.")

    class Meta:
        ordering: ClassVar = ["-mailed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "edition", "stage", "due_on"], name="reviewnotice_once"),
            models.CheckConstraint(condition=Q(stage__in=NoticeStage.values), name="reviewnotice_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.edition_id}"
