"""Clients that take their time, on purpose or on a bad line."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.freshness.racing import Web

Connect = Callable[[], socket.socket]
PAUSE_SECONDS = 0.5
HELPER = "slowly-told"
"""The organisation that slow clients tell something about: its form is read without anything that must come first."""


def slow_header(connect: Connect, over: threading.Event) -> None:
    """Sends a header a byte at a time."""
    with connect() as line:
        for byte in b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 1000:
            line.sendall(bytes([byte]))
            if over.wait(PAUSE_SECONDS):
                return


def slow_body(connect: Connect, over: threading.Event) -> None:
    """Sends a form a byte at a time, and again when it is refused."""
    head = f"POST /support/{HELPER}/report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    while not over.is_set():
        with suppress(OSError), connect() as line:
            line.settimeout(PAUSE_SECONDS)
            line.sendall(head.encode())
            while not over.is_set():
                line.sendall(b"a")
                with suppress(TimeoutError):
                    if line.recv(1000):
                        break


def slow_reader(connect: Connect, over: threading.Event) -> None:
    """Asks for page after page and reads nothing."""
    with connect() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.settimeout(PAUSE_SECONDS)
        with suppress(TimeoutError):
            for _ in range(200):
                line.sendall(b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        over.wait()


KINDS = {"header": slow_header, "body": slow_body, "reader": slow_reader}


@contextmanager
def slow_clients(port: int, kind: str, *, count: int) -> Iterator[None]:
    """So many slow clients of a kind, all of them at it inside."""
    over, connected = threading.Event(), threading.Semaphore(0)

    def connect() -> socket.socket:
        line = socket.create_connection(("127.0.0.1", port), timeout=30)
        connected.release()
        return line

    def run() -> None:
        with suppress(OSError):  # the server may well end such a connection
            KINDS[kind](connect, over)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    try:
        for thread in threads:
            thread.start()
        for _ in threads:
            assert connected.acquire(timeout=30)
        time.sleep(2 * PAUSE_SECONDS)
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(30)


def answers(web: Web, path: str, *, until: str, but: str = "\0", seconds: float = 30) -> str:
    """What a page says, once it says something and not something else. Raises ``AssertionError`` if it never does."""
    deadline, body = time.monotonic() + seconds, ""
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=seconds)
            connection.request("GET", path)
            body = connection.getresponse().read().decode()
            connection.close()
            if until in body and but not in body:
                return body
        time.sleep(0.1)
    raise AssertionError(f"{path} never says {until!r}: {body[:500]}")
