"""Articles: the identity under which editions are published, their tags, and the organisations placed on them."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.addresses import with_slug
from accounts.models import User
from articles import richtext
from articles.models.tags import Tag
from articles.models.topics import Topic
from resources.models import Organisation


def new_uuid() -> uuid.UUID:
    """A new stable id of an article, section or point (named so that migrations can refer to it)."""
    return uuid.uuid4()


class Article(models.Model):
    """An identity: slug, language, medicine, condition, tags. Has no content. Never deleted; withdrawn instead.

    Its ``uuid`` never changes: prose links it by that.
    """

    uuid = models.UUIDField(
        unique=True, default=new_uuid, editable=False, help_text="What links in prose know it by, whatever its address."
    )
    slug = models.SlugField(max_length=100)
    language = models.CharField(max_length=12, default="en")
    medicine = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    condition = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations"
    )
    tags = models.ManyToManyField(Tag, through="Tagging", related_name="articles", blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["slug", "language"]
        indexes: ClassVar = [
            # The newest articles about the same in a language are read from these, as many as are wanted (related.py).
            models.Index(fields=["medicine", "condition", "language", "id"], name="article_about_both"),
            models.Index(fields=["medicine", "language", "id"], name="article_about_medicine"),
            models.Index(fields=["condition", "language", "id"], name="article_about_condition"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "language"], name="article_slug_once"),
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                condition=Q(translation_of__isnull=False),
                name="article_one_translation_a_language",
            ),
            models.CheckConstraint(
                condition=Q(medicine__isnull=False) | Q(condition__isnull=False), name="article_has_topic"
            ),
            models.CheckConstraint(condition=~Q(translation_of=F("id")), name="article_translates_another"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(language=""), name="article_addressed"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.language})"

    def get_absolute_url(self) -> str:
        """Its public page, under its own language."""
        return path_of(self.slug, self.language)


def path_of(slug: str, language: str) -> str:
    """The public page of the article that has a slug in a language."""
    return with_slug("articles:article", slug, language)


class Tagging(models.Model):
    """An article has a tag. May be added and removed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings")

    class Meta:
        # Which articles have a tag is answered from this index alone.
        indexes: ClassVar = [models.Index(fields=["tag", "article"], name="tagging_articles")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "tag"], name="tagging_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.tag_id}"


class Placement(models.Model):
    """Where an organisation is shown: under articles with a tag, or under one article. May change."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="placements")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, null=True, blank=True, related_name="placements")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="placements")
    position = models.PositiveSmallIntegerField(default=100, help_text="Lower numbers stand first.")

    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tag__isnull=True, article__isnull=False) | Q(tag__isnull=False, article__isnull=True),
                name="placement_on_tag_or_article",
                violation_error_message="Place it on a tag or on an article, not both.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "tag"], condition=Q(tag__isnull=False), name="placement_tag_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "article"], condition=Q(article__isnull=False), name="placement_article_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} on {self.tag or self.article}"


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    """The words in which links of pages are asked for."""

    def on_the_web(self) -> Self:
        """Those that lead to the web, not to an article of this site."""
        return self.exclude(url__startswith=f"{richtext.ARTICLE}:")


class PageLink(models.Model):
    """What the prose of a published edition links: an address on the web, or an article by its identity
    (``richtext.article_link``). Written when it is sealed; never changes.
    """

    edition = models.ForeignKey("articles.Edition", on_delete=models.PROTECT, related_name="page_links")
    url = models.CharField(max_length=2000)

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["url"], name="pagelink_url")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "url"], name="pagelink_once"),
            models.CheckConstraint(condition=~Q(url=""), name="pagelink_has_url"),
        ]

    def __str__(self) -> str:
        return self.url
