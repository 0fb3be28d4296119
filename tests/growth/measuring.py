"""Measuring one made site, in a process of its own: ``python -m tests.growth.measuring pages|index|publish``.

Prints JSON: of pages ``{name: [wall ms, processor ms, queries, bytes]}``, medians of several requests each.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

ROUNDS = 15
LONGEST = 8.0
"""Seconds after which a page is not asked again: some pages took longer than that before they were mended."""
PUBLISHED = 1_000
MEASURED = 20
SEARCHED = ("sleep", "feeling sick", "restless legs at night", "how to stop", "pain")


def main() -> None:
    """Measure what is asked for."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)  # a site that was kept since other code made it
    print(json.dumps({"pages": pages, "index": index, "publish": publish}[sys.argv[1]]()))


def pages() -> dict[str, Any]:
    """What each page costs that is made each time, and one that is kept."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    _prepare(dict(_addresses())["article"])
    reader, staff = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    staff.force_login(User.objects.filter(groups__name="Publisher").order_by("pk")[0])
    found = {}
    for name, addresses in _addresses():
        client = staff if name.startswith("desk") else reader
        found[name] = _measured(lambda address, client=client: client.get(address), addresses)  # type: ignore[misc]
    with tempfile.TemporaryDirectory(prefix="rlsinfo-growth-") as folder:
        settings.STAMPS_FILE = Path(folder) / "stamps"
        address = dict(_addresses())["article"][0]
        _over_wsgi(address)
        found["article, kept"] = _measured(_over_wsgi, [address])
        assert found["article, kept"][2] == 0, "it was not kept"
    return found


def _prepare(addresses: list[str]) -> None:
    """Have the pages made ahead that are measured, as the worker does for all."""
    from articles import prepared  # noqa: PLC0415
    from articles.document import unseal  # noqa: PLC0415
    from articles.models import Edition  # noqa: PLC0415

    slugs = [address.strip("/").rpartition("/")[2] for address in addresses]
    for edition in Edition.objects.published().filter(article__slug__in=slugs).select_related("article"):
        prepared.keep(edition, unseal(edition.sealed_json or ""))


def _addresses() -> Iterator[tuple[str, list[str]]]:
    """The pages that are measured. Of topics and tags: those with the most articles."""
    from django.urls import reverse  # noqa: PLC0415

    from articles.models import Article, Tag, Topic  # noqa: PLC0415

    published = Article.objects.filter(slug__startswith="made-", editions__state="published").order_by("pk")
    count = published.count()
    medicine = Topic.objects.filter(kind="medicine").order_by("pk")[0]
    yield "home", ["/"]
    yield "article", [published[place * count // MEASURED].get_absolute_url() for place in range(MEASURED)]
    yield "hub, the largest", [medicine.get_absolute_url()]
    yield "tag, the largest", [Tag.objects.order_by("pk")[0].get_absolute_url()]
    yield "A to Z", ["/articles/"]
    yield "A to Z, a letter", ["/articles/?letter=M"]
    yield "A to Z, of the largest hub", [f"/articles/?medicine={medicine.slug}"]
    yield "medicines", ["/medicines/"]
    yield "topics", ["/topics/"]
    yield "directory", ["/support/"]
    yield "search", [f"/search/?q={words.replace(' ', '+')}" for words in SEARCHED]
    yield "search, typing", ["/search/suggest/?q=restl", "/search/suggest/?q=sle", "/search/suggest/?q=mad"]
    yield "feed", ["/feed/"]
    yield "sitemap", ["/sitemap.xml"]
    yield "sitemap, a part", ["/sitemaps/articles-1.xml"]
    yield "desk, front page", [reverse("admin:index")]
    yield "desk, published", [reverse("admin:desk-list", args=["published"])]
    yield "desk, an article", [reverse("admin:desk-article", args=[published[0].pk])]


def _measured(ask: Callable[[str], Any], addresses: list[str]) -> list[float]:
    """Median wall and processor time in milliseconds, queries, bytes."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = ask(addresses[0])
    asked = len(queries)
    if answer.status_code != 200:
        return [0, 0, 0, 0]
    for address in addresses:
        ask(address) if time.perf_counter() - began < LONGEST else None
    times: list[tuple[float, float]] = []
    for address, _ in zip(cycle(addresses), range(max(ROUNDS, len(addresses)))):
        if times and time.perf_counter() - began > 2 * LONGEST:
            break
        start, worked = time.perf_counter(), time.process_time()
        ask(address)
        times.append(((time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000))
    wall, processor = (statistics.median(values) for values in zip(*times, strict=True))
    return [round(wall, 4), round(processor, 4), asked, len(answer.content)]


def _over_wsgi(address: str) -> Any:
    """As a server asks: through the WSGI application, before which pages are cached."""
    from types import SimpleNamespace  # noqa: PLC0415

    from django.test import RequestFactory  # noqa: PLC0415

    from rlsinfo.wsgi import application  # noqa: PLC0415

    told: dict[str, str] = {}
    environ = RequestFactory(SERVER_NAME="127.0.0.1", HTTP_HOST="127.0.0.1").get(address).environ
    begin: Any = lambda status, *_: told.update(status=status)  # noqa: E731 (as WSGI calls it)
    body = b"".join(application(environ, begin))
    return SimpleNamespace(status_code=int(told["status"].split()[0]), content=body)


def index() -> dict[str, float]:
    """The seconds that making the whole search index takes, and the bytes of the database with it. ``anew``: it is
    made again where there is one.
    """
    from django.db import connection  # noqa: PLC0415

    from articles import indexing  # noqa: PLC0415
    from finding.models import Entry, IndexState, Word  # noqa: PLC0415

    if IndexState.objects.exclude(signature="").exists() and sys.argv[2:] != ["anew"]:
        return {"bytes": _bytes()}
    Entry.objects.all().delete()
    Word.objects.all().delete()
    start = time.perf_counter()
    indexing.rebuild()
    took = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"seconds": took, "bytes": _bytes()}


def _bytes() -> int:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def publish() -> dict[str, float]:
    """Publish a thousand approved editions, one after the other, as the desk does."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from articles import workflow  # noqa: PLC0415
    from articles.errors import NotReady  # noqa: PLC0415
    from articles.models import ChangeKind, Edition  # noqa: PLC0415

    by = User.objects.filter(groups__name="Publisher").order_by("pk")[0]
    due = timezone.localdate() + dt.timedelta(days=365)
    count = int(sys.argv[2]) if sys.argv[2:] else PUBLISHED
    waiting = Edition.objects.filter(article__slug__startswith="waiting-", state="approved").order_by("pk")
    keys = iter(list(waiting.values_list("pk", flat=True)[: count + MEASURED]))

    def one(pk: int) -> tuple[float, float] | None:
        edition = Edition.objects.get(pk=pk)
        start, worked = time.perf_counter(), time.process_time()
        try:
            workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=due)
        except NotReady:  # some made texts promise what nobody can, and are refused as they would be in life
            return None
        return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000

    asked = 0
    while not asked:
        with CaptureQueriesContext(connection) as queries:
            asked = len(queries) if one(next(keys)) else 0
    began = time.perf_counter()
    times = [took for pk in keys if (took := one(pk)) is not None]
    wall, processor = zip(*times, strict=True)
    return {
        "median": statistics.median(wall),
        "p95": statistics.quantiles(wall, n=20)[-1],
        "processor": statistics.median(processor),
        "seconds": (time.perf_counter() - began) * PUBLISHED / len(times),
        "queries": asked,
    }


if __name__ == "__main__":
    main()
