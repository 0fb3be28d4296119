"""Bodies are taken whole before the app sees them, quickly or not at all."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rlsinfo import bodies
from rlsinfo.bodies import AT_ONCE, AT_WORK, MOST_BYTES, PART, Bodies

pytestmark = pytest.mark.one_engine


class Slow:
    """A body of which nothing comes until it may, and then its end."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def read(self, _size: int) -> bytes:
        self.asked.set()
        assert self.go.wait(30)
        return b""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.1)


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


def asked(app: Bodies, source: Any, length: object) -> tuple[str, bytes]:
    """The status and the body of an answer."""
    said: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(length), "wsgi.input": source}
    answer: Iterable[bytes] = app(environ, lambda status, _: said.append(status))
    return said[0][:3], b"".join(answer)


@pytest.mark.parametrize("length", [1, PART, PART + 1, MOST_BYTES])
def test_a_body_is_there_whole(length: int) -> None:
    body = bytes(number % 251 for number in range(997)) * (length // 997 + 1)
    assert asked(Bodies(echo), io.BytesIO(body), length) == ("200", body[:length])


@pytest.mark.parametrize("length", ["", "0", "-1", "x", "²"])
def test_where_there_is_none_nothing_is_read(length: str) -> None:
    def app(_: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"seen"]

    assert asked(Bodies(app), None, length) == ("200", b"seen")


def test_what_is_too_large_is_refused_unread() -> None:
    status, words = asked(Bodies(echo), None, MOST_BYTES + 1)
    assert (status, words) == ("413", b"What you sent is larger than 8 MB, and nothing was saved.\n")


def test_what_ends_too_early_never_reaches_the_app() -> None:
    assert asked(Bodies(echo), io.BytesIO(b"abc"), 4)[0] == "408"


def test_what_does_not_arrive_is_let_go(impatient: None) -> None:
    app, slow = Bodies(echo), Slow()
    status, words = asked(app, slow, 10)
    assert status == "408"
    assert b"nothing was saved" in words
    assert asked(app, io.BytesIO(b"abc"), 3) == ("200", b"abc")
    slow.go.set()


def test_what_arrives_steadily_is_waited_for(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SLOWEST", 10)
    monkeypatch.setattr(bodies, "PART", 10)
    pause = threading.Event()

    class Steady(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            pause.wait(0.05)
            return super().read(size)

    assert asked(Bodies(echo), Steady(b"x" * 100), 100) == ("200", b"x" * 100)


def test_who_sends_slowly_leaves_threads_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 30)
    app, slow = Bodies(echo), [Slow() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        waiting = [threads.submit(asked, app, each, 10) for each in slow]
        assert all(each.asked.wait(30) for each in slow)
        assert asked(app, io.BytesIO(b"abc"), 3)[0] == "503"
        for each in slow:
            each.go.set()
        assert [each.result()[0] for each in waiting] == ["408"] * AT_ONCE
    assert asked(app, io.BytesIO(b"abc"), 3) == ("200", b"abc")


def test_who_waits_for_the_database_leaves_a_thread_to_readers() -> None:
    """As while somebody else writes for long: each request waits inside the app."""
    go, at_work = threading.Event(), threading.Semaphore(0)

    def busy(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["CONTENT_LENGTH"]:
            at_work.release()
            assert go.wait(30)
        return echo(environ, start_response)

    app = Bodies(busy)
    with ThreadPoolExecutor(AT_WORK) as threads:
        waiting = [threads.submit(asked, app, io.BytesIO(b"abc"), 3) for _ in range(AT_WORK)]
        assert all(at_work.acquire(timeout=30) for _ in waiting)
        status, words = asked(app, io.BytesIO(b"abc"), 3)
        assert (status, b"nothing was saved" in words) == ("503", True)
        assert asked(app, io.BytesIO(), "") == ("200", b"")
        go.set()
        assert [each.result()[0] for each in waiting] == ["200"] * AT_WORK
    assert asked(app, io.BytesIO(b"abc"), 3) == ("200", b"abc")


def test_what_does_not_say_how_long_it_is_is_refused() -> None:
    environ = {"REQUEST_METHOD": "POST", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(b"abc")}
    said: list[str] = []
    assert b"nothing was saved" in b"".join(Bodies(echo)(environ, lambda status, _: said.append(status)))
    assert said == ["411 Length Required"]


def test_only_so_many_are_left_to_their_end(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_LEFT", 2)
    app, slow = Bodies(echo), [Slow() for _ in range(2)]
    assert [asked(app, each, 10)[0] for each in slow] == ["408", "408"]
    assert asked(app, io.BytesIO(b"abc"), 3)[0] == "503"
    for each in slow:
        each.go.set()
    for thread in threading.enumerate():
        if thread.name == "body":
            thread.join(30)
    assert asked(app, io.BytesIO(b"abc"), 3) == ("200", b"abc")
