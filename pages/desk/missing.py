"""What was looked for in vain, at the desk: which addresses and words most, and what to do about each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import WorkflowError
from finding import workflow as finding
from finding.models import MissingAddress, MissingWord
from pages.desk.redirects import PAGE, for_keepers
from resources.desk import pages

SHOWN_FROM = 3
"""How often a word must have been searched for in vain to be shown: one that a single person typed may be a name."""


@require_safe
@pages.for_readers
def missing(request: HttpRequest) -> HttpResponseBase:
    """Addresses at which nothing stands, those that were asked for most first."""
    return _addresses(request)


@require_safe
@pages.for_readers
def words(request: HttpRequest) -> HttpResponseBase:
    """Words of searches that found nothing, those that were typed most first: what this site does not have."""
    return _words(request)


@require_POST
@for_keepers
def pass_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An address is not worth a redirect."""
    return _passed_over(request, get_object_or_404(MissingAddress, pk=pk), "desk-missing", _addresses)


@require_POST
@for_keepers
def pass_over_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A word is nothing that this site should have."""
    return _passed_over(request, get_object_or_404(MissingWord, pk=pk), "desk-missing-words", _words)


def _passed_over(
    request: HttpRequest, found: MissingAddress | MissingWord, back: str, again: Callable[..., HttpResponse]
) -> HttpResponseBase:
    user = pages.person(request)
    try:
        finding.pass_over(found, by=user)
    except WorkflowError as error:
        return again(request, error.told(user), status=pages.status_of(error))
    messages.success(request, f"{found} is no longer listed.")
    return redirect(f"admin:{back}")


def _addresses(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    rows = MissingAddress.objects.filter(passed_over_at=None).order_by("-times", "path")
    return _list(request, rows, "missing.html", title="Missing addresses", error=error, status=status)


def _words(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    rows = MissingWord.objects.filter(passed_over_at=None, times__gte=SHOWN_FROM).order_by("-times", "word", "pk")
    return _list(request, rows, "words.html", title="Searches that found nothing", error=error, status=status)


def _list(
    request: HttpRequest, rows: QuerySet[Any], template: str, *, title: str, error: str, status: int
) -> HttpResponse:
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "error": error,
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "keeps": finding.may_keep(pages.person(request)),
        "days": settings.MISSING_KEPT_DAYS,
        "shown_from": SHOWN_FROM,
    }
    return pages.page(request, f"redirects/{template}", context, title=title, status=status)
