"""Links between articles at the desk: finding one to link, and which published pages link an article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from articles import richtext
from articles.desk import finding, pages
from articles.models import Article, Edition, State

NAMED = {State.PUBLISHED: "", State.WITHDRAWN: "withdrawn"}
"""How an article stands, in words; of all others, that it is not published yet."""


@require_safe
@pages.for_readers
def find(request: HttpRequest) -> HttpResponse:
    """The articles that hold every word of ``q``, for the editor: with the address by which prose links each.

    ``but``: the key of the article that is being written.
    """
    asked = finding.cleaned(request.GET.get("q", ""))
    found = finding.articles(asked, but=pages.key_of(request.GET.get("but", "")))
    return JsonResponse({"results": [_told(each.article, each.title, each.state) for each in found]})


def labels(linked: Iterable[UUID]) -> dict[str, dict[str, Any]]:
    """What the editor shows of the articles that a draft links, by the addresses that its prose has. One query, none
    where nothing is linked.
    """
    if not (asked := list(linked)):
        return {}
    editions = Edition.objects.filter(article__uuid__in=asked).exclude(state=State.DISCARDED)
    told: dict[str, dict[str, Any]] = {}
    # What readers get names it; else what was written last.
    for edition in editions.select_related("article").defer("sealed_json").order_by("number"):
        each = _told(edition.article, edition.title, State(edition.state))
        known = told.get(each["href"])
        if known is None or known["standing"]:
            told[each["href"]] = each
    return told


def pages_that_link(article: Article) -> list[Edition]:
    """The published editions whose prose links an article, by title. One query."""
    found = Edition.objects.published().filter(page_links__url=richtext.article_link(article.uuid))
    return list(found.select_related("article").defer("sealed_json").order_by("title", "pk"))


def _told(article: Article, title: str, state: State) -> dict[str, Any]:
    return {
        "href": richtext.article_link(article.uuid),
        "title": title,
        "slug": article.slug,
        "language": article.language,
        "standing": NAMED.get(state, "not published yet"),
    }
