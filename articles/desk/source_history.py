"""All that changed in a source of the library, with who and why."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.desk import pages
from articles.desk.support import record
from articles.models import Source


@require_safe
@pages.for_readers
def source_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The history of a source, newest first."""
    source = get_object_or_404(Source, pk=pk)
    rows = list(source.history.select_related("history_user"))
    page = Paginator(list(zip(rows, [*rows[1:], None], strict=True)), record.ENTRIES).get_page(request.GET.get("page"))
    context = {
        "source": source,
        "entries": record.in_words(list(page.object_list)),
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return pages.page(request, "source_history.html", context, title=f"History of {source.key}")
