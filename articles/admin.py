"""Articles in the admin. What the workflow writes is read-only here; the vocabulary and the library can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest

from accounts.roles import Role, has_role
from articles.models import (
    Article,
    Citation,
    Contribution,
    Edition,
    Event,
    LoadedFile,
    Placement,
    Point,
    Review,
    Section,
    Source,
    Standing,
    Tag,
    Tagging,
    Topic,
    TopicCode,
    TopicName,
)

Slugs = dict[str, Sequence[str]]


class ReadOnly:
    """A mixin: nothing can be added, changed or deleted, since the workflow alone writes these rows."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


class TopicNameInline(admin.TabularInline[TopicName, Topic]):
    """Further names."""

    model = TopicName
    extra = 1


class TopicCodeInline(admin.TabularInline[TopicCode, Topic]):
    """Codes."""

    model = TopicCode
    extra = 1


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    """Medicines and conditions."""

    list_display = ("name", "kind", "other_names", "all_codes")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "names__name", "codes__value")
    inlines = (TopicNameInline, TopicCodeInline)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Topic | None = None) -> Slugs:
        """A slug from the name while the topic is new."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        """Kind and slug make the public address: once given they stay, since there are no redirects yet."""
        return ("kind", "slug") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """With names and codes."""
        return super().get_queryset(request).prefetch_related("names", "codes")

    @admin.display(description="Other names")
    def other_names(self, topic: Topic) -> str:
        """All further names."""
        return ", ".join(map(str, topic.names.all()))

    @admin.display(description="Codes")
    def all_codes(self, topic: Topic) -> str:
        """All codes."""
        return ", ".join(map(str, topic.codes.all()))


@admin.register(TopicName)
class TopicNameAdmin(admin.ModelAdmin[TopicName]):
    """All further names in one list."""

    list_display = ("name", "kind", "topic", "language", "country")
    list_filter = ("kind", "language")
    list_select_related = ("topic",)
    search_fields = ("name", "topic__name")
    autocomplete_fields = ("topic",)


@admin.register(TopicCode)
class TopicCodeAdmin(admin.ModelAdmin[TopicCode]):
    """All codes in one list."""

    list_display = ("value", "system", "topic")
    list_filter = ("system",)
    list_select_related = ("topic",)
    search_fields = ("value", "topic__name")
    autocomplete_fields = ("topic",)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """The curated vocabulary."""

    list_display = ("name", "slug", "description", "article_count")
    list_filter = (("taggings", admin.EmptyFieldListFilter),)
    search_fields = ("name", "slug", "description")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Tag | None = None) -> Slugs:
        """A slug from the name while the tag is new."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        """The slug is the public address: once given it stays, since there are no redirects yet."""
        return ("slug",) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """With the number of articles."""
        return super().get_queryset(request).annotate(article_count=Count("taggings"))

    @admin.display(description="Articles", ordering="article_count")
    def article_count(self, tag: Any) -> int:
        """How many articles have it."""
        return int(tag.article_count)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin[Source]):
    """The shared library. What a published edition cites stays as it was; a change here shows in the next edition."""

    list_display = ("key", "title", "container", "year", "kind", "standing")
    list_filter = ("kind", "standing", "year")
    search_fields = ("key", "title", "authors", "container", "doi", "pmid")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        """Published editions cite the key, so it stays. A retraction is lifted by a publisher, not by an author."""
        if obj is None:
            return ()
        if obj.standing == Standing.RETRACTED and not has_role(request.user, Role.PUBLISHER):  # type: ignore[arg-type]
            return ("key", "standing", "standing_note")
        return ("key",)

    fieldsets = (
        (None, {"fields": ("key", "kind", "title", "authors")}),
        ("Where it was published", {"fields": ("container", "year", "details", "publisher")}),
        ("Where it is found", {"fields": ("doi", "pmid", "url")}),
        (
            "Standing",
            {
                "fields": ("standing", "standing_note"),
                "description": "A superseded or retracted source is marked at once on every page that cites it.",
            },
        ),
    )


class EditionInline(ReadOnly, admin.TabularInline[Edition, Article]):
    """An article's editions."""

    model = Edition
    fk_name = "article"
    fields = ("number", "title", "state", "published_at", "next_review_due")
    show_change_link = True
    extra = 0


@admin.register(Article)
class ArticleAdmin(ReadOnly, admin.ModelAdmin[Article]):
    """Articles with their editions."""

    list_display = ("slug", "language", "medicine", "condition", "created_by", "created_at")
    list_filter = ("language", "medicine", "condition", "tags")
    list_select_related = ("medicine", "condition", "created_by")
    search_fields = ("slug", "editions__title")
    date_hierarchy = "created_at"
    inlines = (EditionInline,)


