"""The public pages of articles and tags. They only read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import page, selectors, tagged
from articles.listing import before_asked
from articles.models import State
from freshness import reading
from freshness.keeping import kept
from resources.grouping import by_kind, said_once


@kept(told=True)
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article as it stands today. A withdrawn one answers 410 with the reason and where to go instead."""
    with reading.showing():  # the page notes what it shows of it
        shown = selectors.edition_shown(slug, selectors.current_language())
    if shown is None:
        raise Http404
    if shown.state == State.WITHDRAWN:
        return render(request, "articles/withdrawn.html", page.withdrawn(shown), status=410)
    return HttpResponse(page.sealed(shown, current=True))


@kept(told=True)
@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was published, at its own address; not indexed, and marked where it is not the current one."""
    with reading.showing():
        shown = selectors.edition_numbered(slug, selectors.current_language(), number)
    if shown is None:
        raise Http404
    return HttpResponse(page.sealed(shown, current=False))


@kept()
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag under which there is something."""
    return render(request, "articles/tags.html", {"tags": tagged.listed(selectors.current_language())})


@kept()
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's page: its articles, parts and organisations.

    An address that it had leads to the one it has; a retired one leads, in one hop, to the tag in its place, or
    answers 410.
    """
    found = tagged.at(slug)
    if found is None:
        raise Http404
    if found.retired_at and found.moved_to is None:
        return render(request, "articles/tag_gone.html", {"tag": found}, status=410)
    leads = found.moved_to or found
    if leads.slug != slug:
        if not tagged.is_shown(leads):
            raise Http404
        return redirect(leads, permanent=True)
    shown = tagged.shown(found, selectors.current_language(), before_asked(request.GET.get("before", "")))
    if shown.empty:
        raise Http404
    groups = by_kind(shown.organisations)
    entries = (entry for group in groups for entry in group.entries)
    context = {"shown": shown, "groups": groups, "said_once": said_once(entries)}
    return render(request, "articles/tag.html", context)
