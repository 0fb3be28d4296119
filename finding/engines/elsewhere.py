"""Speaking with the server of ``SEARCH_URL``: JSON over HTTP, within a time, or not at all for a while.

The connections are those of httpcore2, kept open between two questions.
"""

from __future__ import annotations

import base64
import json
import logging
import ssl
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    import httpcore2

logger = logging.getLogger("finding.elsewhere")

ANSWER_SECONDS: Final = 1.0
"""How long a reader waits for it."""
WORK_SECONDS: Final = 60.0
"""How long the background worker waits for it."""
REST_SECONDS: Final = 10.0
"""How long it is not asked by readers once it did not answer: they need not wait again and again."""
SAID_EVERY_SECONDS: Final = 60.0
NOT_FOUND: Final = 404

_ask_again_at = 0.0
_say_again_at = 0.0


class NotAnswering(Exception):
    """The server did not answer in time, or not as it should. Its text says how, never with a password."""


class NotThere(NotAnswering):
    """The server answers, and does not have what was asked for."""


def is_resting() -> bool:
    """Whether it did not answer a moment ago."""
    return time.monotonic() < _ask_again_at


def rest(error: NotAnswering) -> None:
    """Note that it did not answer a reader. Said in the log once a minute."""
    global _ask_again_at, _say_again_at  # noqa: PLW0603 (what this process knows of it)
    now = time.monotonic()
    _ask_again_at = now + REST_SECONDS
    if now >= _say_again_at:
        _say_again_at = now + SAID_EVERY_SECONDS
        logger.warning("SEARCH_URL does not answer (%s); the database of the site is searched instead.", error)


def wake() -> None:
    """Forget that it did not answer."""
    global _ask_again_at, _say_again_at  # noqa: PLW0603 (as above)
    _ask_again_at = _say_again_at = 0.0


def name() -> str:
    """The name under which the index is asked there: the path of ``SEARCH_URL``."""
    return urlsplit(settings.SEARCH_URL).path.strip("/")


def ask(method: str, path: str, body: Any = None, *, seconds: float = WORK_SECONDS) -> Any:
    """Ask, and give back the answer. ``body``: what is sent as JSON. Raises ``NotAnswering``, ``NotThere``."""
    content = b"" if body is None else _dumped(body)
    return _asked(method, path, content, "application/json", seconds)


def send_lines(path: str, lines: Iterable[Mapping[str, Any]], *, seconds: float = WORK_SECONDS) -> Any:
    """Post many values, each in a line of its own (NDJSON), as bulk requests are. Raises ``NotAnswering``."""
    return _asked("POST", path, b"".join(_dumped(line) + b"\n" for line in lines), "application/x-ndjson", seconds)


def _dumped(value: Any) -> bytes:
    """As JSON in ASCII, so that no text can break it, half a surrogate pair included."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _asked(method: str, path: str, content: bytes, media_type: str, seconds: float) -> Any:
    parts = urlsplit(settings.SEARCH_URL)
    headers: dict[bytes | str, bytes | str] = {"Content-Type": media_type, "Accept": "application/json"}
    if parts.username is not None:
        told = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(told).decode()}"
    host = parts.netloc.rpartition("@")[2]
    times = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    import httpcore2  # noqa: PLC0415 (sites without such a server never need it)

    try:
        response = _connections().request(
            method, f"{parts.scheme}://{host}{path}", headers=headers, content=content, extensions={"timeout": times}
        )
    except (OSError, httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException) as error:
        raise NotAnswering(f"{type(error).__name__} at {host}") from error
    if response.status == NOT_FOUND:
        raise NotThere(f"{method} {path} has nothing there")
    if not 200 <= response.status < 300:  # noqa: PLR2004 (success)
        raise NotAnswering(f"{method} {path}: {response.status} {response.content[:300].decode(errors='replace')}")
    try:
        return json.loads(response.content)
    except ValueError as error:
        raise NotAnswering(f"{method} {path} answers with no JSON") from error


@lru_cache(maxsize=1)
def _connections() -> httpcore2.ConnectionPool:
    """The open connections of this process."""
    import httpcore2  # noqa: PLC0415 (likewise)

    return httpcore2.ConnectionPool(ssl_context=ssl.create_default_context(), max_connections=20, keepalive_expiry=60)
