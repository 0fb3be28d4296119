"""Editions: the numbered versions of an article's content, their life, and who wrote in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.models import Byline, Signed, User
from articles.models.article import Article

if TYPE_CHECKING:
    from articles.models.reviewing import Review


class State(models.TextChoices):
    """Where an edition stands in its life."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded"


OPEN_STATES = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
REVIEWED_STATES = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
SEALED_STATES = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)


MAX_EDITION = 2_147_483_647
"""The highest edition number that both databases can hold; addresses beyond it lead nowhere."""


class ChangeKind(models.TextChoices):
    """How much a new edition changes for its readers.

    A major change and a correction (what stood there was wrong) carry a public note and reach the feed.
    """

    MAJOR = "major", "Major"
    CORRECTION = "correction", "Correction"
    MINOR = "minor", "Minor"


ANNOUNCED = (ChangeKind.MAJOR, ChangeKind.CORRECTION)


class EditionQuerySet(models.QuerySet["Edition"]):
    """The words in which editions are asked for."""

    def published(self) -> Self:
        """What readers see now."""
        return self.filter(state=State.PUBLISHED)

    def open(self) -> Self:
        """What is being worked on."""
        return self.filter(state__in=OPEN_STATES)

    def sealed(self) -> Self:
        """All that ever was published."""
        return self.filter(state__in=SEALED_STATES)

    def due(self, now: dt.datetime) -> Self:
        """Scheduled for a moment that has come."""
        return self.filter(state=State.SCHEDULED, publish_at__lte=now)

    def due_for_review(self, by: dt.date) -> Self:
        """What readers see now and is to be reviewed again on that day or before."""
        return self.published().filter(next_review_due__lte=by)


def _both_or_neither(*names: str) -> Q:
    return Q(**{f"{name}__isnull": True for name in names}) | Q(**{f"{name}__isnull": False for name in names})


