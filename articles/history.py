"""The public history of an article: its published editions, and what changed between any two. They only read."""

from __future__ import annotations

from itertools import zip_longest

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import crosslinks, selectors
from articles.difference import between
from freshness import keys, reading
from freshness.keeping import kept


@kept()
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every published edition, newest first. With ``from`` and ``to``: leads to what changed between the two."""
    with reading.showing():
        editions = selectors.sealed_editions(slug, selectors.current_language())
    if not editions:
        raise Http404
    reading.show(keys.article(editions[0].article_id))
    numbers = {str(edition.number) for edition in editions}
    old, new = request.GET.get("from", ""), request.GET.get("to", "")
    if old in numbers and new in numbers:
        return redirect("articles:difference", slug, int(old), int(new))
    steps = list(zip_longest(editions, editions[1:]))
    return render(request, "articles/history.html", {"editions": editions, "steps": steps, "latest": editions[0]})


@kept()
@require_safe
def difference(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from one published edition to another, word by word; with ``view=side`` in two columns."""
    with reading.showing():
        pair = selectors.two_editions(slug, selectors.current_language(), old, new)
    if pair is None:
        raise Http404
    reading.show(keys.article(pair[0].article_id))
    before, after = pair
    texts = [selectors.document_of(edition) for edition in pair]
    linked = crosslinks.identities(*texts)
    with reading.showing(*map(keys.linked, linked)):
        paths = selectors.paths(linked)
    found = between(*(crosslinks.shown(text, paths) for text in texts))
    context = {"old": before, "new": after, "difference": found, "side": request.GET.get("view") == "side"}
    return render(request, "articles/difference.html", context)
