"""Making a new article and starting its first draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.desk import pages


@require_safe
@pages.for_readers
def new(request: HttpRequest) -> HttpResponse:
    """The form."""
    return pages.page(request, "new.html", {}, title="New article")
