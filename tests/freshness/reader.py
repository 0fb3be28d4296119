"""A site that keeps pages, inside a test: the page cache around Django, with stamps in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.urls import reverse

from articles.models import Article, Edition, Tag, Topic
from freshness import reading
from freshness.following import Follower, follow
from pages.views import STATEMENTS
from resources.models import Organisation
from rlsinfo.pagecache.asked import for_everybody
from rlsinfo.pagecache.cache import PageCache, made_by
from rlsinfo.pagecache.entry import Entry


class Answer:
    """What a request was answered."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.code, self.body = int(status[:3]), body
        self.headers = {name.lower(): value for name, value in headers}


class Counted:
    """A WSGI application that counts how often it was asked."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Count and pass on."""
        self.asked.append(environ["PATH_INFO"])
        # As Django's test client does: the connection holds the transaction of the test.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            return list(self.application(environ, start_response))
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)


class Reader:
    """Reads pages of a site that keeps them. What a test writes becomes known with ``told``, as with a commit."""

    def __init__(self, folder: Path, *, room: int = 32 * 1024 * 1024) -> None:
        self.application = Counted()
        self.follower = Follower(folder / "stamps")
        self.follower.look()
        self.follower.trusted_until = float("inf")
        self._seen: frozenset[int] = frozenset()
        self.cache = PageCache(self.application, self.follower, room)

    def told(self) -> None:
        """Let what was written be known."""
        assert self.follower.stamps is not None
        self._seen = follow(self.follower.stamps, connection, self._seen)

    def get(self, path: str, query: str = "", *, method: str = "GET", **environ: str) -> Answer:
        """What a request is answered."""
        return answered(self.cache, request(path, query, method=method, **environ))

    def makes(self, path: str, query: str = "", **environ: str) -> int:
        """How often the application is asked for one request."""
        before = len(self.application.asked)
        self.get(path, query, **environ)
        return len(self.application.asked) - before

    def fresh(self, path: str) -> Entry:
        """The page made anew."""
        return made_by(self.application, for_everybody(request(path)))

    def reading(self, path: str) -> reading.Reading:
        """What a page reads."""
        with reading.noted() as page:
            self.fresh(path)
        return page


def request(path: str, query: str = "", *, method: str = "GET", **environ: str) -> dict[str, Any]:
    """The environ of a request for the site's own address."""
    made = for_everybody({"PATH_INFO": path.encode().decode("latin-1")})
    return {**made, "REQUEST_METHOD": method, "QUERY_STRING": query, **environ}


def answered(application: Any, environ: dict[str, Any]) -> Answer:
    """What an application answers, whole."""
    said: list[Any] = []
    parts = application(environ, lambda status, headers, *_: said.append((status, headers)))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    status, headers = said[-1]
    return Answer(status, headers, body)


def kept_paths() -> Iterator[str]:
    """The pages of the site that may be kept, of every kind."""
    names = ("pages:home", "articles:a-to-z", "articles:medicines", "articles:conditions", "articles:tags")
    yield from map(reverse, (*names, "pages:about", "articles:feed", "pages:opensearch"))
    yield from map(reverse, ("sitemap", "robots", "manifest", "security"))
    yield from (reverse("pages:statement", args=[statement.slug]) for statement in STATEMENTS)
    for number, article in enumerate(Article.objects.order_by("pk")):
        yield article.get_absolute_url()
        if number > 1:
            continue  # two histories are enough
        yield reverse("articles:history", args=[article.slug])
        numbers = list(Edition.objects.sealed().filter(article=article).values_list("number", flat=True))
        yield from (reverse("articles:edition", args=[article.slug, number]) for number in numbers)
        yield from (reverse("articles:difference", args=[article.slug, n, n + 1]) for n in numbers if n + 1 in numbers)
    for topic in Topic.objects.order_by("pk"):
        yield topic.get_absolute_url()
    for tag in Tag.objects.order_by("pk"):
        yield tag.get_absolute_url()
        yield reverse("articles:tag-feed", args=[tag.slug])
    for organisation in Organisation.objects.order_by("pk"):
        yield organisation.get_absolute_url()