class SectionInline(ReadOnly, admin.TabularInline[Section, Edition]):
    """An edition's sections."""

    model = Section
    fields = ("position", "kind", "heading")
    show_change_link = True
    extra = 0


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin[Edition]):
    """Editions, read-only: they are written, reviewed and published through the workflow."""

    list_display = ("title", "article", "number", "state", "reviewed_by", "published_at", "next_review_due")
    list_filter = ("state", "unreviewed", "change", "article__language", "next_review_due")
    list_select_related = ("article", "approval")
    search_fields = ("title", "summary", "article__slug")
    date_hierarchy = "published_at"
    inlines = (SectionInline,)

    @admin.display(description="Reviewed by")
    def reviewed_by(self, edition: Edition) -> str:
        """The clinician who approved it, or that nobody has."""
        if edition.approval:
            return edition.approval.signature
        return "no clinician yet" if edition.unreviewed else ""


class PointInline(ReadOnly, admin.TabularInline[Point, Section]):
    """A section's points."""

    model = Point
    fields = ("position", "kind", "term")
    show_change_link = True
    extra = 0


@admin.register(Section)
class SectionAdmin(ReadOnly, admin.ModelAdmin[Section]):
    """Sections, read-only."""

    list_display = ("heading", "kind", "edition", "position")
    list_filter = ("kind", "edition__state")
    list_select_related = ("edition",)
    search_fields = ("heading", "edition__title")
    inlines = (PointInline,)


@admin.register(Point)
class PointAdmin(ReadOnly, admin.ModelAdmin[Point]):
    """Points, read-only."""

    list_display = ("term", "kind", "section", "edition", "recommendation", "urgency")
    list_filter = ("kind", "recommendation", "certainty", "urgency", "section__edition__state")
    list_select_related = ("section__edition",)
    search_fields = ("term", "text", "section__edition__title")

    @admin.display(description="Edition")
    def edition(self, point: Point) -> str:
        """Where it stands."""
        return str(point.section.edition)


@admin.register(Citation)
class CitationAdmin(ReadOnly, admin.ModelAdmin[Citation]):
    """What rests on which source."""

    list_display = ("source", "section", "point", "position")
    list_filter = ("source__standing", "source__kind")
    list_select_related = ("source", "section", "point")
    search_fields = ("source__key", "source__title", "point__term", "section__heading")


@admin.register(Contribution)
class ContributionAdmin(ReadOnly, admin.ModelAdmin[Contribution]):
    """Who wrote in which edition."""

    list_display = ("edition", "user", "byline", "carried_over")
    list_filter = ("carried_over", "byline")
    list_select_related = ("edition", "user", "byline")
    search_fields = ("edition__title", "user__username", "byline__name")


@admin.register(Review)
class ReviewAdmin(ReadOnly, admin.ModelAdmin[Review]):
    """Signed decisions. Nobody changes them, in the admin or past it."""

    list_display = ("edition", "decision", "byline", "decided_at")
    list_filter = ("decision", "byline", "decided_at")
    list_select_related = ("edition", "byline")
    search_fields = ("edition__title", "byline__name", "note")
    date_hierarchy = "decided_at"


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin[Event]):
    """What happened, newest first."""

    list_display = ("happened_at", "words", "article", "actor", "kind")
    list_filter = ("kind", "happened_at", "actor")
    list_select_related = ("article", "actor")
    search_fields = ("words", "article__slug", "actor__username")
    date_hierarchy = "happened_at"


@admin.register(Placement)
class PlacementAdmin(admin.ModelAdmin[Placement]):
    """Where organisations are shown."""

    list_display = ("organisation", "tag", "article", "position")
    list_editable = ("position",)
    list_filter = ("tag", "organisation__kind")
    list_select_related = ("organisation", "tag", "article")
    search_fields = ("organisation__name", "tag__name", "article__slug")
    autocomplete_fields = ("organisation", "tag", "article")


@admin.register(Tagging)
class TaggingAdmin(ReadOnly, admin.ModelAdmin[Tagging]):
    """Which article has which tag."""

    list_display = ("article", "tag")
    list_filter = ("tag",)
    list_select_related = ("article", "tag")
    search_fields = ("article__slug", "tag__name")


@admin.register(LoadedFile)
class LoadedFileAdmin(ReadOnly, admin.ModelAdmin[LoadedFile]):
    """Which content files were loaded, and when."""

    list_display = ("name", "loaded_at", "sha256")
    list_filter = ("loaded_at",)
    search_fields = ("name",)
    date_hierarchy = "loaded_at"
