"""Renaming, merging, splitting, retiring and taking back: a form, a preview of all that changes, one button.

The form is sent to be shown the preview (``do=preview``), which writes nothing; sent again from there (``do=confirm``)
it acts, unless something else would be changed by now than was shown: then the new preview says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.desk import pages
from articles.desk.tags import forms, preview
from articles.desk.tags.sharing import Sharing
from articles.errors import WorkflowError
from articles.models import Tag, TagChange
from articles.workflow import tag_planning
from articles.workflow.tag_plans import Plan

MOST = 5_000
"""How many characters a reason may have."""


@dataclass(slots=True)
class Asked:
    """What somebody asks for: the form, how it is planned and done, and what a page of it is called."""

    title: str
    button: str
    lead: str
    form: Any
    plan: Callable[[], Plan]
    do: Callable[..., TagChange]
    back: Tag | None
    sharing: Sharing | None = field(default=None)


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or address."""
    tag = _tag(pk)
    start = {"name": tag.name, "slug": tag.slug, "keep_old_name": True}
    form = forms.Renamed(request.POST or None, initial=start)
    return _answer(
        request,
        Asked(
            f"Rename “{tag}”",
            "Rename it",
            "The old address leads to the new one for ever.",
            form,
            lambda: tag_planning.planned_renaming(tag, **_values(form)),
            lambda **how: workflow.rename(tag, **_values(form), **how),
            tag,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def merge(request: HttpRequest) -> HttpResponse:
    """Several tags become one."""
    start = {"tags": request.GET.getlist("tags"), "into": request.GET.get("into", "")}
    form = forms.Merged(request.POST or None, initial=start)

    def asked() -> tuple[Any, Tag]:
        return form.cleaned_data["tags"], form.cleaned_data["into"]

    return _answer(
        request,
        Asked(
            "Merge tags",
            "Merge them",
            "Their articles and organisations come under the one that stays, each once. Their names become its "
            "synonyms, and their addresses lead to it.",
            form,
            lambda: tag_planning.planned_merge(*asked()),
            lambda **how: workflow.merge(asked()[0], into=asked()[1], **how),
            None,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """One tag becomes several."""
    tag = _tag(pk)
    form = forms.Split(request.POST or None)
    sharing = Sharing(tag, form.parts(), request.POST) if form.is_bound and form.is_valid() else None

    def told() -> dict[str, Any]:
        assert sharing is not None  # noqa: S101 (a form that is not valid is neither planned nor done)
        return {"into": sharing.parts, **sharing.told()}

    def planned() -> Plan:
        tag_planning.no_twins(sharing.parts if sharing else [], tag, something_else=form.cleaned_data["something_else"])
        return tag_planning.planned_split(tag, **told())

    return _answer(
        request,
        Asked(
            f"Split “{tag}”",
            "Split it",
            "Each of its articles and organisations goes to one of them, or to several.",
            form,
            planned,
            lambda **how: workflow.split(tag, **told(), something_else=form.cleaned_data["something_else"], **how),
            tag,
            sharing,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """A tag is taken out of use."""
    tag = _tag(pk)
    form = forms.Retired(request.POST or None)
    return _answer(
        request,
        Asked(
            f"Retire “{tag}”",
            "Retire it",
            "Its articles and organisations are under it no longer, and its names are free again.",
            form,
            lambda: tag_planning.planned_retirement(tag, form.cleaned_data["to"]),
            lambda **how: workflow.retire(tag, to=form.cleaned_data["to"], **how),
            tag,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """A change is taken back."""
    change = get_object_or_404(TagChange.objects.select_related("tag"), pk=pk)
    return _answer(
        request,
        Asked(
            "Take a change back",
            "Take it back",
            f"{change.words} Taking it back puts everything that it touched as it was before.",
            forms.Reversed(request.POST or {"do": "preview"}),
            lambda: tag_planning.planned_reversal(change),
            lambda **how: workflow.reverse(change, **how),
            change.tag,
        ),
    )


def _answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    user = pages.person(request)
    forms.keepers_only(user)
    if not asked.form.is_bound or (asked.form.is_valid() and asked.sharing and not asked.sharing.shown):
        return _page(request, asked)
    if not asked.form.is_valid():
        return _page(request, asked, status=pages.UNFIT)
    error, status = "", 200
    if request.POST.get("do") == "confirm":
        try:
            change = asked.do(by=user, why=request.POST.get("why", "")[:MOST], seen=request.POST.get("seen", ""))
        except WorkflowError as failed:
            error, status = failed.told(user), pages.status_of(failed)
        else:
            messages.success(request, f"Done. {change.words}")
            return redirect("admin:desk-tag", change.tag_id)
    try:
        shown = preview.of_plan(asked.plan())
    except WorkflowError as failed:
        return _page(request, asked, error=failed.told(user), status=pages.status_of(failed))
    return _page(request, asked, shown=shown, error=error, status=status)


def _page(
    request: HttpRequest, asked: Asked, *, shown: preview.Preview | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    failed = bool(error) or (asked.form.is_bound and not asked.form.is_valid())
    context = {
        "asked": asked,
        "form": asked.form,
        "sent": _sent(request),
        "shown": shown,
        "error": error,
        "why": request.POST.get("why", ""),
    }
    title = f"Not done: {asked.title}" if failed else asked.title
    return pages.page(request, "tags/act.html", context, title=title, status=status)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was filled in, to be sent again when the preview is confirmed."""
    own = ("csrfmiddlewaretoken", "do", "seen", "why")
    return [(name, value) for name, values in request.POST.lists() if name not in own for value in values]


def _tag(pk: int) -> Tag:
    tag = get_object_or_404(Tag, pk=pk)
    if tag.retired_at:
        raise Http404
    return tag


def _values(form: Any) -> dict[str, Any]:
    return dict(form.cleaned_data)
