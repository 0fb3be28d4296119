"""The network as a check sees it: connections that go where they were judged to go, and end by time and size."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpcore2

from resources.linkcheck.addresses import NoSuchHost, Policy, Refused
from resources.linkcheck.troubles import Trouble
from resources.models import Reason

SHORTEST_WAIT = 0.001
MOST_TRIED = 4
"""Addresses of one host that are tried."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one visit may take, redirects included, and how much it may read. Seconds and bytes."""

    seconds: float = 20
    head_seconds: float = 10
    robots_seconds: float = 10
    connect_seconds: float = 8
    wire_bytes: int = 256 * 1024
    header_bytes: int = 64 * 1024
    text_bytes: int = 1024 * 1024
    redirects: int = 5


class Deadline:
    """A moment by which something must have ended."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises ``Trouble`` where none are."""
        seconds = self.at - time.monotonic()
        if seconds < SHORTEST_WAIT:
            raise Trouble(Reason.SLOW, "It did not answer in time.")
        return seconds

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What happens inside does not count."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.at += time.monotonic() - began


class FullError(Exception):
    """As much was read as may be read."""


class Stream(httpcore2.NetworkStream):
    """A connection that ends by a deadline, and by the bytes that may be read: headers first, then all of it."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline, limits: Limits) -> None:
        self.inner, self.deadline, self.limits = inner, deadline, limits
        self.count = 0
        self.allowed = limits.header_bytes

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, within what is left of time and room."""
        room = self.allowed - self.count
        if room <= 0:
            raise FullError
        data = self.inner.read(min(max_bytes, room), self.deadline.left())
        self.count += len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes, within what is left of time."""
        self.inner.write(buffer, self.deadline.left())

    def close(self) -> None:
        """Hang up."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted, once the other side has shown who it is."""
        self.inner = self.inner.start_tls(ssl_context, server_hostname, self.deadline.left())
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpcore2 wants to know of the connection."""
        return self.inner.get_extra_info(info)


class PlainStream(httpcore2.NetworkStream):
    """A socket, as httpcore2 wants it."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes; none at the end."""
        self.sock.settimeout(timeout)
        return self.sock.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes. Raises ``WriteError``, which httpcore2 passes over: an answer may have come before."""
        self.sock.settimeout(timeout)
        try:
            self.sock.sendall(buffer)
        except OSError as error:  # a server may hang up early and have answered all the same
            raise httpcore2.WriteError(error) from error

    def close(self) -> None:
        """Hang up."""
        self.sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted; the time is for the whole handshake."""
        self.sock.settimeout(timeout)
        try:
            return PlainStream(ssl_context.wrap_socket(self.sock, server_hostname=server_hostname))
        except BaseException:
            self.sock.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        """Whether it is encrypted, in the way that httpcore2 asks for it."""
        if info == "ssl_object" and isinstance(self.sock, ssl.SSLSocket):
            return self.sock
        return None


@dataclass(slots=True)
class Backend(httpcore2.NetworkBackend):
    """The network as a check sees it: a host is resolved once, judged, and connected to at the address judged."""

    policy: Policy
    deadline: Deadline
    limits: Limits
    streams: list[Stream] = field(default_factory=list)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to a host at one of its addresses, all of which were judged. Raises ``Refused`` and the like."""
        addresses = self.policy.addresses(host, port, self.deadline.left())
        stream = Stream(PlainStream(self._dial(addresses[:MOST_TRIED], port)), self.deadline, self.limits)
        self.streams.append(stream)
        return stream

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        """Refuse: a check has no business with sockets of this machine."""
        raise Refused("a socket of this machine")

    def _dial(self, addresses: list[str], port: int) -> socket.socket:
        """Connect to the first address that lets us; the last one's error if none does."""
        for place, address in enumerate(addresses, start=1):
            left = self.deadline.left()
            seconds = min(self.limits.connect_seconds, left if place == len(addresses) else left / 2)
            try:
                return self.policy.dial(address, port, seconds)
            except OSError:
                if place == len(addresses):
                    raise
        raise NoSuchHost

    @property
    def read_bytes(self) -> int:
        """Bytes that came in."""
        return sum(stream.count for stream in self.streams)
