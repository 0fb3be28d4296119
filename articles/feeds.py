"""The Atom feed of articles as they are published and changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles import tagged
from articles.models import Edition
from articles.models.editions import ANNOUNCED
from articles.selectors import current_language
from freshness import keys
from freshness.reading import showing

LENGTH = 50
EMPTY_SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GONE = "This topic is not kept any more. All topics stand at /topics/.\n"


class _Atom(Atom1Feed):
    """An Atom feed that says the same until it changes, also while there is nothing in it."""

    def latest_post_date(self) -> dt.datetime:
        """When its newest entry changed. Without any, a day on which there was none: Atom wants one (RFC 4287, 4.2.15),
        and Django would say that it is now.
        """
        return super().latest_post_date() if self.items else EMPTY_SINCE


class _Changes(Feed[Edition, Any]):
    """What every feed of ours says of an edition. Its author is the publisher."""

    feed_type = _Atom

    def item_title(self, item: Edition) -> str:
        """The title of that edition."""
        return item.title

    def item_description(self, item: Edition) -> str:
        """What changed, then what the page is about."""
        return f"{item.public_note} {item.summary}"

    def item_link(self, item: Edition) -> str:
        """The article's page."""
        return settings.SITE_URL + item.article.get_absolute_url()

    def item_guid(self, item: Edition) -> str:
        """An id of the edition that outlives every change of address (RFC 4151)."""
        return f"tag:{settings.SITE_HOST},{item.published_at:%Y-%m-%d}:edition-{item.pk}"

    def item_pubdate(self, item: Edition) -> dt.datetime | None:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Edition) -> dt.datetime | None:
        """When it was published: an edition never changes after."""
        return item.published_at

    def item_author_name(self, item: Edition) -> str:
        """The publisher."""
        return settings.SITE_NAME


class ChangedArticles(_Changes):
    """Each major change or correction of a published article, newest first. Minor ones are not announced."""

    title = f"{settings.SITE_NAME}: new and changed pages"
    subtitle = (
        "Pages about side effects of medicines, as they are published and when they change in a way that matters."
    )

    def link(self) -> str:
        """The list of all articles."""
        return settings.SITE_URL + reverse("articles:a-to-z")

    def feed_url(self) -> str:
        """Its own address."""
        return settings.SITE_URL + reverse("articles:feed")

    def items(self) -> QuerySet[Edition]:
        """The latest major changes and corrections of articles that stand."""
        return _announced()[:LENGTH]


class TagFeed(_Changes):
    """The same of the articles under one tag. An address that leads on leads to the other tag's feed."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed, or where it is now, or that it is gone."""
        found = tagged.at(kwargs["slug"])
        if found is None:
            raise Http404
        if found.retired_at and found.moved_to is None:
            return HttpResponse(GONE, status=410, content_type="text/plain; charset=utf-8")
        leads = found.moved_to or found
        if leads.slug != kwargs["slug"]:
            if not tagged.is_shown(leads):
                raise Http404
            return redirect("articles:tag-feed", leads.slug, permanent=True)
        with showing(*tagged.TABLES, keys.published_under(found.pk)):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, slug: str) -> Any:
        """The tag, with its name in the language of the address."""
        return get_object_or_404(tagged.with_page(current_language()).named(current_language()), slug=slug)

    def title(self, obj: Any) -> str:
        """The name of the tag."""
        return f"{settings.SITE_NAME}: {obj.local_name}"

    def subtitle(self, obj: Any) -> str:
        """What is under it."""
        return str(obj.description) or f"New and changed pages about {obj.local_name}."

    def link(self, obj: Any) -> str:
        """The tag's page."""
        return str(settings.SITE_URL + obj.get_absolute_url())

    def feed_url(self, obj: Any) -> str:
        """Its own address."""
        return settings.SITE_URL + reverse("articles:tag-feed", args=[obj.slug])

    def items(self, obj: Any) -> QuerySet[Edition]:
        """The latest major changes and corrections of its articles that stand."""
        return _announced().filter(article__tags=obj)[:LENGTH]


def _announced() -> QuerySet[Edition]:
    """Major changes and corrections of articles that stand, in the language of the address, newest first."""
    stands = Exists(Edition.objects.published().filter(article=OuterRef("article")))
    # What has a day of publishing is sealed. Asked so, both databases go through the days until there are enough.
    found = Edition.objects.filter(
        stands, published_at__isnull=False, change__in=ANNOUNCED, article__language=current_language()
    )
    return found.select_related("article").defer("sealed_json").order_by("-published_at", "-pk")
