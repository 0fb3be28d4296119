"""A real Varnish with the sample of ``deploy/``: it keeps pages, and none that is older than what it was told."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.freshness.fronts import BEHIND, HOST, needed, varnish
from tests.freshness.holding import Holding, holding
from tests.freshness.racing import NUMBER, PATHS, SLUG, gather, served
from tests.scripts import Scripts
from tests.site import free_port
from tests.waiting import until
from tests.worker import WorkerSite, prepared

PATH = f"/articles/{SLUG}/"
LONGEST_SECONDS = 10.0
PUBLISH = f"""
of = Article.objects.filter(slug="{SLUG}").first()
number = of.editions.count() + 1 if of else 1
title = f"Edition no {{number:06}}"
makers.published(of=of, text=makers.short_document(title=title), **({{}} if of else {{"slug": "{SLUG}"}}))
print(number)
"""


class Answer(NamedTuple):
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def number(self) -> int:
        """Of the edition."""
        (found,) = {int(number) for number in NUMBER.findall(self.body)}
        return found


class Edge(NamedTuple):
    """A site behind Varnish, with a proxy between the two."""

    site: WorkerSite
    port: int
    plain_port: int
    app_port: int
    between: Holding

    def get(self, path: str = PATH, *, port: int = 0, **headers: str) -> Answer:
        """What Varnish answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=40)
        connection.request("GET", path, headers={"Host": HOST} | {n.replace("_", "-"): headers[n] for n in headers})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)

    def publish(self) -> int:
        """Publish the next edition; returns its number."""
        return int(self.site.run(PUBLISH))

    def until_told(self) -> None:
        """Return once Varnish was told everything that was committed, and the site makes pages that are as new."""
        script = """
from freshness import journal
from freshness.models import EdgeState
from django.db import connection
state = EdgeState.objects.first()
told = state is not None and not journal.read(connection, state.position).changes
print(json.dumps(state.reach if told else None))
"""
        reach = self.site.wait_for(script, lambda found: found is not None)

        def position() -> int:
            return int(self.get("/about/", port=self.app_port, X_Forwarded_Proto="https").headers["x-position"])

        until(lambda: position() >= reach)


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """Both are told of everything; the second one does not look how new its pages are."""
    needed("varnishd", package="varnish varnish-modules")
    folder, ports = tmp_path_factory.mktemp("varnish"), (free_port(), free_port())
    plain = {"sub vcl_hit {": "sub vcl_hit {\n    return (deliver);"}
    with prepared(folder) as site:
        site.environment |= BEHIND | {"EDGE_URL": f"varnish://127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}"}
        site.forget()
        site._scripts = Scripts(site.environment)
        gather(site)
        with (
            served(site, BEHIND) as web,
            holding(web.port) as between,
            varnish(folder / "one", app_port=between.port, port=ports[0], changes={}),
            varnish(folder / "two", app_port=between.port, port=ports[1], changes=plain),
        ):
            site.work()
            found = Edge(site, *ports, web.port, between)
            found.publish()
            found.until_told()
            yield found


def seconds_until_new(edge: Edge, number: int) -> float:
    began = time.monotonic()
    while edge.get().number < number:
        assert time.monotonic() - began < LONGEST_SECONDS
        time.sleep(0.005)
    return time.monotonic() - began


def test_pages_are_kept_and_asked_about_once_after_a_change_of_others(edge: Edge) -> None:
    first = edge.get("/about/")
    assert first.status == 200
    assert first.headers["cache-control"] == "no-cache"
    assert not {"surrogate-key", "xkey", "surrogate-control", "x-position", "age"} & first.headers.keys()
    edge.between.answers.clear()
    assert edge.get("/about/").body == first.body
    assert edge.between.answers == []
    again = edge.get("/about/", If_None_Match=first.headers["etag"])
    assert again.status == 304
    edge.publish()
    edge.until_told()
    for _ in range(3):
        assert edge.get("/about/").body == first.body
    assert edge.between.answers == [("/about/", 304)]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "path", ["/search/?q=legs", "/support/", "/nothing/", "/health/", "/about/?x=1", "/admin/login/", "/robots.txt/"]
)
def test_what_does_not_say_that_it_may_be_kept_is_not(edge: Edge, path: str) -> None:
    edge.get(path)
    edge.between.answers.clear()
    edge.get(path)
    assert len(edge.between.answers) == 1
    rule = edge.get(path).headers["cache-control"]
    assert rule.startswith("private") or "max-age" in rule or path == "/about/?x=1"


@pytest.mark.one_engine
def test_who_is_signed_in_gets_no_kept_page(edge: Edge) -> None:
    edge.get("/about/")
    edge.between.answers.clear()
    edge.get("/about/", Cookie="sessionid=x")
    assert len(edge.between.answers) == 1


@pytest.mark.one_engine
def test_nobody_else_can_purge_or_ask_by_another_name(edge: Edge) -> None:
    for headers in ({"X-Forwarded-For": "198.51.100.1"},):
        connection = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=30)
        connection.request("PURGE", "/", headers={"Host": HOST, "Surrogate-Key": "everything"} | headers)
        assert connection.getresponse().status == 403
        connection.close()
    connection = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=30)
    connection.request("GET", "/about/", headers={"Host": "other.example"})
    assert connection.getresponse().status == 421
    connection.close()


def race_once(edge: Edge, port: int) -> int:
    """A page is being fetched while it is changed and purged. Returns the new number."""
    edge.publish()
    edge.until_told()
    edge.between.hold(PATH)
    got: list[Answer] = []
    reader = threading.Thread(target=lambda: got.append(edge.get(port=port)), daemon=True)
    reader.start()
    assert edge.between.holding.wait(30)
    number = edge.publish()
    edge.until_told()
    edge.between.release()
    reader.join(30)
    assert got[0].number == number - 1, "they asked before it was changed"
    return number


def test_a_page_that_was_being_fetched_when_it_changed_is_sent_to_nobody_else(edge: Edge) -> None:
    for _ in range(5):
        number = race_once(edge, edge.port)
        assert edge.get().number == number
    time.sleep(2)
    assert edge.get().number == number


def test_without_the_position_the_old_page_is_kept(edge: Edge) -> None:
    """The race that Varnish loses by itself: so the test above can fail."""
    number = race_once(edge, edge.plain_port)
    time.sleep(2)
    assert edge.get(port=edge.plain_port).number == number - 1


def test_how_long_a_reader_may_see_an_old_page(edge: Edge, record_property: Callable[[str, object], None]) -> None:
    found = []
    for _ in range(10):
        edge.get()
        found.append(seconds_until_new(edge, edge.publish()))
    record_property("figures", f"Varnish: new after {sorted(found)[5]:.2f} s (typical), {max(found):.2f} s (longest)")


def test_what_changed_while_nobody_could_tell_is_told_later(edge: Edge) -> None:
    edge.get()
    edge.site.stop()
    number = edge.publish()
    edge.site.work()
    assert seconds_until_new(edge, number) < LONGEST_SECONDS
    edge.get()
    worker = edge.site.work()  # a second one
    edge.site.workers[0].kill()
    edge.site.workers[0].wait()
    edge.site.workers.remove(edge.site.workers[0])
    edge.get()
    assert seconds_until_new(edge, edge.publish()) < LONGEST_SECONDS
    assert worker.poll() is None
    assert all(edge.get(path).status == 200 for path in PATHS)
