"""A proxy that can hold an answer back, so that a test decides how slow a page is."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Holding:
    """Passes requests to a port. ``held``: the path whose answers wait for ``go_on``. ``answers``: path and status."""

    def __init__(self, target: int) -> None:
        self.held = ""
        self.holding, self.go_on = threading.Event(), threading.Event()
        self.answers: list[tuple[str, int]] = []
        holder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                connection = http.client.HTTPConnection("127.0.0.1", target, timeout=30)
                connection.request("GET", self.path, headers=dict(self.headers.items()))
                response = connection.getresponse()
                body = response.read()
                connection.close()
                if self.path == holder.held:
                    holder.holding.set()
                    holder.go_on.wait(30)
                holder.answers.append((self.path, response.status))
                self.send_response_only(response.status)
                for name, value in response.getheaders():
                    self.send_header(name, value)
                if "content-length" not in {name.lower() for name, _ in response.getheaders()}:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])

    def hold(self, path: str) -> None:
        """Hold answers of a path from now on."""
        self.holding.clear()
        self.go_on.clear()
        self.held = path

    def release(self) -> None:
        """Let them go."""
        self.held = ""
        self.go_on.set()


@contextmanager
def holding(target: int) -> Iterator[Holding]:
    """A proxy that runs."""
    proxy = Holding(target)
    thread = threading.Thread(target=proxy.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.release()
        proxy.server.shutdown()
        proxy.server.server_close()
        thread.join(10)