class Edition(models.Model):
    """One numbered version of an article's content.

    Its content may change only while it is a draft. Publishing seals it: ``sealed_json`` is the canonical JSON of its
    document and the truth for every reader from then on; the database refuses to change or delete a sealed edition
    (see ``guards``). ``version`` goes up with every save and carries the save's token.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unreviewed = models.BooleanField(
        default=False, help_text="Starter content that no clinician has reviewed yet. Only the loader makes it."
    )

    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    answer_what = models.TextField("Answer: in short", blank=True)
    answer_how_common = models.TextField("Answer: how common", blank=True)
    answer_what_to_do = models.TextField("Answer: what to do", blank=True)
    answer_when_urgent = models.TextField("Answer: when it is urgent", blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(help_text="When its state last changed.")
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note_to_reviewer = models.TextField(blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The reviewer who took it on.",
    )
    approval = models.ForeignKey("Review", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_sha256 = models.CharField(max_length=64, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="When it is to be published.")
    scheduled_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    change = models.CharField(max_length=10, choices=ChangeKind, blank=True)
    public_note = models.TextField(blank=True, help_text="What changed and why, for readers.")
    next_review_due = models.DateField(null=True, blank=True)
    last_review = models.ForeignKey(
        "Review",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="A later review that found nothing to change.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.TextField(blank=True, help_text="For readers.")
    redirect_to = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    sealed_json = models.TextField(null=True, blank=True)  # noqa: DJ001 (null is "not sealed"; empty is no document)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    schema_version = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["article", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(state=State.PUBLISHED), name="edition_one_published"
            ),
            models.UniqueConstraint(fields=["article"], condition=Q(state__in=OPEN_STATES), name="edition_one_open"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="edition_state_known"),
            models.CheckConstraint(condition=Q(change__in=["", *ChangeKind.values]), name="edition_change_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(condition=~Q(title=""), name="edition_titled"),
            models.CheckConstraint(condition=~Q(based_on=F("id")), name="edition_based_on_another"),
            models.CheckConstraint(
                condition=Q(
                    state__in=SEALED_STATES,
                    sealed_json__isnull=False,
                    schema_version__isnull=False,
                    published_at__isnull=False,
                    next_review_due__isnull=False,
                )
                & ~Q(sealed_sha256="")
                & ~Q(change="")
                | Q(
                    ~Q(state__in=SEALED_STATES),
                    sealed_json__isnull=True,
                    sealed_sha256="",
                    schema_version__isnull=True,
                    published_at__isnull=True,
                ),
                name="edition_sealed_when_published",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("submitted_at", "submitted_by"), name="edition_submitted_whole"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.DISCARDED], submitted_at__isnull=True)
                | Q(state__in=REVIEWED_STATES, submitted_at__isnull=False)
                | Q(state__in=SEALED_STATES),
                name="edition_submitted_before_review",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("published_at", "published_by"), name="edition_published_whole"
            ),
            models.CheckConstraint(
                condition=_both_or_neither("withdrawn_at", "withdrawn_by"), name="edition_withdrawn_whole"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdrawal_reason="", redirect_to=None)),
                name="edition_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(approval__isnull=True, approved_sha256="")
                | (Q(approval__isnull=False) & ~Q(approved_sha256="")),
                name="edition_approval_whole",
            ),
            # Nobody publishes what no clinician approved; the loader's first editions say so on every page instead.
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.SCHEDULED, *SEALED_STATES])
                | Q(approval__isnull=False)
                | Q(unreviewed=True),
                name="edition_approved_before_published",
            ),
            models.CheckConstraint(
                condition=Q(sealed_sha256="") | Q(unreviewed=True) | Q(sealed_sha256=F("approved_sha256")),
                name="edition_sealed_as_approved",
            ),
            models.CheckConstraint(
                condition=Q(unreviewed=False) | Q(number=1, approval__isnull=True), name="edition_unreviewed_is_first"
            ),
            models.CheckConstraint(
                condition=~Q(change__in=ANNOUNCED) | ~Q(public_note=""), name="edition_announced_has_note"
            ),
            models.CheckConstraint(
                condition=_both_or_neither("claimed_at", "claimed_by"), name="edition_claimed_whole"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DRAFT, State.DISCARDED]) | Q(claimed_at__isnull=True),
                name="edition_claimed_in_review",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("publish_at", "scheduled_at", "scheduled_by"), name="edition_scheduled_whole"
            ),
            models.CheckConstraint(
                condition=Q(state=State.SCHEDULED, publish_at__isnull=False, next_review_due__isnull=False)
                & ~Q(change="")
                | Q(state__in=SEALED_STATES)
                | ~Q(state=State.SCHEDULED) & Q(publish_at__isnull=True),
                name="edition_scheduled_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SEALED_STATES) | Q(last_review__isnull=True), name="edition_reviewed_anew"
            ),
        ]
        indexes: ClassVar = [
            # With all that is asked of a year's publications, so that their texts are not read past.
            models.Index(fields=["state", "-published_at", "created_at", "unreviewed"], name="edition_recent"),
            models.Index("state", Lower("title"), name="edition_titled"),
            # What was announced last, of every state, is read from this as far as a feed goes.
            models.Index(fields=["-published_at", "-id"], name="edition_newest"),
            models.Index(fields=["state", "publish_at"], name="edition_due"),
            models.Index(fields=["state", "next_review_due"], name="edition_review_due"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (edition {self.number}, {self.get_state_display().lower()})"

    def get_absolute_url(self) -> str:
        """Its own public address, once it was published."""
        return f"{self.article.get_absolute_url()}editions/{self.number}/"

    @property
    def reviewed(self) -> Review | None:
        """The latest clinician's review of the text that readers see."""
        return self.last_review or self.approval


class Contribution(Signed):
    """Somebody wrote in an edition, or in one that it was copied from (``carried_over``). Frozen with its edition.

    Signed with the byline of that time; without one the public page does not name them. The rule that nobody approves
    their own text counts all who wrote in this very edition.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    byline = models.ForeignKey(Byline, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    carried_over = models.BooleanField(default=False, help_text="Wrote the text that this edition was copied from.")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "user"], name="contribution_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.edition_id}"
