"""A finished page: its bytes in every encoding, its headers, and what it depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import Any

from rlsinfo.packing import BEST, QUICK, SMALLEST, brotlied, gzipped
from rlsinfo.pagecache.asked import Environ, encoding_of

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
OFTEN = 8
"""A page that was sent so often is compressed as well as can be: that takes a hundred milliseconds, beside the rest."""
MADE_HERE = frozenset({"content-length", "content-encoding", "etag", "vary"})
IN_304 = frozenset({"cache-control", "etag", "vary", "surrogate-key", "cache-tag"})
"""Headers that belong into a 304 (RFC 9110, 15.4.5)."""

_beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="compressing")


class Entry:
    """A page that was made once and is sent many times.

    ``slots`` and ``stamps``: what it shows, and the stamps of all that from before it was made. ``pulse``: when they
    were last found to be the same. ``asks``: it answers requests without a query only. ``ends``: until when it is
    true, in seconds since 1970. ``offered``: when somebody else was last asked to keep it too. ``tags``: by what a
    cache before the site can be told to purge it.
    """

    def __init__(self, status: str, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.status, self.body = status, body
        self.quoted = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        self.headers: Headers = [(name, value) for name, value in headers if name.lower() not in MADE_HERE]
        # One tag for the page in every encoding (RFC 9110, 8.8.1).
        self.headers += [("ETag", f"W/{self.quoted}"), ("Vary", "Accept-Encoding")]
        self.unchanged: Headers = [(name, value) for name, value in self.headers if name.lower() in IN_304]
        self.whole: dict[str, tuple[Headers, bytes]] = {"": self._encoded("", body)}
        self.sent = 0
        self.asks = False
        self.tags = ""
        self.slots: Sequence[int] = ()
        self.stamps: tuple[bytes, ...] = ()
        self.pulse = b""
        self.ends = 0.0
        self.offered = 0.0

    @property
    def size(self) -> int:
        """Its bytes in memory, about: the body, two compressed ones, and what belongs to them."""
        return len(self.body) * 3 // 2 + 100 * len(self.slots) + 4096

    @property
    def good(self) -> bool:
        """Whether it is what was asked for."""
        return self.status.startswith("200")

    @property
    def leads_on(self) -> bool:
        """Whether it is a redirect."""
        return self.status.startswith("3")

    def answer(self, environ: Environ, start_response: StartResponse) -> Sequence[bytes]:
        """Send it, or say that the client has it already."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and self.good and (self.quoted in known or known.strip() == "*"):
            start_response("304 Not Modified", self.unchanged)
            return ()
        encoding = encoding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
        found = self.whole.get(encoding)
        headers, body = self._compress(encoding) if found is None else found
        self.sent += 1
        if self.sent == OFTEN:
            _beside.submit(self.compress_well)
        start_response(self.status, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def compress_well(self) -> None:
        """Make its brotli as small as can be."""
        if len(self.body) >= SMALLEST:
            self.whole["br"] = self._encoded("br", brotlied(self.body, BEST))

    def _compress(self, encoding: str) -> tuple[Headers, bytes]:
        if len(self.body) < SMALLEST:
            made = self.whole[""]
        elif encoding == "br":
            made = self._encoded("br", brotlied(self.body, QUICK))
        else:
            made = self._encoded("gzip", gzipped(self.body))
        return self.whole.setdefault(encoding, made)

    def _encoded(self, encoding: str, body: bytes) -> tuple[Headers, bytes]:
        also = [("Content-Encoding", encoding)] if encoding else []
        return [*self.headers, *also, ("Content-Length", str(len(body)))], body
