"""The tags, the library of sources and the placements of organisations in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from accounts.read_only import ReadOnly
from accounts.roles import Role, has_role
from articles import workflow
from articles.models import (
    Placement,
    Source,
    Standing,
    Tag,
    TagChange,
    TagName,
)

Slugs = dict[str, Sequence[str]]


@admin.register(Tag)
class TagAdmin(ReadOnly, admin.ModelAdmin[Tag]):
    """The curated vocabulary, to be looked up here; its keepers change it at the desk, through the workflow alone."""

    list_display = ("name", "slug", "description", "parent", "article_count", "retired_at")
    list_filter = (("retired_at", admin.EmptyFieldListFilter), ("taggings", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "slug", "description", "names__name")
    change_form_template = "admin/articles/tag.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """With the number of articles. Where a tag is picked, those in use only."""
        found = super().get_queryset(request).annotate(article_count=Count("taggings", distinct=True))
        picking = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return found.filter(retired_at=None) if picking else found

    @admin.display(description="Articles", ordering="article_count")
    def article_count(self, tag: Any) -> int:
        """How many articles have it."""
        return int(tag.article_count)


@admin.register(TagName)
class TagNameAdmin(ReadOnly, admin.ModelAdmin[TagName]):
    """What live tags are called, and the synonyms that lead to them."""

    list_display = ("name", "kind", "language", "tag")
    list_filter = ("kind", "language")
    list_select_related = ("tag",)
    search_fields = ("name", "tag__name")


@admin.register(TagChange)
class TagChangeAdmin(ReadOnly, admin.ModelAdmin[TagChange]):
    """How the vocabulary came to be as it is. Nobody changes these."""

    list_display = ("made_at", "words", "why", "made_by", "kind")
    list_filter = ("kind", "made_at", "made_by")
    list_select_related = ("made_by",)
    search_fields = ("words", "why")
    date_hierarchy = "made_at"


class SourceForm(forms.ModelForm[Source]):
    """A source of the library. What is broken has its day and what was found, or neither."""

    why = forms.CharField(required=False, max_length=300, help_text="Why you change it, for its history.")

    def clean(self) -> dict[str, Any]:
        """Refuse one without the other."""
        cleaned = super().clean() or self.cleaned_data
        for name, other in (("broken_since", "broken_why"), ("broken_why", "broken_since")):
            if cleaned.get(other) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "What is broken needs its day and what was found.")
        return cleaned


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin[Source]):
    """The shared library. What a published edition cites stays as it was; a change here shows in the next edition."""

    form = SourceForm
    list_display = ("key", "title", "container", "year", "kind", "standing", "broken_since")
    list_filter = ("kind", "standing", ("broken_since", admin.EmptyFieldListFilter), "year")
    search_fields = ("key", "title", "authors", "container", "doi", "pmid")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        """Published editions cite the key, so it stays. A retraction is lifted by a publisher, not by an author."""
        if obj is None:
            return ()
        if obj.standing == Standing.RETRACTED and not has_role(request.user, Role.PUBLISHER):  # type: ignore[arg-type]
            return ("key", "standing", "standing_note")
        return ("key",)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        """What a person says of an address is theirs: the link checker takes back nothing but what it said itself."""
        if {"broken_since", "broken_why"} & set(form.changed_data):
            obj.broken_by = request.user if obj.broken_since else None  # type: ignore[assignment]
        workflow.save_source(obj, by=request.user, why=form.cleaned_data.get("why", ""))  # type: ignore[arg-type]  # the desk is for those who signed in

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The whole history, with who and why, is on the desk."""
        found = self.get_object(request, object_id)
        return (
            HttpResponseRedirect(reverse("admin:desk-source-history", args=[found.pk]))
            if found
            else super().history_view(request, object_id, extra_context)
        )

    fieldsets = (
        (None, {"fields": ("key", "kind", "title", "authors")}),
        ("Where it was published", {"fields": ("container", "year", "details", "publisher")}),
        ("Where it is found", {"fields": ("doi", "pmid", "url")}),
        (
            "Standing",
            {
                "fields": ("standing", "standing_note", ("broken_since", "broken_why")),
                "description": "A superseded or retracted source is marked at once on every page that cites it.",
            },
        ),
        ("Why", {"fields": ("why",)}),
    )


class PositionForm(forms.ModelForm[Placement]):
    """The position of a placement, in the list of them: a box in a table says aloud what it moves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["position"].widget.attrs["aria-label"] = f"Position of {self.instance}"


@admin.register(Placement)
class PlacementAdmin(admin.ModelAdmin[Placement]):
    """Where organisations are shown."""

    list_display = ("organisation", "tag", "article", "position")
    list_editable = ("position",)
    list_filter = ("tag", "organisation__kind")
    list_select_related = ("organisation", "tag", "article")
    search_fields = ("organisation__name", "tag__name", "article__slug")
    autocomplete_fields = ("organisation", "tag", "article")

    def save_model(self, request: HttpRequest, obj: Placement, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write through the workflow."""
        workflow.save_placement(obj, by=request.user, why="Changed in the admin" if change else "Added in the admin")  # type: ignore[arg-type]  # the desk is for those who signed in

    def delete_model(self, request: HttpRequest, obj: Placement) -> None:
        """Delete through the workflow."""
        workflow.unplace(obj, by=request.user)  # type: ignore[arg-type]  # likewise

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Placement]) -> None:
        """Delete each through the workflow."""
        for placement in queryset:
            workflow.unplace(placement, by=request.user)  # type: ignore[arg-type]  # likewise

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm[Placement]]:
        """Boxes with a name each."""
        return super().get_changelist_form(request, **{**kwargs, "form": PositionForm})
