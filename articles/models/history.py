"""What was decided and what happened. Append-only: the database refuses to change or delete these rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Byline, Signed, User
from articles.models.article import Article, Edition


class Decision(models.TextChoices):
    """What a reviewer decided."""

    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"


class Review(Signed):
    """A named clinician's decision on the exact text of an edition, signed with their byline. Never changes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=20, choices=Decision)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    byline = models.ForeignKey(Byline, on_delete=models.PROTECT, related_name="reviews")
    decided_at = models.DateTimeField()
    document_sha256 = models.CharField(max_length=64, help_text="The SHA-256 of the document that was read.")
    declaration = models.TextField(blank=True, help_text="Competence and interests, as declared with this decision.")
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-decided_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_decision_known"),
            models.CheckConstraint(
                condition=~Q(decision=Decision.APPROVED) | ~Q(declaration=""), name="review_approval_declared"
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CHANGES_REQUESTED) | ~Q(note=""), name="review_request_says_what"
            ),
            models.CheckConstraint(condition=~Q(document_sha256=""), name="review_of_a_text"),
            models.CheckConstraint(condition=~Q(signed_name="") & ~Q(signed_credentials=""), name="review_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} by {self.byline_id}"


class EventKind(models.TextChoices):
    """What can happen to an article."""

    CREATED = "created", "Created"
    DRAFTED = "drafted", "Draft started"
    SUBMITTED = "submitted", "Submitted for review"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Draft discarded"


class Event(models.Model):
    """What happened to an article, who did it, when, in words. Never changes. Nothing functional reads it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="events")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    happened_at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["-happened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known")
        ]

    def __str__(self) -> str:
        return self.words


class LoadedFile(models.Model):
    """A content file that the loader has taken in. Written in the file's own transaction, so each is loaded once."""

    name = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
