"""An article's page on the desk: what it is, what readers see, what is being written, and all that happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.desk import pages
from articles.models import Article


@require_safe
@pages.for_readers
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """The article's page."""
    shown = get_object_or_404(Article, pk=pk)
    return pages.page(request, "article.html", {"article": shown}, title=shown.slug)
