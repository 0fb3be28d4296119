"""What happened, and what was there. Append-only: the database refuses to change or delete these rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from articles.models.article import Article
from articles.models.editions import Edition
from articles.models.reviewing import Invitation


class EventKind(models.TextChoices):
    """What can happen to an article."""

    CREATED = "created", "Created"
    DRAFTED = "drafted", "Draft started"
    RESTORED = "restored", "Restored as a draft"
    SUBMITTED = "submitted", "Submitted for review"
    CLAIMED = "claimed", "Review taken on"
    RELEASED = "released", "Review given back"
    INVITED = "invited", "Clinician invited"
    REVOKED = "revoked", "Invitation revoked"
    LINK_OPENED = "link_opened", "Review link opened"
    GUEST_DECIDED = "guest_decided", "Invited clinician decided"
    IDENTITY_CONFIRMED = "identity_confirmed", "Identity confirmed"
    IDENTITY_REFUSED = "identity_refused", "Identity not confirmed"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    REOPENED = "reopened", "Taken back to draft"
    SCHEDULED = "scheduled", "Scheduled"
    UNSCHEDULED = "unscheduled", "Schedule cancelled"
    SCHEDULE_FAILED = "schedule_failed", "Could not be published"
    PUBLISHED = "published", "Published"
    REVIEWED = "reviewed", "Reviewed, no change"
    REVIEW_MOVED = "review_moved", "Review date moved"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Draft discarded"
    TAGGED = "tagged", "Tags changed"
    RELATED = "related", "Related articles chosen"
    RENAMED = "renamed", "Address changed"


class Event(models.Model):
    """What happened to an article, who did it, when, in words. Never changes. Nothing functional reads it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="events")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    happened_at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        help_text="Of an invited clinician.",
    )
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["-happened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "happened_at"], name="event_of_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(actor__isnull=True, invitation__isnull=False)
                | Q(actor__isnull=False, invitation__isnull=True),
                name="event_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class KeptText(models.Model):
    """The text of a draft as somebody left it, kept when somebody else saved over it. Never changes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="kept_texts")
    version = models.PositiveIntegerField(help_text="The version of the draft that this text was.")
    document = models.TextField(help_text="Canonical JSON of its document.")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "version"], name="kepttext_version_once"),
            models.CheckConstraint(condition=~Q(document=""), name="kepttext_has_text"),
        ]

    def __str__(self) -> str:
        return f"Version {self.version} of {self.edition_id}"


class LoadedFile(models.Model):
    """A content file that the loader has taken in. Written in the file's own transaction, so each is loaded once."""

    name = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
