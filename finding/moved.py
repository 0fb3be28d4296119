"""Pages that had another slug before: their old addresses lead to the new one in one hop, with the rest of the path."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import ResolverMatch, reverse

READS = ("GET", "HEAD")
View = Callable[..., HttpResponse]
Current = Callable[..., str | None]
"""What gives the slug that something has now for one that it had, or nothing, also where readers
have no page of it: so an old address leads to a page or nowhere. It is told all that its view is told."""


def moved(current: Current) -> Callable[[View], View]:
    """Answer 301 where a view finds nothing at a slug that is a former one. Where the page is there, it costs nothing.

    What a form sends to a former address is taken as if it had been sent to the new one.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            try:
                return view(request, slug=slug, **rest)
            except Http404:
                now = current(slug, **rest)
                if now is None:
                    raise
            if request.method not in READS or request.resolver_match is None:
                return view(request, slug=now, **rest)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(with_slug(request.resolver_match, now) + (query and f"?{query}"))

        answered.current = current  # type: ignore[attr-defined]
        return answered

    return decorate


def with_slug(match: ResolverMatch, slug: str) -> str:
    """The same page of what has another slug now."""
    return reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})


def address_now(match: ResolverMatch) -> str | None:
    """Where the page of a former slug is now; nothing where it is none, or no page is there. Two queries at most."""
    current: Current | None = getattr(match.func, "current", None)
    slug = current(**match.kwargs) if current else None
    return with_slug(match, slug) if slug else None
