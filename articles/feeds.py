"""The Atom feed of articles as they are published and changed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles.models import Edition, State
from articles.models.editions import ANNOUNCED
from articles.selectors import current_language

LENGTH = 50


class ChangedArticles(Feed[Edition, None]):
    """Each major change or correction of a published article, newest first. Minor ones are not announced."""

    feed_type = Atom1Feed
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
        found = Edition.objects.sealed().filter(
            change__in=ANNOUNCED, article__language=current_language(), article__editions__state=State.PUBLISHED
        )
        return found.select_related("article").defer("sealed_json").order_by("-published_at", "-pk")[:LENGTH]

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
