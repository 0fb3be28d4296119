"""Organisations and contacts as tables: downloads, and the import that shows each change before it happens."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from resources import workflow
from resources.desk import pages
from resources.desk.importing import Importing
from resources.models import About
from resources.tables import applying, reading, writing
from resources.tables.cells import MOST_ROWS
from resources.tables.columns import TABLES
from resources.tables.planning import plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


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
    return IMPORT.send(request)


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_curators
def importing(request: HttpRequest) -> HttpResponseBase:
    """What the table that somebody sent would change; posted, it is changed, or the table is dropped."""
    return IMPORT.act(request)


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


def _file(data: bytes, name: str, ending: str, kind: str) -> HttpResponse:
    disposition: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.{ending}"'
    }
    return HttpResponse(data, content_type=kind, headers=disposition)


IMPORT = Importing(
    about=About.SUPPORT,
    tables=TABLES,
    planning=plan,
    write=applying.write_records,
    start=_start,
    start_url="admin:desk-tables",
    plan_url="admin:desk-import",
    frame="admin/desk/support/base.html",
    name="Import and export",
)
urlpatterns = [
    path("support/tables/", tables, name="desk-tables"),
    path("support/tables/download/<slug:name>/", download, name="desk-tables-download"),
    path("support/tables/send/", send, name="desk-tables-send"),
    path("support/tables/import/", importing, name="desk-import"),
]
