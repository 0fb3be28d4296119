"""The page cache: what it answers from memory, what it never does, and that it stays within its bounds."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings as site_settings
from django.urls import set_script_prefix

from articles.models import Edition
from freshness import reading
from freshness.stamps import slot
from rlsinfo import packing
from rlsinfo.pagecache import cache as caching
from rlsinfo.pagecache.cache import PageCache
from rlsinfo.pagecache.entry import OFTEN
from tests import makers
from tests.freshness.reader import Reader, answered, kept_paths, request

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> str:
    """The path of a published article."""
    return makers.published().article.get_absolute_url()


def test_every_page_that_may_be_kept_is_kept_and_reads_nothing_that_nobody_watches(reader: Reader) -> None:
    makers.superseded()
    makers.published(of=makers.article())
    makers.placement(of=makers.contact().organisation)
    kinds = set()
    for path in kept_paths():
        answer = reader.get(path)
        if answer.code == 200:
            assert reader.reading(path).untold == set(), path
            assert reader.makes(path) == 0, path
            kinds.add(path.split("/")[1])
    assert kinds >= {"", "articles", "medicines", "conditions", "topics", "support", "about", "feed", "sitemap.xml"}


def test_a_kept_page_has_what_the_page_made_anew_has(reader: Reader, article: str) -> None:
    made = answered(reader.application, request(article))
    kept = [reader.get(article), reader.get(article)]
    for answer in kept:
        assert answer.body == made.body
        own = {"etag", "vary", "content-length"}
        assert {k: v for k, v in answer.headers.items() if k not in own} == {
            k: v for k, v in made.headers.items() if k not in own
        }
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "set-cookie" not in answer.headers
    assert len(reader.application.asked) == 2


def test_below_another_path_nothing_is_kept(reader: Reader, article: str) -> None:
    try:
        assert [reader.makes(article, SCRIPT_NAME="/elsewhere"), len(reader.cache)] == [1, 0]
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", ""),
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("gzip;q=1.0, br;\tq=0", "gzip"),
        ("deflate", ""),
        ("BR", "br"),
    ],
)
def test_it_is_sent_in_the_best_encoding_that_the_client_takes(
    reader: Reader, article: str, accept: str, encoding: str
) -> None:
    unpack = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    plain = reader.get(article)
    for _ in range(OFTEN + 2):  # also when it was compressed as well as can be
        answer = reader.get(article, HTTP_ACCEPT_ENCODING=accept)
        assert answer.headers.get("content-encoding", "") == encoding
        assert unpack(answer.body) == plain.body
        assert answer.headers["etag"] == plain.headers["etag"]
        assert int(answer.headers["content-length"]) == len(answer.body)


def test_a_page_that_is_asked_for_often_is_compressed_as_well_as_can_be(reader: Reader, article: str) -> None:
    sizes = [len(reader.get(article, HTTP_ACCEPT_ENCODING="br").body)]
    for _ in range(OFTEN):
        reader.get(article, HTTP_ACCEPT_ENCODING="br")
    best = len(packing.brotlied(reader.get(article).body, packing.BEST))
    deadline = time.monotonic() + 20
    while sizes[-1] != best and time.monotonic() < deadline:
        time.sleep(0.05)
        sizes.append(len(reader.get(article, HTTP_ACCEPT_ENCODING="br").body))
    assert sizes[-1] == best < sizes[0]


def test_who_has_it_already_is_told_so(reader: Reader, article: str) -> None:
    tag = reader.get(article).headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        answer = reader.get(article, HTTP_IF_NONE_MATCH=known, HTTP_ACCEPT_ENCODING="br")
        assert (answer.code, answer.body) == (304, b"")
        assert set(answer.headers) == {"etag", "vary", "cache-control"}
    assert reader.get(article, HTTP_IF_NONE_MATCH='W/"other"').code == 200


def test_a_head_request_gets_the_headers_of_the_page(reader: Reader, article: str) -> None:
    page, head = reader.get(article), reader.get(article, method="HEAD")
    assert (head.code, head.body, head.headers) == (200, b"", page.headers)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": f"a=b; {site_settings.SESSION_COOKIE_NAME}=abc"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HOST": "evil.example"},
    ],
)
def test_what_is_not_for_everybody_goes_to_the_application(
    reader: Reader, article: str, environ: dict[str, str]
) -> None:
    reader.get(article)
    assert reader.makes(article, **environ) == 1
    assert reader.makes(article) == 0


def test_on_a_site_with_https_a_request_without_is_led_there(tmp_path: Path, article: str, settings: Any) -> None:
    settings.SITE_URL, settings.SECURE_SSL_REDIRECT = "https://localhost", True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    reader = Reader(tmp_path)
    told = {"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"}
    assert reader.get(article, **told).code == 200
    assert reader.makes(article, **told) == 0
    plain = reader.get(article, **{"wsgi.url_scheme": "http"})
    assert (plain.code, plain.headers["location"]) == (301, f"https://localhost{article}")
    assert reader.get(article, **{"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "http"}).code == 301


POISON = "poison.example"
HEADERS = (
    *(f"HTTP_X_FORWARDED_{name}" for name in ("HOST", "PROTO", "PORT", "FOR", "PREFIX")),
    *("HTTP_FORWARDED", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL", "HTTP_X_HTTP_METHOD_OVERRIDE"),
    *("HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_COOKIE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_USER_AGENT"),
    *("HTTP_X_REQUESTED_WITH", "HTTP_RANGE", "HTTP_VIA", "HTTP_AUTHORIZATION", "HTTP_IF_MODIFIED_SINCE"),
    *("SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "CONTENT_TYPE"),
)


@pytest.mark.parametrize("header", HEADERS)
def test_nothing_that_a_stranger_sends_gets_into_a_page(reader: Reader, article: str, header: str) -> None:
    for path in (article, "/", "/articles/", "/sitemap.xml", "/opensearch.xml", "/nothing/"):
        clean = reader.fresh(path).body
        answer = reader.get(path, f"x={POISON}", **{header: POISON})
        assert POISON.encode() not in answer.body
        assert reader.get(path).body == clean
        assert POISON not in str(answer.headers)


def test_a_page_has_one_address_however_its_numbers_are_written(reader: Reader, article: str) -> None:
    assert reader.get(f"{article}editions/1/").code == 200
    for written in ("01", "001", "0", "+1", "1e0"):
        assert reader.get(f"{article}editions/{written}/").code == 404


@pytest.mark.parametrize("header", ["HTTP_ACCEPT_ENCODING", "HTTP_HOST"])
def test_endless_headers_are_not_held(reader: Reader, article: str, header: str) -> None:
    answer = reader.get(article, **{header: "br," + "x" * 1000})
    assert "content-encoding" not in answer.headers
    assert answer.code == (200 if header == "HTTP_ACCEPT_ENCODING" else 400)


def test_the_query_changes_nothing_and_fills_nothing(reader: Reader, article: str) -> None:
    page = reader.get(article)
    for number in range(50):
        assert reader.get(article, f"utm_source={number}").body == page.body
    assert (len(reader.cache), len(reader.application.asked)) == (1, 1)


def test_a_page_that_looks_at_the_query_is_kept_without_one_only(reader: Reader) -> None:
    makers.published()
    assert [reader.makes("/articles/"), reader.makes("/articles/")] == [1, 0]
    assert reader.makes("/articles/", "medicine=x") == 1
    assert reader.makes("/articles/", "medicine=x") == 1
    assert len(reader.cache) == 1


def test_what_is_not_there_or_gone_is_not_kept(reader: Reader) -> None:
    gone = makers.withdrawn().article.get_absolute_url()
    for path in ("/nothing/", "/articles/nothing/", gone):
        assert [reader.makes(path), reader.makes(path)] == [1, 1]
    assert len(reader.cache) == 0


def test_a_former_address_leads_on_with_the_query(reader: Reader, article: str) -> None:
    from articles import workflow  # noqa: PLC0415

    edition = Edition.objects.get()
    workflow.rename_article(edition.article, slug="new-address", by=makers.publisher())
    reader.told()
    answer = reader.get(article, "a=b")
    assert (answer.code, answer.headers["location"]) == (301, "/articles/new-address/?a=b")


def test_it_stays_within_its_room_and_keeps_what_is_asked_for(tmp_path: Path) -> None:
    paths = [makers.published().article.get_absolute_url() for _ in range(6)]
    reader = Reader(tmp_path)
    reader.get(paths[0])
    size = reader.cache.used
    reader = Reader(tmp_path, room=size * 4 + size // 2)
    for path in paths:
        reader.get(paths[0])
        reader.get(path)
    assert len(reader.cache) == 4
    assert reader.cache.used <= size * 4 + size // 2
    assert [reader.makes(path) for path in (paths[0], paths[-1], paths[1])] == [0, 0, 1]


def test_a_page_that_is_too_large_for_the_room_is_sent_and_not_kept(tmp_path: Path, article: str) -> None:
    reader = Reader(tmp_path, room=50_000)
    assert [reader.makes(article), reader.makes(article)] == [1, 1]


class Slow:
    """An application that waits in the midst of a page, and counts how often it was asked for one."""

    def __init__(self) -> None:
        self.asked = 0
        self.reading, self.go = threading.Event(), threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer when it may."""
        self.asked += 1
        reading.show("article:1")
        self.reading.set()
        assert self.go.wait(20)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [f"page {self.asked}".encode()]


