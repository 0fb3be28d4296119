"""The interface of a cache before the site, played by a server of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest

from rlsinfo.edge import address, services
from rlsinfo.edge.address import Edge

TOKEN = "very-secret-token"


class Api:
    """Plays the service: keeps what it was sent, answers as it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, str], Any]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                api.calls.append((self.command, self.path, headers, json.loads(body) if body else None))
                status, more, text = api.answers.pop(0) if api.answers else (200, {}, b'{"success": true}')
                self.send_response_only(status)
                for name, value in {**more, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_POST = answer  # noqa: N815 (named by the library)
            do_PURGE = answer  # noqa: N815 (as above)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def edge(self, service: str) -> Edge:
        """The address of it, as the given service."""
        if service == "varnish":
            return cast("Edge", address.read(f"varnish://{self.base[7:]}"))
        return cast("Edge", address.read(f"{service}://abc123?token={TOKEN}&api={self.base}"))

    @property
    def keys(self) -> list[set[str]]:
        """The keys of each call."""
        return [
            set(headers["surrogate-key"].split() if body is None else next(iter(body.values())))
            for _, _, headers, body in self.calls
            if body is not None or "surrogate-key" in headers
        ]


@pytest.fixture
def api() -> Iterator[Api]:
    found = Api()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    services._connections().close()
    services._connections.cache_clear()
    found.server.shutdown()
    found.server.server_close()
    thread.join(10)
