"""Telling a cache what to purge, as its documents say, and understanding whether it did."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import httpcore2

from rlsinfo.edge.address import Edge
from rlsinfo.edge.tagging import POSITION

CALL_SECONDS: Final = 10.0
LONGEST_REST_SECONDS: Final = 300.0


class NotTakenError(Exception):
    """A purge was not taken. Its text says why, never with the token. ``rest``: seconds that the service asks for."""

    def __init__(self, said: str, rest: float = 0.0) -> None:
        super().__init__(said)
        self.rest = min(rest, LONGEST_REST_SECONDS)


def batches(edge: Edge, tags: Sequence[str]) -> Iterator[list[str]]:
    """Keys in parts that one call may carry."""
    most, most_bytes = edge.batch
    part: list[str] = []
    size = 0
    for tag in tags:
        if part and (len(part) == most or size + len(tag) + 1 > most_bytes):
            yield part
            part, size = [], 0
        part.append(tag)
        size += len(tag) + 1
    if part:
        yield part


def purge(edge: Edge, tags: Sequence[str], position: int) -> None:
    """Have everything purged that carries one of these keys; of Varnish also all that is older than a position.

    Raises ``NotTakenError`` where one does not take it, once all others were told.
    """
    refused: NotTakenError | None = None
    for base in edge.bases:
        try:
            _purge_one(edge, base, tags, position)
        except NotTakenError as error:
            refused = error
    if refused is not None:
        raise refused


def _purge_one(edge: Edge, base: str, tags: Sequence[str], position: int) -> None:
    if edge.service == "varnish":
        keys = {"Surrogate-Key": " ".join(tags)} if tags else {}
        _call(edge, "PURGE", f"{base}/", {POSITION: str(position), **keys}, b"")
    elif edge.service == "fastly":
        sent = {"Fastly-Key": edge.token}
        _call(edge, "POST", f"{base}/service/{edge.account}/purge", sent, _json({"surrogate_keys": list(tags)}))
    else:
        sent = {"Authorization": f"Bearer {edge.token}"}
        _call(edge, "POST", f"{base}/client/v4/zones/{edge.account}/purge_cache", sent, _json({"tags": list(tags)}))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _call(edge: Edge, method: str, url: str, sent: dict[str, str], body: bytes) -> None:
    headers: dict[bytes | str, bytes | str] = {"Accept": "application/json"}
    headers.update(sent.items())
    if body:
        headers["Content-Type"] = "application/json"
    times = dict.fromkeys(("connect", "read", "write", "pool"), CALL_SECONDS)
    try:
        response = _connections().request(method, url, headers=headers, content=body, extensions={"timeout": times})
    except (OSError, httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException) as error:
        raise NotTakenError(f"{edge.name} does not answer: {type(error).__name__}") from error
    text = response.content[:300].decode(errors="replace")
    if edge.token:
        text = text.replace(edge.token, "…")
    if response.status != 200:  # noqa: PLR2004 (success)
        asked = {name.lower(): value for name, value in response.headers}.get(b"retry-after", b"")
        rest = float(asked) if asked.isdigit() else 0.0
        raise NotTakenError(f"{edge.name} answers {response.status}: {text}", rest)
    if edge.service == "cloudflare" and not _succeeded(response.content):
        raise NotTakenError(f"{edge.name} answers: {text}")


def _succeeded(content: bytes) -> bool:
    try:
        return json.loads(content).get("success") is True
    except (ValueError, AttributeError):
        return False


@lru_cache(maxsize=1)
def _connections() -> httpcore2.ConnectionPool:
    """The open connections of this process."""
    return httpcore2.ConnectionPool(ssl_context=ssl.create_default_context(), max_connections=4, keepalive_expiry=30)
