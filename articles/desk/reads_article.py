"""What an article's page on the desk shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404

from articles.desk import linking
from articles.models import Article, Edition, Event, EventKind, KeptText, State, Tag
from articles.models.editions import OPEN_STATES


@dataclass(frozen=True, slots=True)
class ArticleShown:
    """An article with its editions, newest first, the texts that were kept, the same article in other languages, and
    the published pages whose prose links it.
    """

    article: Article
    editions: Sequence[Edition]
    tags: Sequence[Tag]
    kept: Sequence[KeptText]
    family: Sequence[Article]
    linked_from: Sequence[Edition]

    @property
    def current(self) -> Edition | None:
        """What readers see now."""
        return next((each for each in self.editions if each.state == State.PUBLISHED), None)

    @property
    def withdrawn(self) -> Edition | None:
        """What readers are told of where nothing is published: the edition withdrawn last."""
        if self.current:
            return None
        return next((each for each in self.editions if each.state == State.WITHDRAWN), None)

    @property
    def open(self) -> Edition | None:
        """What is being worked on."""
        return next((each for each in self.editions if each.state in OPEN_STATES), None)

    @property
    def title(self) -> str:
        """As readers know it, else as it is being written, else its address."""
        named = self.current or self.open or next(iter(self.editions), None)
        return named.title if named else self.article.slug


def read(pk: int) -> ArticleShown:
    """An article and all around it. Raises ``Http404``."""
    related = ("medicine", "condition", "translation_of", "created_by")
    article = Article.objects.select_related(*related).filter(pk=pk).first()
    if article is None:
        raise Http404
    people = ("approval", "last_review", "created_by", "saved_by", "moved_by", "claimed_by", "published_by")
    editions = article.editions.select_related(*people, "redirect_to", "based_on").defer(
        "sealed_json", "based_on__sealed_json"
    )
    first = article.translation_of_id or article.pk
    family = Article.objects.filter(Q(pk=first) | Q(translation_of=first)).exclude(pk=article.pk)
    kept = KeptText.objects.filter(edition__article=article).select_related("edition", "saved_by")
    return ArticleShown(
        article=article,
        editions=list(editions.order_by("-number")),
        tags=list(article.tags.all()),
        kept=list(kept.defer("document", "edition__sealed_json").order_by("-saved_at")),
        family=list(family),
        linked_from=linking.pages_that_link(article),
    )


class Timeline(forms.Form):
    """Which events of an article are shown: all, or those of a kind."""

    kind = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "Everything"), *EventKind.choices],
        error_messages={"invalid_choice": "“%(value)s” is nothing that can happen to an article."},
    )

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events that fit, newest first."""
        events = events.select_related("actor", "invitation", "edition").defer("edition__sealed_json")
        kind = self.cleaned_data["kind"]
        return events.filter(kind=kind) if kind else events