def in_threads(count: int, cache: PageCache, path: str) -> tuple[list[threading.Thread], list[bytes]]:
    """Ask for a page in many threads at once."""
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(answered(cache, request(path)).body)) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    return threads, bodies


def test_many_who_wait_for_a_page_wait_for_one(reader: Reader) -> None:
    slow = Slow()
    cache = PageCache(slow, reader.follower, 10**6)
    threads, bodies = in_threads(20, cache, "/about/")
    assert slow.reading.wait(20)
    slow.go.set()
    for thread in threads:
        thread.join(20)
    assert (bodies, slow.asked) == ([b"page 1"] * 20, 1)
    assert not cache._making


def test_a_page_that_was_begun_before_a_change_is_never_kept(reader: Reader) -> None:
    slow = Slow()
    cache = PageCache(slow, reader.follower, 10**6)
    threads, bodies = in_threads(1, cache, "/about/")
    assert slow.reading.wait(20)
    assert reader.follower.stamps is not None
    reader.follower.stamps.bump([slot("article:1")])
    slow.go.set()
    threads[0].join(20)
    assert bodies == [b"page 1"]
    assert answered(cache, request("/about/")).body == b"page 2"
    assert answered(cache, request("/about/")).body == b"page 2"


def test_a_change_of_something_else_leaves_a_page_alone(reader: Reader) -> None:
    slow = Slow()
    slow.go.set()
    cache = PageCache(slow, reader.follower, 10**6)
    assert answered(cache, request("/about/")).body == b"page 1"
    assert reader.follower.stamps is not None
    reader.follower.stamps.bump([slot("article:2")])
    assert answered(cache, request("/about/")).body == b"page 1"
    reader.follower.stamps.bump([slot("article:1")])
    assert answered(cache, request("/about/")).body == b"page 2"


