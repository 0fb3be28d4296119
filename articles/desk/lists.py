"""Lists of the desk: filtered, sorted, in pages, and as CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.desk import pages


@require_safe
@pages.for_readers
def listing(request: HttpRequest, name: str) -> HttpResponse:
    """One list."""
    return pages.page(request, "list.html", {}, title=name)
