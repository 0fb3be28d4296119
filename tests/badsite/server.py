"""A server of raw sockets on this machine: what it sends is decided byte by byte, also where it is no HTTP."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

STEP = 0.02
"""Seconds between two bytes of those that drip."""


@dataclass(frozen=True)
class Request:
    """What was asked for; names of headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]

    @property
    def host(self) -> str:
        return self.headers.get("host", "")


class Talk:
    """One connection, from the side of the server."""

    def __init__(self, sock: socket.socket, ended: threading.Event) -> None:
        self.sock, self.ended = sock, ended

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes) -> None:
        """Send a byte every moment until the other side or the server ends."""
        for byte in data:
            if self.ended.wait(STEP):
                return
            self.send(bytes([byte]))

    def silent(self) -> None:
        """Say nothing until the other side hangs up."""
        self.sock.settimeout(5)
        self.sock.recv(1)

    def reset(self) -> None:
        """Break off as a crash does: the other side sees a reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Page = bytes | Callable[[Talk, Request], None]


@dataclass
class Site:
    """A running server: its port, its pages by path, and what it was asked for. ``sent``: bytes of endless pages."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def of(self, path: str) -> list[Request]:
        """The requests for a path."""
        return [request for request in self.asked if request.path == path]


def reply(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """A whole answer. Underscores in names of headers are hyphens; HTML unless it says otherwise."""
    data = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data)), **named}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} Word\r\n{head}\r\n".encode("latin-1") + data


@contextmanager
def bad_site(pages: dict[str, Page], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A running server with these pages."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        site = Site(listening.getsockname()[1], dict(pages))
        thread = threading.Thread(target=_serve, args=(listening, site, ended, tls), daemon=True)
        thread.start()
        yield site
        ended.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _serve(listening: socket.socket, site: Site, ended: threading.Event, tls: ssl.SSLContext | None) -> None:
    while not ended.is_set():
        try:
            sock, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_talk, args=(sock, site, ended, tls), daemon=True).start()


def _talk(sock: socket.socket, site: Site, ended: threading.Event, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), sock:
        sock.settimeout(5)
        with tls.wrap_socket(sock, server_side=True) if tls else sock as wrapped:
            request = _request(wrapped)
            if request is None:
                return
            site.asked.append(request)
            page = site.pages.get(request.path, reply("<title>Page not found</title>", 404))
            if isinstance(page, bytes):
                head, blank, body = page.partition(b"\r\n\r\n")
                wrapped.sendall(head + blank + (b"" if request.method == "HEAD" else body))
            else:
                page(Talk(wrapped, ended), request)


def _request(sock: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(65536)
        if not more:
            return None
        data += more
        if data.startswith(b"\x16\x03"):  # somebody speaks TLS to us
            sock.sendall(reply("", 400))
            return None
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(method, path, headers)
