"""The import of a table, whatever it holds: a file is sent, what it would change is shown, and it acts or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.errors import WorkflowError
from accounts.models import User
from resources import workflow
from resources.desk import pages
from resources.models import About
from resources.tables import applying, reading
from resources.tables.cells import Unreadable
from resources.tables.planning import Plan, Planning
from resources.tables.reading import Tables

PAGE = 100
MOST_PROBLEMS = 1_000
"""Problems that are shown at once; a file with more has one that repeats."""


@dataclass(frozen=True, slots=True)
class Importing:
    """A table that is imported: what is planned and written, and its pages. ``start`` shows the form that takes a file.

    ``frame``: the template that its pages stand in; ``name`` is what the page is called that leads here.
    """

    about: About
    tables: Tables
    planning: Planning
    write: Callable[[Plan, str, User], object]
    start: Callable[..., HttpResponse]
    start_url: str
    plan_url: str
    frame: str
    name: str

    def send(self, request: HttpRequest) -> HttpResponseBase:
        """Take a file apart and keep its rows until whoever sent it has seen what they would change."""
        file = request.FILES.get("file")
        if file is None:
            # What is larger than FILE_UPLOAD_MAX_MEMORY_SIZE was passed over: no file of a request is put on the disk.
            passed_over = int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
            return self.start(request, reading.TOO_LARGE if passed_over else "Choose a file first.")
        try:
            read = reading.read(file.read(), self.tables)
        except Unreadable as error:
            return self.start(request, str(error), name=file.name or "")
        by = pages.person(request)
        workflow.hold_import(file_name=file.name or "", rows=read.packed(), by=by, about=self.about)
        return redirect(self.plan_url)

    def act(self, request: HttpRequest) -> HttpResponseBase:
        """What the table that somebody sent would change; posted, it is changed, or the table is dropped."""
        user = pages.person(request)
        if request.method != "POST":
            return self._plan(request)
        if request.POST.get("do") == "drop":
            workflow.drop_import(by=user, about=self.about)
            messages.info(request, "The table was dropped. Nothing was changed.")
            return redirect(self.start_url)
        try:
            digest = request.POST.get("digest", "")
            done = applying.apply(digest=digest, by=user, about=self.about, planning=self.planning, write=self.write)
        except WorkflowError as error:
            return self._plan(request, str(error), status=pages.status_of(error))
        messages.success(request, f"Imported: {done.added} added, {done.changed} changed.")
        return redirect(self.start_url)

    def _plan(self, request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
        user = pages.person(request)
        draft = applying.waiting(user, self.about)
        if draft is None:
            return self.start(request, error) if error else redirect(self.start_url)
        found = self.planning(applying.reading_of(draft), by=user)
        page = Paginator(found.changes, PAGE).get_page(request.GET.get("page"))
        context = {
            "error": error,
            "draft": draft,
            "plan": found,
            "page": page,
            "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "problems": found.problems[:MOST_PROBLEMS],
            "counts": self._counts(found),
            "ends": draft.sent_at + applying.KEPT,
            "frame": self.frame,
            "back": reverse(self.start_url),
            "back_name": self.name,
            "here": reverse(self.plan_url),
        }
        title = "This table cannot be imported" if found.problems else "What this table would change"
        return pages.page(request, "support/import.html", context, title=title, status=status)

    def _counts(self, found: Plan) -> list[tuple[str, int, int, int]]:
        """For each table how many records are new, changed and unchanged."""
        added = Counter(change.table for change in found.changes if change.new)
        changed = Counter(change.table for change in found.changes if not change.new)
        rows = [(table, added[table], changed[table], found.unchanged[table]) for table in self.tables]
        return [row for row in rows if any(row[1:])]
