"""Placements at the desk: which organisations stand under a tag or an article, in which order, and how that looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from articles import page as public
from articles import rows, selectors, workflow
from articles.desk import pages
from articles.errors import InvalidRequest, WorkflowError
from articles.models import Article, Edition, Placement, State, Tag
from articles.workflow.placing import Spot
from resources.models import Organisation
from resources.standing import why_not_offered

FOUND = 20
"""How many organisations a search offers."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An organisation in its place. ``why``: readers are not given it; empty where they are."""

    placement: Placement
    organisation: Organisation
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An article with the edition by which it is named and shown."""

    article: Article
    edition: Edition


@require_safe
@pages.for_readers
def placing(request: HttpRequest) -> HttpResponseBase:
    """The placements of a tag or an article; without one, what there is to choose."""
    if not {"tag", "article"} & set(request.GET):
        return _start(request)
    return _page(request, _spot(request.GET))


@require_POST
@pages.for_readers
def place(request: HttpRequest) -> HttpResponseBase:
    """Add, move or take away an organisation. Asked for JSON, it answers with the order as it is then."""
    spot = _spot(request.POST)
    in_json = "application/json" in request.headers.get("Accept", "")
    try:
        said = _do(request, spot)
    except WorkflowError as error:
        status = pages.status_of(error)
        if in_json:
            return JsonResponse({"words": str(error)}, status=status)
        return _page(request, spot, str(error), status=status)
    if in_json:
        return JsonResponse({"order": [each.pk for each in workflow.placed_on(spot)], "words": said})
    messages.success(request, said)
    return redirect(f"{address_of(spot)}#list")


@require_safe
@pages.for_readers
def preview(request: HttpRequest) -> HttpResponseBase:
    """An article as readers get it, or would, with the organisations that stand there now."""
    key = _number(request.GET.get("article", ""))
    shown = _editions(Article.objects.filter(pk=key)) if key else []
    if not shown:
        raise Http404
    edition = shown[0].edition
    if edition.state == State.PUBLISHED:
        return HttpResponse(public.sealed(edition, current=True))
    document = rows.read(edition)
    context = public.preview(edition, document, selectors.standings(document))
    return render(request, "articles/article.html", context)


def address_of(spot: Spot) -> str:
    """Where the placements of a tag or an article are."""
    asked = {"tag": spot.slug} if isinstance(spot, Tag) else {"article": spot.pk}
    return f"{reverse('admin:desk-placing')}?{urlencode(asked)}"


def _do(request: HttpRequest, spot: Spot) -> str:
    """Do what was asked, and say so. Raises ``WorkflowError``."""
    do, _, key = request.POST.get("do", "").partition(":")
    user = pages.person(request)
    if do == "add":
        organisation = Organisation.objects.filter(pk=_number(key)).first()
        if organisation is None:
            raise InvalidRequest("This organisation is not there any more.")
        workflow.place(organisation, on=spot, by=user)
        return f"{organisation} stands there now, as the last one."
    if do == "remove":
        placement = _placement(spot, key)
        workflow.unplace(placement, by=user)
        return f"{placement.organisation} was taken away."
    seen = [_number(each) for each in request.POST.get("seen", "").split(",") if each]
    if do == "order":
        order = [_number(each) for each in request.POST.get("order", "").split(",") if each]
    else:
        order = _moved(seen, _number(key), {"up": -1, "down": 1}.get(do, 0))
    placed = workflow.reorder(on=spot, seen=seen, order=order, by=user)
    moved = _number(key) if do != "order" else _number(request.POST.get("moved", ""))
    for number, each in enumerate(placed, 1):
        if each.pk == moved:
            return f"{each.organisation} is now number {number} of {len(placed)}."
    return "The order was changed."


def _moved(seen: list[int], key: int, by: int) -> list[int]:
    """The order in which one stands a place earlier or later. Raises ``InvalidRequest`` for one that is not there."""
    if key not in seen or not by:
        raise InvalidRequest("It does not stand there any more.")
    order = [each for each in seen if each != key]
    order.insert(max(seen.index(key) + by, 0), key)
    return order


def _start(request: HttpRequest) -> HttpResponse:
    tags = Tag.objects.live().annotate(
        placed=Count("placements", distinct=True), articles_count=Count("articles", distinct=True)
    )
    articles = _editions(Article.objects.all())
    counts = dict(
        Placement.objects.filter(article__isnull=False).order_by().values_list("article").annotate(Count("pk"))
    )
    listed = [(each, counts.get(each.article.pk, 0), address_of(each.article)) for each in articles]
    context = {
        "tags": [(tag, address_of(tag)) for tag in tags.order_by("name")],
        "articles": sorted(listed, key=lambda each: (not each[1], each[0].edition.title)),
    }
    return pages.page(request, "support/placings.html", context, title="Placements")


def _page(request: HttpRequest, spot: Spot, error: str = "", *, status: int = 200) -> HttpResponse:
    placed = _placed(spot)
    shown = _editions(Article.objects.filter(tags=spot) if isinstance(spot, Tag) else [spot])
    asked = _number(request.GET.get("preview", ""))
    query = request.GET.get("q", "").strip()[:100]
    context = {
        "error": error,
        "spot": spot,
        "is_tag": isinstance(spot, Tag),
        "name": spot.name if isinstance(spot, Tag) else (shown[0].edition.title if shown else str(spot)),
        "placed": placed,
        "seen": ",".join(str(each.placement.pk) for each in placed),
        "hidden": [each for each in placed if each.why],
        "may": pages.person(request).has_perm("articles.change_placement"),
        "query": query,
        "found": _found(query, placed) if query else [],
        "shown": shown,
        "previewed": next((each for each in shown if each.article.pk == asked), shown[0] if shown else None),
        "here": address_of(spot),
    }
    return pages.page(request, "support/placing.html", context, title=f"Placements: {context['name']}", status=status)


def _placed(spot: Spot) -> list[Placed]:
    placements = workflow.placed_on(spot)
    why = why_not_offered([each.organisation for each in placements])
    return [Placed(each, each.organisation, why[each.organisation_id]) for each in placements]


def _found(query: str, placed: Iterable[Placed]) -> list[tuple[Organisation, str]]:
    """Organisations that are not placed there yet and have these words in their name, each with why not offered."""
    found = Organisation.objects.filter(archived=False).exclude(pk__in=[each.organisation.pk for each in placed])
    for word in query.split():
        found = found.filter(Q(name__icontains=word) | Q(native_name__icontains=word) | Q(slug__icontains=word))
    some = list(found.order_by("name")[:FOUND])
    why = why_not_offered(some)
    return [(each, why[each.pk]) for each in some]


def _editions(articles: QuerySet[Article] | list[Article]) -> list[Shown]:
    """Articles with the edition that readers get, or else the latest one; by title."""
    editions = Edition.objects.filter(article__in=articles).exclude(state=State.DISCARDED)
    by_article: dict[int, Edition] = {}
    ordered = editions.select_related(
        "article__medicine", "article__condition", "approval__byline", "last_review__byline"
    )
    for edition in ordered.order_by("number"):
        known = by_article.get(edition.article_id)
        if known is None or known.state != State.PUBLISHED:
            by_article[edition.article_id] = edition
    found = [Shown(each.article, each) for each in by_article.values()]
    return sorted(found, key=lambda each: (each.edition.title.casefold(), each.article.pk))


def _spot(asked: Any) -> Spot:
    """The tag or the article that is asked for. Raises ``Http404``."""
    spot: Spot | None
    if slug := asked.get("tag"):
        spot = Tag.objects.live().filter(slug=slug).first()
    else:
        spot = Article.objects.filter(pk=_number(asked.get("article", ""))).first()
    if spot is None:
        raise Http404
    return spot


def _placement(spot: Spot, key: str) -> Placement:
    found = next((each for each in workflow.placed_on(spot) if each.pk == _number(key)), None)
    if found is None:
        raise InvalidRequest("It does not stand there any more.")
    return found


def _number(text: str) -> int:
    """A key as it was sent; 0, which no row has, for anything else."""
    return pages.key_of(text) or 0


urlpatterns = [
    path("support/placing/", placing, name="desk-placing"),
    path("support/placing/do/", place, name="desk-place"),
    path("support/placing/preview/", preview, name="desk-placing-preview"),
]
