"""What pages tell a cache before the site, and how each kind of cache is asked to purge them."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.exceptions import ImproperlyConfigured

from freshness import reading
from freshness.following import Follower
from freshness.stamps import Stamps, create, slot
from rlsinfo.edge import address, services
from rlsinfo.edge.address import Edge
from rlsinfo.edge.services import NotTakenError
from rlsinfo.edge.tagging import Tagging, private_else, tag
from rlsinfo.pagecache.asked import for_everybody
from rlsinfo.pagecache.cache import PageCache
from tests.freshness.service import TOKEN, Api, api

__all__ = ["api"]
pytestmark = pytest.mark.one_engine
EDGES = {
    "varnish": Edge("varnish", ("http://127.0.0.1:1",)),
    "fastly": Edge("fastly", ("http://127.0.0.1:1",), "abc123", TOKEN),
    "cloudflare": Edge("cloudflare", ("http://127.0.0.1:1",), "abc123", TOKEN),
}


@pytest.mark.parametrize(
    "url",
    [
        "varnish://",
        "varnish://a:0",
        "varnish://user@a",
        "varnish://a:6081?token=x",
        "fastly://abc",
        "fastly://abc?token=",
        "fastly://a b?token=secret-token",
        "fastly://abc/x?token=secret-token",
        "fastly://abc?token=secret-token&api=http://elsewhere.example",
        "cloudflare://?token=secret-token",
        "http://abc?token=secret-token",
        "akamai://abc?token=secret-token",
        "fastly://abc?token=secret-token&other=1",
    ],
)
def test_a_bad_address_is_refused_without_its_token(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        address.read(url)
    assert "secret-token" not in str(caught.value)


def test_an_address_shows_its_token_to_nobody() -> None:
    edge = address.read("cloudflare://abc123?token=very-secret%2Btoken")
    assert edge is not None
    assert edge.token == "very-secret+token"
    assert edge.bases == ("https://api.cloudflare.com",)
    assert "secret" not in repr(edge) + str(edge) + edge.name
    assert address.read("") is None


def test_each_service_is_asked_as_it_wants_it(api: Api) -> None:
    services.purge(api.edge("varnish"), ["article:1", "many"], 17)
    services.purge(api.edge("fastly"), ["article:1", "many"], 17)
    services.purge(api.edge("cloudflare"), ["article:1", "many"], 17)
    varnish, fastly, cloudflare = api.calls
    assert varnish[:2] == ("PURGE", "/")
    assert (varnish[2]["surrogate-key"], varnish[2]["x-position"]) == ("article:1 many", "17")
    assert fastly[:2] == ("POST", "/service/abc123/purge")
    assert (fastly[2]["fastly-key"], fastly[3]) == (TOKEN, {"surrogate_keys": ["article:1", "many"]})
    assert cloudflare[:2] == ("POST", "/client/v4/zones/abc123/purge_cache")
    assert (cloudflare[2]["authorization"], cloudflare[3]) == (f"Bearer {TOKEN}", {"tags": ["article:1", "many"]})


@pytest.mark.parametrize(
    ("service", "most", "size"), [("varnish", 200, 7_000), ("fastly", 256, 200_000), ("cloudflare", 100, 100_000)]
)
def test_no_call_has_more_keys_than_its_service_takes(service: str, most: int, size: int) -> None:
    tags = [f"organisation:{number:09}" for number in range(1000)]
    parts = list(services.batches(EDGES[service], tags))
    assert [each for part in parts for each in part] == tags
    assert max(map(len, parts)) <= most
    assert max(len(" ".join(part)) for part in parts) <= size


def test_a_refusal_says_why_and_for_how_long_without_the_token(api: Api) -> None:
    api.answers = [(429, {"Retry-After": "7"}, f"slow down, {TOKEN}".encode()), (200, {}, b'{"success": false}')]
    with pytest.raises(NotTakenError, match="429: slow down, …") as caught:
        services.purge(api.edge("cloudflare"), ["a"], 0)
    assert caught.value.rest == 7
    with pytest.raises(NotTakenError, match="success"):
        services.purge(api.edge("cloudflare"), ["a"], 0)
    with pytest.raises(NotTakenError, match="does not answer"):
        services.purge(Edge("fastly", ("http://127.0.0.1:1",), "abc", TOKEN), ["a"], 0)


def test_keys_are_such_as_every_service_takes() -> None:
    assert tag("article:1") == "article:1"
    assert tag("source:Rottach-2008") == "source:rottach-2008"
    for odd in ("a b", "a,b", "é", "x" * 101, ""):
        assert tag(odd).startswith("h:")
        assert tag(odd) == tag(odd) != tag(f"{odd}!")


def follower() -> Follower:
    return cast("Follower", SimpleNamespace(stamps=SimpleNamespace(position=17)))


def test_a_page_says_by_what_it_can_be_purged_and_how_long_it_may_be_kept() -> None:
    later = time.time() + 100.9
    for service, control in (("varnish", "Surrogate-Control"), ("fastly", "Surrogate-Control")):
        tagging = Tagging(EDGES[service], follower())
        found = dict(tagging.headers(tagging.tags({"b", "a"}), ends=later, position=17))
        assert found.pop("X-Position", "17") == "17"
        assert found == {"Surrogate-Key": "everything a b", control: "max-age=100"}
    tagging = Tagging(EDGES["cloudflare"], follower())
    found = dict(tagging.headers(tagging.tags({"b", "a"}), ends=float("inf"), position=17))
    assert found == {"Cache-Tag": "everything,a,b", "CDN-Cache-Control": "max-age=86400"}
    assert tagging.headers("everything", ends=time.time(), position=17) == []
    assert tagging.tags(f"organisation:{number}" for number in range(2000)) == "everything,many"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ([("Cache-Control", "no-cache")], "private, no-cache"),
        ([("Cache-Control", "no-store")], "private, no-store"),
        ([], "private, no-cache"),
        ([("Cache-Control", "max-age=3600, public")], "private, max-age=3600"),
        ([("Cache-Control", "max-age=315360000, public, immutable")], "max-age=315360000, public, immutable"),
        ([("Cache-Control", "no-cache"), ("Surrogate-Control", "max-age=5")], "no-cache"),
    ],
)
def test_nothing_else_may_be_kept(given: list[tuple[str, str]], sent: str) -> None:
    said: list[list[tuple[str, str]]] = []

    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", given)
        return []

    list(private_else(application, EDGES["fastly"])({}, lambda _status, headers: said.append(headers)))
    assert [value for name, value in said[0] if name == "Cache-Control"] == [sent]


@pytest.mark.parametrize("changes", [False, True])
def test_a_page_that_changed_while_it_was_made_may_be_kept_nowhere(tmp_path: Path, changes: bool) -> None:
    create(tmp_path / "stamps", (17, 0))
    stamps = Stamps(tmp_path / "stamps")
    followed = cast("Follower", SimpleNamespace(stamps=stamps, trusted_until=time.time() + 60))

    def application(_environ: Any, start_response: Any) -> list[bytes]:
        reading.show("article:1")
        if changes:
            stamps.bump([slot("article:1")])
            stamps.place = (18, 0)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")])
        return [b"page"]

    pages = PageCache(application, followed, 100_000, tagging=Tagging(EDGES["varnish"], followed))
    asked = for_everybody({"PATH_INFO": "/about/"})
    said: list[dict[str, str]] = []
    pages(asked, lambda _status, headers: said.append(dict(headers)))
    found = said[0].keys() & {"Surrogate-Key", "Surrogate-Control", "X-Position"}
    assert len(found) == (0 if changes else 3)
    if not changes:
        assert said[0]["Surrogate-Key"] == "everything article:1"
        assert said[0]["X-Position"] == "17"
        stamps.place = (19, 0)
        pages({**asked, "HTTP_IF_NONE_MATCH": said[0]["ETag"]}, lambda _status, headers: said.append(dict(headers)))
        assert said[1]["X-Position"] == "19", "what was looked at again is so new"
    stamps.close()
