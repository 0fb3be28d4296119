"""What the workflow and the loader write, to be read in the admin and never changed there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.read_only import ReadOnly
from articles.models import (
    Article,
    Citation,
    Contribution,
    Edition,
    Event,
    Filed,
    FormerSlug,
    LoadedFile,
    PageLink,
    Point,
    PreparedPage,
    RelatedChoice,
    Review,
    Section,
    Tagging,
)
from articles.models.editions import SEALED_STATES


def _link(address: str, words: str, what: object) -> str:
    """A link in a list, told apart from the others by what it is about."""
    return format_html('<a href="{}">{}<span class="visually-hidden">: {}</span></a>', address, words, what)


def _public(edition: Edition) -> str | None:
    """The own public address of an edition that was published."""
    return edition.get_absolute_url() if edition.state in SEALED_STATES else None


class EditionInline(ReadOnly, admin.TabularInline[Edition, Article]):
    """An article's editions."""

    model = Edition
    fk_name = "article"
    fields = ("number", "title", "state", "published_at", "next_review_due")
    show_change_link = True
    extra = 0

    def view_on_site(self, edition: Edition) -> str | None:
        """Its own public address, once it was published."""
        return _public(edition)


@admin.register(Article)
class ArticleAdmin(ReadOnly, admin.ModelAdmin[Article]):
    """Articles with their editions."""

    list_display = ("slug", "language", "medicine", "condition", "created_by", "created_at", "desk", "site")
    list_filter = ("language", "medicine", "condition", "tags")
    list_select_related = ("medicine", "condition", "created_by")
    search_fields = ("slug", "editions__title")
    date_hierarchy = "created_at"
    inlines = (EditionInline,)
    change_form_template = "admin/articles/article.html"
    change_list_template = "admin/articles/articles.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """With whether readers were ever shown it."""
        shown = Edition.objects.sealed().filter(article=OuterRef("pk"))
        return super().get_queryset(request).annotate(shown=Exists(shown))

    def view_on_site(self, article: Any) -> str | None:
        """Its public page, once an edition of it was published."""
        return article.get_absolute_url() if article.shown else None

    @admin.display(description="At the desk")
    def desk(self, article: Article) -> str:
        """Where something can be done with it."""
        return _link(reverse("admin:desk-article", args=[article.pk]), "Open at the desk", article)

    @admin.display(description="On the site")
    def site(self, article: Article) -> str:
        """What readers see."""
        address = self.view_on_site(article)
        return _link(address, "View on site", article) if address else ""


class SectionInline(ReadOnly, admin.TabularInline[Section, Edition]):
    """An edition's sections."""

    model = Section
    fields = ("position", "kind", "heading")
    show_change_link = True
    extra = 0


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin[Edition]):
    """Editions, read-only: they are written, reviewed and published through the workflow."""

    list_display = (
        "title",
        "article",
        "number",
        "state",
        "reviewed_by",
        "published_at",
        "next_review_due",
        "desk",
        "site",
    )
    list_filter = ("state", "unreviewed", "change", "article__language", "next_review_due")
    list_select_related = ("article", "approval", "last_review")
    search_fields = ("title", "summary", "article__slug")
    date_hierarchy = "published_at"
    inlines = (SectionInline,)
    change_form_template = "admin/articles/edition.html"

    def view_on_site(self, edition: Edition) -> str | None:
        """Its own public address, once it was published."""
        return _public(edition)

    @admin.display(description="At the desk")
    def desk(self, edition: Edition) -> str:
        """Where it is read, reviewed and published."""
        return _link(reverse("admin:desk-edition", args=[edition.pk]), "Open at the desk", edition)

    @admin.display(description="On the site")
    def site(self, edition: Edition) -> str:
        """What readers see of it."""
        address = self.view_on_site(edition)
        return _link(address, "View on site", edition) if address else ""

    @admin.display(description="Reviewed by")
    def reviewed_by(self, edition: Edition) -> str:
        """The clinician who approved it, or that nobody has."""
        if edition.reviewed:
            return edition.reviewed.signature
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


@admin.register(PageLink)
class PageLinkAdmin(ReadOnly, admin.ModelAdmin[PageLink]):
    """The addresses that the prose of published editions links."""

    list_display = ("url", "edition")
    list_filter = ("edition__state",)
    list_select_related = ("edition__article",)
    search_fields = ("url",)


@admin.register(PreparedPage)
class PreparedPageAdmin(ReadOnly, admin.ModelAdmin[PreparedPage]):
    """The pages that were made ahead of published editions, and by which code."""

    list_display = ("edition", "signature")
    list_filter = ("edition__state",)
    list_select_related = ("edition__article",)
    search_fields = ("edition__title",)


@admin.register(Filed)
class FiledAdmin(ReadOnly, admin.ModelAdmin[Filed]):
    """The lines of the A to Z."""

    list_display = ("name", "letter", "language", "article", "topic", "further")
    list_filter = ("language", "further")
    list_select_related = ("article", "topic")
    search_fields = ("name",)


@admin.register(RelatedChoice)
class RelatedChoiceAdmin(ReadOnly, admin.ModelAdmin[RelatedChoice]):
    """Which articles editors pinned as related to another, and which they left out."""

    list_display = ("article", "other", "kind", "position", "words", "chosen_by", "chosen_at")
    list_filter = ("kind",)
    list_select_related = ("article", "other", "chosen_by")
    search_fields = ("article__slug", "other__slug", "words")


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnly, admin.ModelAdmin[FormerSlug]):
    """Slugs that articles and topics had, and that lead to them."""

    list_display = ("slug", "language", "article", "topic", "left_at", "left_by")
    list_filter = ("left_at",)
    list_select_related = ("article", "topic", "left_by")
    search_fields = ("slug",)
