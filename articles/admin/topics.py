"""Medicines and conditions, with their names and codes, in the admin. What is written goes through the workflow."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from articles import workflow
from articles.models import Topic, TopicCode, TopicName

Slugs = dict[str, Any]
_WHY = "Why you change it, for its history."


class TopicForm(forms.ModelForm[Topic]):
    """A medicine or a condition."""

    why = forms.CharField(required=False, max_length=300, help_text=_WHY)

    def clean(self) -> dict[str, Any]:
        """Refuse the name of another one of its kind, also where the kind stands fast and no form sends it."""
        cleaned = super().clean() or self.cleaned_data
        kind, name = cleaned.get("kind", self.instance.kind), cleaned.get("name")
        if Topic.objects.filter(kind=kind, name=name).exclude(pk=self.instance.pk).exists():
            self.add_error("name", "There is another one of this name.")
        return cleaned


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

    form = TopicForm
    fields = ("kind", "name", "slug", "description", "why")
    list_display = ("name", "kind", "other_names", "all_codes")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "names__name", "codes__value")
    inlines = (TopicNameInline, TopicCodeInline)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Topic | None = None) -> Slugs:
        """A slug from the name while the topic is new."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        """Kind and slug make the public address: once given they are not changed here. The desk changes the slug."""
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

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        """Nothing yet: it is written with its names and codes, in one step."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Write the topic with its names and codes through the workflow."""
        rows = list(chain.from_iterable(formset.save(commit=False) for formset in formsets))
        gone = list(chain.from_iterable(formset.deleted_objects for formset in formsets))
        _save(request, form.instance, rows, why=form.cleaned_data["why"], gone=gone)

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        """Delete through the workflow."""
        workflow.remove_topic(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        """Delete each through the workflow."""
        for topic in queryset:
            self.delete_model(request, topic)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The whole history, with who and why, is on the desk."""
        found = self.get_object(request, object_id)
        return (
            HttpResponseRedirect(reverse("admin:desk-topic-history", args=[found.pk]))
            if found
            else super().history_view(request, object_id, extra_context)
        )


class _OfTopic(admin.ModelAdmin[Any]):
    """All names, or all codes, in one list; each is written with its topic."""

    list_select_related = ("topic",)
    autocomplete_fields = ("topic",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """It stays with its topic."""
        return ("topic",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write through the workflow."""
        _save(request, obj.topic, [obj])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete through the workflow."""
        _save(request, obj.topic, gone=[obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete each through the workflow."""
        for row in queryset.select_related("topic"):
            self.delete_model(request, row)


@admin.register(TopicName)
class TopicNameAdmin(_OfTopic):
    """All further names in one list."""

    list_display = ("name", "kind", "topic", "language", "country")
    list_filter = ("kind",)
    search_fields = ("name", "topic__name")


@admin.register(TopicCode)
class TopicCodeAdmin(_OfTopic):
    """All codes in one list."""

    list_display = ("value", "system", "topic")
    list_filter = ("system",)
    search_fields = ("value", "topic__name")


def _save(
    request: HttpRequest,
    topic: Topic,
    rows: Iterable[TopicName | TopicCode] = (),
    *,
    why: str = "",
    gone: Iterable[TopicName | TopicCode] = (),
) -> None:
    """Write a topic, with rows of its names and codes, in the name of whoever is signed in."""
    written = list(rows)
    workflow.save_topic(
        topic,
        by=cast("User", request.user),
        why=why,
        names=[row for row in written if isinstance(row, TopicName)],
        codes=[row for row in written if isinstance(row, TopicCode)],
        gone=gone,
    )
