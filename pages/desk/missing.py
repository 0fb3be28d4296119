"""Missing addresses at the desk: which are asked for most, and what to do about each."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import WorkflowError
from finding import workflow as finding
from finding.models import MissingAddress
from pages.desk.redirects import PAGE, for_keepers
from resources.desk import pages


@require_safe
@pages.for_readers
def missing(request: HttpRequest) -> HttpResponseBase:
    """Addresses at which nothing stands, those that were asked for most first."""
    return _list(request)


@require_POST
@for_keepers
def pass_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An address is not worth a redirect."""
    found, user = get_object_or_404(MissingAddress, pk=pk), pages.person(request)
    try:
        finding.pass_over(found, by=user)
    except WorkflowError as error:
        return _list(request, error.told(user), status=pages.status_of(error))
    messages.success(request, f"{found.path} is no longer listed.")
    return redirect("admin:desk-missing")


def _list(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    rows = MissingAddress.objects.filter(passed_over_at=None).order_by("-times", "path")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "error": error,
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "keeps": finding.may_keep(pages.person(request)),
        "days": settings.MISSING_KEPT_DAYS,
    }
    return pages.page(request, "redirects/missing.html", context, title="Missing addresses", status=status)
