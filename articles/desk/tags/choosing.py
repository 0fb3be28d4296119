"""Authors choose the tags of an article that is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from articles import workflow
from articles.desk import article, pages
from articles.desk.tags.picking import ArticleTags
from articles.errors import WorkflowError
from articles.models import Article


@require_POST
@pages.for_readers
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the article the tags that were ticked. What cannot be kept is shown on its page as it was sent."""
    found, user = get_object_or_404(Article, pk=pk), pages.person(request)
    form = ArticleTags(request.POST)
    if not form.is_valid():
        error = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return article.page_of(request, pk, error=error, tags=form, status=pages.UNFIT)
    try:
        chosen = workflow.set_tags(found, list(form.cleaned_data["tags"]), by=user, seen=form.slugs_seen)
    except WorkflowError as error:
        return article.page_of(request, pk, error=error.told(user), tags=form, status=pages.status_of(error))
    messages.success(request, f"The article has {len(chosen)} {'tag' if len(chosen) == 1 else 'tags'} now.")
    return redirect("admin:desk-article", pk)
