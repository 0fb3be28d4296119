"""What pages tell a cache before the site: by which keys they can be purged, how long they may be kept, and how new
they are. Whatever else the site sends is kept by no such cache.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

from freshness.following import Follower
from freshness.keys import EVERYTHING
from rlsinfo.edge.address import Edge
from rlsinfo.pagecache.asked import Environ
from rlsinfo.pagecache.entry import Headers, StartResponse

MANY = "many"
"""The key of pages that show more than a header can say: every purge has it."""
KEPT_SECONDS = 86_400
POSITION = "X-Position"
"""The header with the position in the journal of changes up to which a page is known to be true."""
TAGS = {"varnish": "Surrogate-Key", "fastly": "Surrogate-Key", "cloudflare": "Cache-Tag"}
CONTROL = {"varnish": "Surrogate-Control", "fastly": "Surrogate-Control", "cloudflare": "CDN-Cache-Control"}
_WORDS = re.compile(r"[a-z-]+")
_PLAIN = re.compile(r"[A-Za-z0-9:_-]{1,100}")
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def tag(key: str) -> str:
    """A key as all three services take it: short, printable, without spaces and commas, the same in small letters."""
    return key.lower() if _PLAIN.fullmatch(key) else f"h:{blake2b(key.encode(), digest_size=12).hexdigest()}"


class Tagging:
    """The headers of an edge cache."""

    def __init__(self, edge: Edge, follower: Follower) -> None:
        self._edge, self._follower = edge, follower
        self._separator = "," if edge.service == "cloudflare" else " "

    def position(self) -> int:
        """How new what is looked at from now on will be. Asked before anything is looked at."""
        stamps = self._follower.stamps
        return stamps.position if stamps is not None else 0

    def tags(self, keys: Iterable[str]) -> str:
        """The keys of a page as one header."""
        found = self._separator.join([EVERYTHING, *sorted({tag(key) for key in keys})])
        return found if len(found) <= self._edge.header_bytes else self._separator.join([EVERYTHING, MANY])

    def headers(self, tags: str, *, ends: float, position: int) -> Headers:
        """What a page that is true now is sent with; nothing where it is not worth keeping any more."""
        seconds = int(min(KEPT_SECONDS, ends - time.time()))
        if seconds < 1:
            return []
        service = self._edge.service
        found = [(TAGS[service], tags), (CONTROL[service], f"max-age={seconds}")]
        return [*found, (POSITION, str(position))] if service == "varnish" else found


def adding(start_response: StartResponse, more: Headers) -> StartResponse:
    """Send more headers."""

    def start(status: str, headers: Sequence[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, *more], *rest)

    return start


def private_else(application: Application, edge: Edge) -> Application:
    """Let no such cache keep what does not say that it may: some keep for an hour whatever does not forbid it."""
    control = CONTROL[edge.service].lower()

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: Sequence[tuple[str, str]], *rest: Any) -> Any:
            said = {name.lower(): value for name, value in headers}
            rule = said.get("cache-control", "no-cache")
            # Static files may be kept: what they are called never means anything else.
            if control not in said and not {"immutable", "private"} & set(_WORDS.findall(rule)):
                kept = [(name, value) for name, value in headers if name.lower() != "cache-control"]
                parts = [part for part in map(str.strip, rule.split(",")) if part.lower() != "public"]
                headers = [*kept, ("Cache-Control", ", ".join(["private", *parts]))]
            return start_response(status, headers, *rest)

        return application(environ, start)

    return answer
