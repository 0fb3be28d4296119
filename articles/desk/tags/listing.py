"""All tags at the desk, and the page of each with what hangs on it and how it came about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import workflow
from articles.desk import pages
from articles.desk.tags import preview
from articles.desk.tags.forms import Created, Described, as_described, keepers_only
from articles.errors import WorkflowError
from articles.folding import folded
from articles.models import Edition, State, Tag, TagChange
from articles.workflow import Twin

PAGE = 20
SHOWN = 50
"""How many articles of a tag its page names; all of them are in the list of editions."""
QUERY = 100


@require_safe
@pages.for_readers
def tags(request: HttpRequest) -> HttpResponse:
    """The vocabulary: live tags by name, each with its synonyms and what is under it, then those that were retired."""
    query = request.GET.get("q", "").strip()[:QUERY]
    live = Tag.objects.live().select_related("parent").prefetch_related("names")
    if key := folded(query):
        live = live.filter(Q(names__key__contains=key)).distinct()
    counted = live.annotate(
        articles_count=Count("articles", distinct=True), placed_count=Count("placements", distinct=True)
    )
    context = {
        "tags": counted.order_by("name", "pk"),
        "retired": Tag.objects.exclude(retired_at=None).select_related("moved_to").order_by("name", "pk"),
        "query": query,
        "keeps": workflow.may_keep_tags(pages.person(request)),
    }
    return pages.page(request, "tags/all.html", context, title="Tags")


@require_safe
@pages.for_readers
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """A tag's page."""
    found = _found(pk)
    return _page(request, found, Described(initial=as_described(found), tag=found))


@require_POST
@pages.for_readers
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a tag its description, names in other languages, synonyms and parent."""
    found = _found(pk)
    form = Described(request.POST, tag=found)
    if not form.is_valid():
        return _page(request, found, form, status=pages.UNFIT)
    try:
        workflow.describe_tag(found, by=pages.person(request), **form.told())
    except WorkflowError as error:
        form.add_error(None, error.told(pages.person(request)))
        return _page(request, found, form, status=pages.status_of(error))
    messages.success(request, f"“{found}” is described anew.")
    return redirect("admin:desk-tag", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new tag; one that is like another is pointed out before it is made."""
    user = pages.person(request)
    keepers_only(user)
    if request.method != "POST":
        return _new(request, Created(initial={"name": request.GET.get("name", "")}))
    form = Created(request.POST)
    alike: list[Any] = []
    status = pages.UNFIT
    if form.is_valid():
        values = form.cleaned_data
        own = {key: values[key] for key in ("name", "slug", "something_else")}
        try:
            made = workflow.create_tag(by=user, **own, **form.told())
        except WorkflowError as error:
            alike = error.found if isinstance(error, Twin) else []
            form.add_error("something_else" if alike else None, error.told(user))
            status = pages.status_of(error)
        else:
            messages.success(request, f"“{made}” is there. Authors can pick it.")
            return redirect("admin:desk-tag", made.pk)
    return _new(request, form, alike=alike, status=status)


def _new(request: HttpRequest, form: Created, *, alike: Any = (), status: int = 200) -> HttpResponse:
    title = "Not done: new tag" if form.errors else "New tag"
    context = {"form": form, "alike": alike, "asks": bool(alike) or "something_else" in form.data}
    return pages.page(request, "tags/new.html", context, title=title, status=status)


def _found(pk: int) -> Tag:
    return get_object_or_404(Tag.objects.select_related("parent", "moved_to").prefetch_related("names"), pk=pk)


def _page(request: HttpRequest, found: Tag, form: Described, *, status: int = 200) -> HttpResponse:
    changes = TagChange.objects.filter(touched__contains=f" {found.pk} ").select_related("made_by", "reversed_by")
    page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    editions = Edition.objects.filter(article__tags=found).exclude(state=State.DISCARDED)
    latest = editions.order_by("article", "-number").select_related("article").defer("sealed_json")
    by_article = {edition.article_id: edition for edition in reversed(latest)}
    articles = sorted(by_article.values(), key=lambda each: each.title.casefold())
    context = {
        "tag": found,
        "form": form,
        "names": found.names.all(),
        "parts": found.children.order_by("name"),
        "articles": articles[:SHOWN],
        "articles_count": found.taggings.count(),
        "every_article": f"{reverse('admin:desk-list', args=['editions'])}?tag={found.slug}",
        "placed": workflow.placed_on(found),
        "here": found.moved_here.order_by("name"),
        "old": TagChange.objects.filter(tag=found).exclude(old_slug="").exclude(old_slug=found.slug),
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "told": [(change, preview.of_change(change)) for change in page],
        "keeps": workflow.may_keep_tags(pages.person(request)),
    }
    title = f"Not done: {found}" if form.errors else str(found)
    return pages.page(request, "tags/one.html", context, title=title, status=status)
