"""An article's page on the desk: what it is, what readers see, what is being written, and all that happened."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Role, has_role
from articles import changes, checking, steps, workflow
from articles.desk import exports, pages, reads_article, relating
from articles.desk.columns import Column
from articles.desk.reads_article import ArticleShown, Timeline
from articles.desk.tags.picking import ArticleTags, as_tagged
from articles.document import unseal
from articles.errors import WorkflowError
from articles.models import Article, Event, KeptText

PAGE = 50
BAD_REQUEST = 400
CHUNK = 500


def _who(event: Event) -> str:
    return str(event.actor) if event.actor else f"{event.invitation} (invited)"


TIMELINE = (
    Column("happened_at", "When", lambda event: event.happened_at, F("happened_at"), kind="moment"),
    Column("kind", "What", lambda event: event.get_kind_display()),
    Column("number", "Edition", lambda event: event.edition.number if event.edition else None, kind="number"),
    Column("who", "Who", _who),
    Column("words", "In words", lambda event: event.words),
)


@require_safe
@pages.for_readers
def article(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The article's page; with ``format=csv`` its timeline as a file."""
    if request.GET.get("format") == "csv":
        found = get_object_or_404(Article, pk=pk)
        form = Timeline(request.GET)
        if form.is_valid():
            events = form.narrow(found.events.all()).iterator(chunk_size=CHUNK)
            return exports.answer(f"history-of-{found.slug}", TIMELINE, events)
    return page_of(request, pk)


@require_POST
@pages.for_readers
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the article's next draft."""
    found = get_object_or_404(Article, pk=pk)
    user = pages.person(request)
    try:
        edition = workflow.start_draft(found, by=user)
    except WorkflowError as error:
        return page_of(request, pk, error=error.told(user), status=pages.status_of(error))
    messages.success(request, f"Edition {edition.number} is started. Readers see nothing of it until it is published.")
    return redirect("admin:desk-edit", edition.pk)


@require_POST
@pages.for_readers
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin a related article, leave one out, put them in order, or leave it to what they share again."""
    found = get_object_or_404(Article, pk=pk)
    user = pages.person(request)
    try:
        said = relating.do(found, request.POST, by=user)
    except WorkflowError as error:
        return page_of(request, pk, error=error.told(user), status=pages.status_of(error))
    messages.success(request, said)
    return redirect(f"{reverse('admin:desk-article', args=[pk])}#related")


@require_safe
@pages.for_readers
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """A text as somebody left it before somebody else saved, and what is different in its edition now."""
    people = KeptText.objects.select_related("edition__article", "saved_by", "edition__saved_by")
    found = get_object_or_404(people, pk=pk)
    text = unseal(found.document)
    context = {
        "kept": found,
        "edition": found.edition,
        "difference": changes.compared(text, changes.document_of(found.edition)),
        "whole": changes.compared(None, text),
        "side": request.GET.get("view") == "side",
    }
    return pages.page(request, "kept.html", context, title=f"{found.edition.title}, as it was kept")


def _translation_of(shown: ArticleShown) -> str:
    """The address of the form for a translation, with what it shares filled in."""
    article = shown.article
    query = {
        "translation_of": article.translation_of_id or article.pk,
        "medicine": article.medicine.slug if article.medicine else "",
        "condition": article.condition.slug if article.condition else "",
        "tags": [tag.slug for tag in shown.tags],
    }
    return reverse("admin:desk-new", query=query)


def page_of(
    request: HttpRequest, pk: int, *, error: str = "", tags: ArticleTags | None = None, status: int = 200
) -> HttpResponse:
    """The page of an article; ``tags``: the form of its tags as somebody sent it."""
    shown, user = reads_article.read(pk), pages.person(request)
    form = Timeline(request.GET, label_suffix="")
    context: dict[str, Any] = {
        "shown": shown,
        "article": shown.article,
        "form": form,
        "error": error,
        "late": shown.current is not None and checking.overdue(shown.current) is not None,
        "translate": _translation_of(shown) if len(settings.LANGUAGES) > 1 else "",
        "relating": relating.read(shown.article, request.GET.get("relate", "") or request.POST.get("relate", "")),
        "words": request.POST.get("words", ""),
        "writes": has_role(user, *steps.WRITERS),
        "renames": has_role(user, *((Role.PUBLISHER,) if shown.current or shown.withdrawn else steps.WRITERS)),
        "tags": tags or ArticleTags(initial=as_tagged(shown.tags)),
    }
    if form.is_valid():
        context["page"] = page = Paginator(form.narrow(shown.article.events.all()), PAGE).get_page(
            request.GET.get("page")
        )
        context["range"] = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    else:
        status = BAD_REQUEST
    title = f"Not done: {shown.title}" if error else shown.title
    return pages.page(request, "article.html", context, title=title, status=status)
