"""Changing the address of an article, a medicine or a condition."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import workflow
from articles.desk import addresses, pages
from articles.models import Article, Topic
from resources.desk.renaming import TAKES, answer


@TAKES
@pages.for_readers
def article(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the address of an article. What no reader was ever shown leaves no address behind."""
    found = get_object_or_404(Article, pk=pk)
    shown = found.editions.sealed().exists()
    return answer(request, found, rename=workflow.rename_article, back=addresses.of_article(pk), kept=shown)


@TAKES
@pages.for_readers
def topic(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the address of a medicine or condition."""
    found = get_object_or_404(Topic, pk=pk)
    back = reverse("admin:articles_topic_change", args=[pk])
    return answer(request, found, rename=workflow.rename_topic, back=back)
