"""Redirects at the desk: the list of them, each in a form, and all of them as a table that goes out and comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import WorkflowError
from finding import paths
from finding import workflow as finding
from finding.models import Redirect
from pages import redirecting
from pages.desk import table
from pages.standing import Standing
from resources.desk import pages
from resources.desk.importing import Importing
from resources.models import About
from resources.tables import applying, reading, writing
from resources.tables.cells import MOST_ROWS

PAGE = 50
TYPED = 2_000
View = Callable[..., HttpResponseBase]


def for_keepers(view: View) -> View:
    """Answer 403 to whoever does not keep redirects."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not finding.may_keep(pages.person(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class RedirectForm(forms.Form):
    """An address and the page that it leads to. ``seen``: what it led to when somebody decided to change it."""

    path = forms.CharField(
        label="Old address",
        max_length=TYPED,
        help_text="A path such as /old/page.html, or the whole address. Without what stands behind a question mark.",
    )
    target = forms.CharField(
        label="Leads to", max_length=TYPED, help_text="A page of this site, such as /articles/restless-legs/."
    )
    note = forms.CharField(label="Note", max_length=300, required=False, help_text="For those who keep redirects.")
    seen_target = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_note = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_path(self) -> str:
        """In its one form, encoded as an address is: the workflow reads it again."""
        return paths.header(_fit(paths.source, self.cleaned_data["path"]))

    def clean_target(self) -> str:
        """A page that stands, likewise."""
        return paths.header(_fit(Standing().page_of, _fit(paths.target, self.cleaned_data["target"])))


def _fit(form: Callable[[str], str], text: str) -> str:
    try:
        return form(text)
    except paths.Unfit as error:
        raise forms.ValidationError(str(error)) from error


@require_safe
@pages.for_readers
def redirects(request: HttpRequest) -> HttpResponseBase:
    """Every redirect, found by words of its addresses; with ``gone=yes`` those whose page is there no more."""
    return _list(request)


@require_safe
@pages.for_readers
def download(request: HttpRequest) -> HttpResponseBase:
    """All of them as CSV."""
    data = writing.csv_of(table.COLUMNS, table.records())
    disposition = f'attachment; filename="redirects-{timezone.localdate()}.csv"'
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def new(request: HttpRequest) -> HttpResponseBase:
    """The form of a new redirect; the address may be given."""
    if request.method != "POST":
        return _form(
            request, RedirectForm(initial={"path": paths.written(request.GET.get("path", ""))}, label_suffix="")
        )
    form = RedirectForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _form(request, form, status=pages.UNFIT)
    said = {name: form.cleaned_data[name] for name in ("path", "target", "note")}
    try:
        made = finding.add_redirect(**said, by=pages.person(request))
    except WorkflowError as error:
        return _failed(request, form, error)
    return _done(request, made)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form of a redirect: its page and its note. Its address stays."""
    found = get_object_or_404(Redirect, pk=pk)
    seen = {"seen_target": found.target, "seen_note": found.note}
    if request.method != "POST":
        initial = {"path": found.path, "target": paths.written(found.target), "note": found.note, **seen}
        return _form(request, RedirectForm(initial=initial, label_suffix=""), found)
    form = RedirectForm({**request.POST.dict(), "path": paths.header(found.path)}, label_suffix="")
    if not form.is_valid():
        return _form(request, form, found, status=pages.UNFIT)
    said = form.cleaned_data
    found.target, found.note = said["seen_target"], said["seen_note"]
    try:
        finding.change_redirect(found, target=said["target"], note=said["note"], by=pages.person(request))
    except WorkflowError as error:
        again = RedirectForm({**form.data, **seen}, label_suffix="")
        again.is_valid()
        return _failed(request, again, error, found)
    return _done(request, found)


@require_POST
@for_keepers
def remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let an address lead nowhere again."""
    found = get_object_or_404(Redirect, pk=pk)
    found.target = request.POST.get("seen_target", found.target)
    try:
        finding.remove_redirect(found, by=pages.person(request))
    except WorkflowError as error:
        return _list(request, error.told(pages.person(request)), status=pages.status_of(error))
    messages.success(request, f"{found.path} leads nowhere now.")
    return redirect("admin:desk-redirects")


@require_POST
@for_keepers
def send(request: HttpRequest) -> HttpResponseBase:
    """Take a file of redirects apart and keep its rows until whoever sent it has seen what they would change."""
    return IMPORT.send(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def importing(request: HttpRequest) -> HttpResponseBase:
    """What a table of redirects would change; posted, it is changed, or the table is dropped."""
    return IMPORT.act(request)


def _narrowed(request: HttpRequest, standing: Standing) -> QuerySet[Redirect] | list[Redirect]:
    rows = Redirect.objects.select_related("made_by").order_by("path")
    if words := request.GET.get("q", "").replace("\x00", "").strip()[:200]:
        rows = rows.filter(Q(path__icontains=words) | Q(target__icontains=words) | Q(note__icontains=words))
    return [row for row in rows if not standing.leads(row.target)] if request.GET.get("gone") else rows


def _list(request: HttpRequest, error: str = "", *, name: str = "", status: int = 200) -> HttpResponse:
    user, standing = pages.person(request), Standing()
    keeps = finding.may_keep(user)
    page = Paginator(_narrowed(request, standing), PAGE).get_page(request.GET.get("page"))
    rows = [(row, not standing.leads(row.target), redirecting.stands_at(row.path)) for row in page.object_list]
    context = {
        "error": error,
        "file": name,
        "rows": rows,
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "asked": request.GET.get("q", ""),
        "gone": bool(request.GET.get("gone")),
        "keeps": keeps,
        "draft": applying.waiting(user, About.REDIRECTS) if keeps else None,
        "columns": table.COLUMNS,
        "most_rows": f"{MOST_ROWS:,}",
        "most_megabytes": reading.MOST_BYTES // 1024**2,
    }
    return pages.page(request, "redirects/list.html", context, title="Redirects", status=status)


def _start(request: HttpRequest, error: str, *, name: str = "") -> HttpResponse:
    return _list(request, error, name=name, status=pages.UNFIT)


def _form(
    request: HttpRequest, form: RedirectForm, found: Redirect | None = None, *, status: int = 200
) -> HttpResponse:
    title = "Change a redirect" if found else "New redirect"
    context = {"form": form, "redirect": found, "history": list(_history(found)) if found else []}
    title = f"Not done: {title.lower()}" if form.errors else title
    return pages.page(request, "redirects/form.html", context, title=title, status=status)


def _history(found: Redirect) -> QuerySet[Any]:
    rows: QuerySet[Any] = Redirect.history.filter(id=found.pk).select_related("history_user")
    return rows[:20]


def _failed(
    request: HttpRequest, form: RedirectForm, error: WorkflowError, found: Redirect | None = None
) -> HttpResponse:
    words = error.told(pages.person(request))
    form.add_error("target" if "leads to another page itself" in words or found else "path", words)
    return _form(request, form, found, status=pages.status_of(error))


def _done(request: HttpRequest, made: Redirect) -> HttpResponseBase:
    messages.success(request, f"{made.path} leads to {made.target} now.")
    if redirecting.stands_at(made.path):
        messages.warning(request, f"{made.path}: {table.NEVER_ACTS}")
    return redirect("admin:desk-redirects")


IMPORT = Importing(
    about=About.REDIRECTS,
    tables=table.TABLES,
    planning=table.plan,
    write=table.write,
    start=_start,
    start_url="admin:desk-redirects",
    plan_url="admin:desk-redirects-import",
    frame="admin/desk/redirects/base.html",
    name="Redirects",
)
