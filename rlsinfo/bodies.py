"""Bodies of requests, taken whole before the app sees them, so that whoever sends one slowly holds up nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from rlsinfo.processes import THREADS

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
AT_ONCE = THREADS // 2
"""So many bodies are waited for at a time, each of which holds a thread of the server; the rest is for pages."""
AT_WORK = THREADS - 1
"""So many requests with a body are answered at a time: where they wait for the database (SQLite lets one write at a
time), a thread is left for pages.
"""
PATIENT_SECONDS = 0.3
"""How long one waits to be one of them, on the thread that is left."""
PATIENCE_SECONDS, SLOWEST = 5.0, 20_000
"""How long a body may take; longer while so many bytes a second arrive."""
TURN_SECONDS = 0.05
"""How long one waits for its turn: that of a body that has arrived takes less than a millisecond."""
MOST_LEFT = 512
"""Bodies that nobody waits for any more: whoever sends them cannot be told, so a small thread waits for their end."""
MOST_BYTES = 8 * 1024 * 1024
"""More than any form of this site takes."""
PART = 16_384
REFUSED = {
    408: "408 Request Timeout",
    411: "411 Length Required",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}
WORDS = {
    408: "What you sent took too long to arrive, and nothing was saved. Please go back and send it again.",
    411: "What you sent does not say how long it is, and nothing was saved.",
    413: f"What you sent is larger than {MOST_BYTES // 1024**2} MB, and nothing was saved.",
    503: "The site is busy, and nothing was saved. Please go back and send it again in a few seconds.",
}


class _Body:
    """One body on its way."""

    def __init__(self, length: int) -> None:
        self.file = BytesIO()
        self.left = length
        self.over, self.given_up = threading.Event(), False

    def take(self, source: Any, done: Callable[[], None]) -> None:
        """Take it in parts until it is all there, or ends before that, or nobody wants it any more."""
        try:
            while self.left and not self.given_up and (part := source.read(min(self.left, PART))):
                self.file.write(part)
                self.left -= len(part)
        except OSError:  # the connection is gone
            pass
        finally:
            done()
            self.over.set()

    def wait(self) -> bool:
        """Wait while it arrives as quickly as it must. Says whether it is there, whole."""
        before = self.left
        while not self.over.wait(PATIENCE_SECONDS):
            if before - self.left < PATIENCE_SECONDS * SLOWEST:
                self.given_up = True
                self.file = BytesIO()  # its end may be far away
                return False
            before = self.left
        self.file.seek(0)
        return self.left == 0


class Bodies:
    """A WSGI application around another, which finds every body whole."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._at_work = threading.BoundedSemaphore(AT_WORK)
        self._waited_for = threading.BoundedSemaphore(AT_ONCE)
        self._there = threading.BoundedSemaphore(MOST_LEFT)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Ask the application, or refuse in words what arrives too slowly."""
        length = environ.get("CONTENT_LENGTH") or ""
        if environ.get("HTTP_TRANSFER_ENCODING"):  # the app would find nothing in it
            return refused(411, start_response)
        if length in ("", "0") or not (length.isascii() and length.isdigit()):
            return self._application(environ, start_response)
        if not self._at_work.acquire(timeout=PATIENT_SECONDS):
            return refused(503, start_response)
        try:
            taken = self._taken(environ["wsgi.input"], int(length))
            if isinstance(taken, int):
                return refused(taken, start_response)
            environ["wsgi.input"] = taken.file
            return self._application(environ, start_response)
        finally:
            self._at_work.release()

    def _taken(self, source: Any, length: int) -> _Body | int:
        """A body, whole, or the status with which it is refused."""
        if length > MOST_BYTES:
            return 413
        if not self._waited_for.acquire(timeout=TURN_SECONDS):
            return 503
        try:
            if not self._there.acquire(blocking=False):
                return 503
            body = _Body(length)
            thread = threading.Thread(target=body.take, args=(source, self._there.release), name="body", daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no more threads
                self._there.release()
                return 503
            return body if body.wait() else 408
        finally:
            self._waited_for.release()


def refused(status: int, start_response: Any) -> list[bytes]:
    """An answer in words to somebody whose form was not taken."""
    words = f"{WORDS[status]}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words)))]
    start_response(REFUSED[status], [*headers, ("Cache-Control", "no-store"), ("Retry-After", "5")])
    return [words]
