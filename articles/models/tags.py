"""Tags: the curated words under which articles are gathered and organisations placed, and how they came about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.addresses import with_slug
from accounts.models import User


class TagQuerySet(QuerySet["Tag"]):
    """The words in which tags are asked for."""

    def live(self) -> TagQuerySet:
        """Those that are in use: not retired."""
        return self.filter(retired_at=None)

    def named(self, language: str) -> TagQuerySet:
        """Each with ``local_name``: its name in a language, else its usual one. In the order of those names."""
        if language == settings.LANGUAGE_CODE:
            return self.annotate(local_name=F("name")).order_by("name", "pk")
        there = TagName.objects.filter(tag=OuterRef("pk"), kind=TagNameKind.NAME, language=language)
        return self.annotate(local_name=Coalesce(Subquery(there.values("name")[:1]), F("name"))).order_by("local_name")


class Tag(models.Model):
    """A word of the curated vocabulary under which articles are gathered and organisations placed. May change.

    ``name`` is its name in the site's first language; a live tag has it among its names too, where each is kept from
    being taken twice. It is never deleted: a tag that is no longer wanted is retired, and its address leads to another
    tag (which is live, so one hop is all there ever is) or says that it is gone. A parent has no parent, so that there
    are two levels and no circle.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, help_text="As readers see it.")
    description = models.CharField(max_length=300, blank=True, help_text="One sentence, shown on the tag's page.")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The wider tag that this is a part of.",
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    moved_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_here",
        help_text="Where the page of a retired tag leads.",
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="tag_named"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=False, parent__isnull=True)
                | Q(retired_at__isnull=True, moved_to__isnull=True),
                name="tag_in_use_or_retired",
            ),
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(moved_to__isnull=True) | ~Q(moved_to=F("id"))),
                name="tag_points_at_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return with_slug("articles:tag", self.slug)


class TagNameKind(models.TextChoices):
    """What a name is to its tag."""

    NAME = "name", "Name"
    SYNONYM = "synonym", "Synonym"


class TagName(models.Model):
    """What a live tag is called in a language: its name there, or a synonym that leads to it. May change.

    ``key`` is the name folded (``articles.folding``); it stands once in a language, whatever the kind, so that a word
    leads to one tag. A retired tag has none of these, so that its names are free again.
    """

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=TagNameKind)
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=240)

    class Meta:
        ordering: ClassVar = ["kind", "language", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TagNameKind.values), name="tagname_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key="") & ~Q(language=""), name="tagname_named"),
            models.UniqueConstraint(fields=["language", "key"], name="tagname_leads_to_one_tag"),
            models.UniqueConstraint(
                fields=["tag", "language"], condition=Q(kind=TagNameKind.NAME), name="tagname_one_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TagChangeKind(models.TextChoices):
    """What can happen to a tag."""

    CREATED = "created", "Created"
    DESCRIBED = "described", "Described anew"
    RENAMED = "renamed", "Renamed"
    MERGED = "merged", "Merged"
    SPLIT = "split", "Split"
    RETIRED = "retired", "Retired"
    REVERSED = "reversed", "Taken back"


class TagChange(models.Model):
    """A change of the vocabulary: who made it, when, why, and every row that it touched. Never changes.

    ``before`` and ``after`` hold those rows by table and key (see ``articles.workflow.tag_rows``), so that it can be
    taken back exactly; taking back is a change itself, and each is taken back once at most. ``touched`` is the keys of
    the tags whose page it belongs on, with a space before and behind each.
    """

    kind = models.CharField(max_length=20, choices=TagChangeKind)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="changes")
    words = models.TextField()
    why = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    touched = models.TextField()
    old_slug = models.SlugField(max_length=80, blank=True, help_text="The address that it took from the tag.")

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TagChangeKind.values), name="tagchange_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=TagChangeKind.REVERSED, reverses__isnull=False)
                | (~Q(kind=TagChangeKind.REVERSED) & Q(reverses__isnull=True)),
                name="tagchange_reverses_one",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def rows(self, table: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The rows of a table as they were before and after."""
        return self.before.get(table, {}), self.after.get(table, {})
