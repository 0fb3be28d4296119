"""All that changed in a source of the library, or in a medicine or condition, with who and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.desk import pages
from articles.desk.support import record
from articles.models import Source, Topic, TopicCode, TopicName


@require_safe
@pages.for_readers
def source_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The history of a source, newest first."""
    source = get_object_or_404(Source, pk=pk)
    of = {"name": source.key, "about": source.title, "list": "Sources"}
    return _page(request, source, source.history.select_related("history_user"), of)


@require_safe
@pages.for_readers
def topic_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The history of a medicine or condition with all names and codes that it ever had, newest first."""
    topic = get_object_or_404(Topic, pk=pk)
    rows: list[Any] = list(topic.history.select_related("history_user"))
    for model in (TopicName, TopicCode):
        rows += model.history.filter(topic_id=pk).select_related("history_user")
    of = {"name": topic.name, "about": topic.description, "list": "Medicines and conditions"}
    return _page(request, topic, rows, of)


def _page(request: HttpRequest, subject: Source | Topic, rows: Iterable[Any], of: dict[str, str]) -> HttpResponse:
    page = Paginator(record.with_before(rows), record.ENTRIES).get_page(request.GET.get("page"))
    model = subject._meta.model_name  # noqa: SLF001 (public API of Django)
    context = {
        "of": of,
        "list_address": reverse(f"admin:articles_{model}_changelist"),
        "form_address": reverse(f"admin:articles_{model}_change", args=[subject.pk]),
        "entries": record.in_words(list(page.object_list)),
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return pages.page(request, "record_history.html", context, title=f"History of {of['name']}")