def test_a_kept_page_is_offered_again_to_whoever_keeps_pages_too(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, offered = Slow(), []
    slow.go.set()
    cache = PageCache(slow, reader.follower, 10**6, also=lambda path, entry: offered.append((path, entry.body)))
    for _ in range(3):
        answered(cache, request("/about/"))
    assert offered == [("/about/", b"page 1")]
    monkeypatch.setattr(caching, "OFFERED_EVERY_SECONDS", 0)
    answered(cache, request("/about/"))
    assert offered == [("/about/", b"page 1")] * 2
    assert slow.asked == 1


def test_nothing_is_answered_from_memory_while_nobody_can_say_what_changed(reader: Reader, article: str) -> None:
    reader.get(article)
    reader.follower.trusted_until = 0.0
    assert [reader.makes(article), reader.makes(article)] == [1, 1]
    reader.follower.trusted_until = float("inf")
    assert reader.makes(article) == 0
    (reader.follower.path).write_bytes(b"")
    assert [reader.makes(article), reader.makes(article)] == [1, 1]


def test_a_fault_reaches_everybody_who_waits_and_is_not_kept(reader: Reader) -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise OSError("a fault")

    cache = PageCache(broken, reader.follower, 10**6)
    for _ in range(2):
        with pytest.raises(OSError, match="a fault"):
            answered(cache, request("/about/"))
    assert not cache._making
