"""Reviews: what clinicians decided, how one without an account was asked, and what was said about the text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Byline, Signed, User
from articles.models.editions import Edition


class Invitation(models.Model):
    """A clinician without an account was asked to review one edition. Its link is signed, expires, can be revoked.

    Only its revocation may change.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=200, help_text="Whom the link was made for.")
    email = models.EmailField(blank=True, help_text="Where the link was sent; empty where it was handed over.")
    note = models.TextField(blank=True, help_text="What they are asked to look at.")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="invitation_named"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revoked_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Decision(models.TextChoices):
    """What a reviewer decided."""

    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    CONFIRMED = "confirmed", "Reviewed, no change"


class Review(Signed):
    """A named clinician's decision on the exact text of an edition, signed with their byline. Never changes.

    Of an invited clinician there is no account: they signed with name, register and number, and it counts only once
    a publisher has confirmed who they are (``IdentityCheck``).
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=20, choices=Decision)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    byline = models.ForeignKey(Byline, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    decided_at = models.DateTimeField()
    document_sha256 = models.CharField(max_length=64, help_text="The SHA-256 of the document that was read.")
    declaration = models.TextField(blank=True, help_text="Competence, as declared with this decision.")
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-decided_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=Decision.CHANGES_REQUESTED) | ~Q(declaration=""), name="review_declared"
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CHANGES_REQUESTED) | ~Q(note=""), name="review_request_says_what"
            ),
            models.CheckConstraint(condition=~Q(document_sha256=""), name="review_of_a_text"),
            models.CheckConstraint(condition=~Q(signed_name="") & ~Q(signed_credentials=""), name="review_signed"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=False, byline__isnull=False, invitation__isnull=True)
                | Q(reviewer__isnull=True, byline__isnull=True, invitation__isnull=False) & ~Q(signed_registration=""),
                name="review_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} by {self.signed_name}"


class IdentityCheck(models.Model):
    """A publisher found out whether an invited clinician is who they say. Never changes. Only then a review counts."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="identity_check")
    confirmed = models.BooleanField(help_text="Whether it is them.")
    how = models.TextField(help_text="How this was found out, such as “Register looked up, rang the practice”.")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-checked_at"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(how=""), name="identitycheck_says_how")]

    def __str__(self) -> str:
        return f"{'Confirmed' if self.confirmed else 'Not confirmed'}: {self.review_id}"


class Comment(models.Model):
    """Something that was said about a section or point (``part``, its stable id), or about the whole text.

    May be resolved, and opened again; its words stay. An answer belongs to the comment that it answers.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    part = models.UUIDField(null=True, blank=True, help_text="The section or point; empty for the whole text.")
    place = models.CharField(max_length=300, blank=True, help_text="The part in words, as it was then.")
    text = models.TextField()
    made_at = models.DateTimeField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(author__isnull=True, invitation__isnull=False)
                | Q(author__isnull=False, invitation__isnull=True),
                name="comment_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_whole",
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | Q(resolved_at__isnull=True), name="comment_answer_is_not_resolved"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def by(self) -> str:
        """Who said it, in words."""
        return str(self.author) if self.author else f"{self.invitation} (invited)"
