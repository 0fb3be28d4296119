"""The sitemap (https://www.sitemaps.org/protocol.html): one file for a small site, an index of parts for a large one.

A part is the articles of a range of keys, so that each costs the same however many there are, and keeps its articles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles import filing, tagged
from articles.hubs import reading
from articles.listing import is_longer
from articles.models import Article, Edition, TopicKind
from freshness.keeping import kept
from pages.views import STATEMENTS
from resources.models import Organisation

MOST = 2_000
"""So many articles stand in one file; the protocol allows 50,000, but each is made anew for whoever asks."""

MOST_PARTS = 1_000_000
"""Higher ones are asked of no database."""

Entry = tuple[str, dt.datetime | None]
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@kept()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page with the day of its last change where it has one; of a large site, where its parts are."""
    if not is_longer(Edition.objects.published(), MOST):
        return _answer("urlset", "url", everything())
    paths = [reverse("sitemap-pages", args=[language]) for language in _languages()]
    paths += [reverse("sitemap-articles", args=[part]) for part in range(1, _last() // MOST + 2)]
    return _answer("sitemapindex", "sitemap", ((path, None) for path in paths))


@kept()
@require_safe
def pages(request: HttpRequest, language: str) -> HttpResponse:
    """The pages of a language that are no articles."""
    if language not in _languages():
        raise Http404
    return _answer("urlset", "url", _of_language(language))


@kept()
@require_safe
def articles(request: HttpRequest, part: int) -> HttpResponse:
    """The articles of one part, in every language."""
    if part > MOST_PARTS or not (found := list(_articles(part))):
        raise Http404
    return _answer("urlset", "url", found)


def everything() -> Iterator[Entry]:
    """Every public page that search engines should know, with when it last changed where that is known."""
    for language in _languages():
        yield from _of_language(language)
    yield from _articles()


def _last() -> int:
    """The highest key of a published article. Articles are looked through from the end, not all editions sorted."""
    published = filing.first(Edition.objects.published().filter(article=OuterRef("pk")))
    found = Article.objects.alias(edition=published).filter(edition__isnull=False)
    return found.order_by("-pk").values_list("pk", flat=True).first() or 0


def _languages() -> list[str]:
    return [language for language, _ in settings.LANGUAGES]


def _articles(part: int | None = None) -> Iterator[Entry]:
    found = Edition.objects.published().order_by("article_id")
    if part is not None:
        found = found.filter(article_id__gte=(part - 1) * MOST, article_id__lt=part * MOST)
    before: dict[str, str] = {}
    for language in _languages():
        with override(language):
            # An address for each is not worked out anew: all that differs is the slug.
            before[language] = reverse("articles:article", args=["x"]).removesuffix("x/")
    for language, slug, at in found.values_list("article__language", "article__slug", "published_at"):
        if language in before:
            yield f"{before[language]}{slug}/", at


def _of_language(language: str) -> Iterator[Entry]:
    with override(language):
        paths = [*map(reverse, _LISTS)]
        for kind in TopicKind:
            paths += [topic.get_absolute_url() for topic in reading.topics(kind, language)]
        paths += [tag.get_absolute_url() for tag in tagged.with_page(language)]
        paths += [organisation.get_absolute_url() for organisation in Organisation.objects.shown()]
        paths += [reverse("pages:statement", args=[statement.slug]) for statement in STATEMENTS]
    return ((path, None) for path in paths)


_LISTS = (
    "pages:home",
    "articles:a-to-z",
    "articles:medicines",
    "articles:conditions",
    "articles:tags",
    "resources:directory",
    "pages:about",
)


def _answer(root: str, element: str, entries: Iterable[Entry]) -> HttpResponse:
    """A file of the protocol. Addresses are the site's own, never the request's."""
    lines = (
        f"<{element}><loc>{escape(settings.SITE_URL + path)}</loc>{_changed(at)}</{element}>" for path, at in entries
    )
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_SPACE}">', *lines, f"</{root}>"])
    return HttpResponse(f"{text}\n", content_type="application/xml")


def _changed(at: dt.datetime | None) -> str:
    return f"<lastmod>{at:%Y-%m-%d}</lastmod>" if at else ""
