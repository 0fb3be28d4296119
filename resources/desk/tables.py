"""Organisations and contacts as tables: downloads, and the import that shows each change before it happens."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import WorkflowError
from resources import workflow
from resources.desk import pages
from resources.tables import applying, reading, writing
from resources.tables.cells import MOST_ROWS, Unreadable
from resources.tables.columns import TABLES
from resources.tables.planning import Plan, plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PAGE = 100
MOST_PROBLEMS = 1_000
"""Problems that are shown at once; a file with more has one that repeats."""


@require_safe
@pages.for_readers
def tables(request: HttpRequest) -> HttpResponseBase:
    """The downloads, and for curators the form that takes a file."""
    return _start(request)


@require_safe
@pages.for_readers
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """A table as CSV, or both as XLSX."""
    if name == "xlsx":
        return _file(writing.as_xlsx(), "support", "xlsx", XLSX)
    if name in TABLES:
        return _file(writing.as_csv(name), name, "csv", CSV)
    raise Http404


@require_http_methods(["POST"])
@pages.for_curators
def send(request: HttpRequest) -> HttpResponseBase:
    """Take a file apart and keep its rows until whoever sent it has seen what they would change."""
    file = request.FILES.get("file")
    if file is None:
        # What is larger than FILE_UPLOAD_MAX_MEMORY_SIZE was passed over: no file of a request is put on the disk.
        passed_over = int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        return _start(request, reading.TOO_LARGE if passed_over else "Choose a file first.")
    try:
        read = reading.read(file.read())
    except Unreadable as error:
        return _start(request, str(error), name=file.name or "")
    workflow.hold_import(file_name=file.name or "", rows=read.packed(), by=pages.person(request))
    return redirect("admin:desk-import")


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_curators
def importing(request: HttpRequest) -> HttpResponseBase:
    """What the table that somebody sent would change; posted, it is changed, or the table is dropped."""
    user = pages.person(request)
    if request.method != "POST":
        return _plan(request)
    if request.POST.get("do") == "drop":
        workflow.drop_import(by=user)
        messages.info(request, "The table was dropped. Nothing was changed.")
        return redirect("admin:desk-tables")
    try:
        done = applying.apply(digest=request.POST.get("digest", ""), by=user)
    except WorkflowError as error:
        return _plan(request, str(error), status=pages.status_of(error))
    messages.success(request, f"Imported: {done.added} added, {done.changed} changed.")
    return redirect("admin:desk-tables")


def _start(request: HttpRequest, error: str = "", *, name: str = "") -> HttpResponse:
    user = pages.person(request)
    curates = workflow.may_curate(user)
    context = {
        "error": error,
        "name": name,
        "curates": curates,
        "draft": applying.waiting(user) if curates else None,
        "tables": TABLES.items(),
        "most_rows": f"{MOST_ROWS:,}",
        "most_megabytes": reading.MOST_BYTES // 1024**2,
    }
    status = pages.UNFIT if error else 200
    return pages.page(request, "support/tables.html", context, title="Import and export", status=status)


def _plan(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    user = pages.person(request)
    draft = applying.waiting(user)
    if draft is None:
        return _start(request, error) if error else redirect("admin:desk-tables")
    found = plan(applying.reading_of(draft), by=user)
    page = Paginator(found.changes, PAGE).get_page(request.GET.get("page"))
    context = {
        "error": error,
        "draft": draft,
        "plan": found,
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "problems": found.problems[:MOST_PROBLEMS],
        "counts": _counts(found),
        "ends": draft.sent_at + applying.KEPT,
    }
    title = "This table cannot be imported" if found.problems else "What this table would change"
    return pages.page(request, "support/import.html", context, title=title, status=status)


def _counts(found: Plan) -> list[tuple[str, int, int, int]]:
    """For each table how many records are new, changed and unchanged."""
    added = Counter(change.table for change in found.changes if change.new)
    changed = Counter(change.table for change in found.changes if not change.new)
    rows = [(table, added[table], changed[table], found.unchanged[table]) for table in TABLES]
    return [row for row in rows if any(row[1:])]


def _file(data: bytes, name: str, ending: str, kind: str) -> HttpResponse:
    disposition: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.{ending}"'
    }
    return HttpResponse(data, content_type=kind, headers=disposition)


urlpatterns = [
    path("support/tables/", tables, name="desk-tables"),
    path("support/tables/download/<slug:name>/", download, name="desk-tables-download"),
    path("support/tables/send/", send, name="desk-tables-send"),
    path("support/tables/import/", importing, name="desk-import"),
]
