"""One request to one address, inside limits of time and size, and its answer.

The connections are those of httpcore2, whose network layer can be ours, used by themselves: a client above them
would bring cookies, proxies, credentials and decoders that a check must not have.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpcore2

from resources.linkcheck.addresses import NoSuchHost, NotLookedUp, Policy, Refused, Target
from resources.linkcheck.network import Backend, Deadline, FullError, Limits
from resources.linkcheck.troubles import Trouble, explain
from resources.models import Reason

READABLE = ("text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "")
"""The media types whose content is read; the last stands for none, which browsers take for HTML as well."""
REDIRECTS = (301, 302, 303, 307, 308)
LEAST_OF_USE = 512
"""Bytes of a body that broke off from which a page can be judged."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``body`` is decompressed; ``unread``: it could not be; ``cut``: there is more than was read."""

    target: Target
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    read_bytes: int = 0
    cut: bool = False
    unread: bool = False

    @property
    def media_type(self) -> str:
        """Such as text/html; empty where the answer does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def readable(self) -> bool:
        """Whether its content is something that a check reads."""
        return self.media_type in READABLE


def fetch(
    target: Target,
    *,
    method: str,
    headers: Mapping[str, str],
    policy: Policy,
    limits: Limits,
    tls: ssl.SSLContext,
    deadline: Deadline,
) -> Answer:
    """Make one request and give back its answer. Raises ``Trouble`` for everything that is none."""
    backend = Backend(policy, deadline, limits)
    try:
        return _told(target, method, headers, backend, tls)
    except Trouble as trouble:
        trouble.connected = bool(backend.streams)
        raise


def _told(target: Target, method: str, headers: Mapping[str, str], backend: Backend, tls: ssl.SSLContext) -> Answer:
    try:
        return _fetch(target, method, headers, backend, tls)
    except FullError as error:
        raise Trouble(Reason.TOO_LARGE, "It sends more headers than a check reads.") from error
    except Refused as error:
        # A filter or a broken name server says so too: it is danger only where a site sent us there (``visit``).
        trouble = Trouble(Reason.NO_HOST, f"The name {target.host} leads to {error}.")
        trouble.inside = True
        raise trouble from error
    except NoSuchHost as error:
        raise Trouble(Reason.NO_HOST, f"The host {target.host} does not exist (any more).") from error
    except NotLookedUp as error:
        raise Trouble(Reason.SLOW, f"The name {target.host} could not be looked up just now.") from error
    except (OSError, httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException) as error:
        raise explain(error, target.host) from error


def _fetch(target: Target, method: str, headers: Mapping[str, str], backend: Backend, tls: ssl.SSLContext) -> Answer:
    origin = httpcore2.Origin(target.scheme.encode(), target.host.encode(), target.port)
    url = httpcore2.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    sent = {"Host": target.named_host, "Connection": "close", "Accept-Encoding": "gzip, deflate", **headers}
    request = httpcore2.Request(
        method, url, headers=[(k.encode(), v.encode("latin-1", "replace")) for k, v in sent.items()]
    )
    with httpcore2.HTTPConnection(origin, ssl_context=tls, network_backend=backend) as connection:
        response = connection.handle_request(request)
        if response.status < 200:  # noqa: PLR2004 (101: no answer to what was asked)
            raise Trouble(Reason.NOT_HTTP, "It does not answer as a web server does.", response.status)
        answer = Answer(target, response.status, _headers(response.headers), read_bytes=backend.read_bytes)
        if method == "HEAD" or not answer.readable or 300 <= answer.status < 400:  # noqa: PLR2004 (redirects)
            return answer
        return _with_body(answer, response, backend)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name in lower case; of several, all with commas, but the first of those of which one can be."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
        if key not in found:
            found[key] = text
        elif key not in ("location", "content-type", "etag", "retry-after"):
            found[key] += ", " + text
    return found


def _with_body(answer: Answer, response: httpcore2.Response, backend: Backend) -> Answer:
    """The answer with what may be read of its body. What breaks off in the middle is taken as far as it came."""
    for stream in backend.streams:
        stream.allowed = backend.limits.wire_bytes
    body, cut, unread = bytearray(), False, False
    try:
        with closing(_decoded(response, answer.headers.get("content-encoding", ""), backend.limits)) as parts:
            for part in parts:
                body += part
                if len(body) >= backend.limits.text_bytes:
                    cut = True
                    break
    except FullError:
        cut = True
    except zlib.error:
        unread = not body
    except (Trouble, OSError, httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException):
        if len(body) < LEAST_OF_USE:
            raise
        cut = True
    return Answer(answer.target, answer.status, answer.headers, bytes(body), backend.read_bytes, cut=cut, unread=unread)


def _decoded(response: httpcore2.Response, encoding: str, limits: Limits) -> Generator[bytes]:
    """The body decompressed, never more at once than may be kept. Raises ``zlib.error`` for what cannot be."""
    encoding = encoding.strip().lower()
    parts = response.iter_stream()
    if encoding in ("", "identity"):
        yield from parts
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise zlib.error("an encoding that was not asked for")
    inflater: Any = None
    for part in parts:
        if inflater is None and part:
            inflater = zlib.decompressobj(_window(encoding, part))
        waiting = part
        while waiting:
            yield inflater.decompress(waiting, limits.text_bytes)
            waiting = inflater.unconsumed_tail
        if inflater is not None and inflater.eof:
            return


def _window(encoding: str, start: bytes) -> int:
    """The size of window by which zlib tells its formats: gzip, zlib, or bare deflate, as some servers send it."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if start[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS
