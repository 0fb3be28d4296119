"""Which cache stands before the site: ``EDGE_URL``, read."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "::1")
FORMS = "varnish://127.0.0.1:6081, fastly://service-id?token=… or cloudflare://zone-id?token=…"
APIS = {"fastly": "https://api.fastly.com", "cloudflare": "https://api.cloudflare.com"}


@dataclass(frozen=True, slots=True)
class Edge:
    """A cache before the site. ``bases``: where its purges go. ``account``: the service or zone. The token is secret.

    ``header_bytes``: how much of keys a page may carry; ``batch``: how many keys and bytes of them one purge may carry.
    ``repeats``: whether a purge is repeated, because what was fetched meanwhile may be kept after it.
    """

    service: str
    bases: tuple[str, ...]
    account: str = ""
    token: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """What tells it from others, without any secret."""
        return f"{self.service}:{self.account or ','.join(self.bases)}"

    @property
    def header_bytes(self) -> int:
        """Varnish takes 8 KB of one header by default, the others 16 KB."""
        return 7_500 if self.service == "varnish" else 16_000

    @property
    def batch(self) -> tuple[int, int]:
        """Keys, and bytes of them: of Varnish what one header may have, of the others what their documents say."""
        return {"varnish": (200, 7_000), "fastly": (256, 200_000), "cloudflare": (100, 100_000)}[self.service]

    @property
    def repeats(self) -> bool:
        """Varnish knows by its VCL what was fetched before a purge; the others cannot."""
        return self.service != "varnish"


def read(url: str) -> Edge | None:
    """The cache of an ``EDGE_URL``; nothing where it is empty. Raises ``ImproperlyConfigured``, without the token."""
    if not url:
        return None
    edge = None
    with suppress(ValueError):
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
        known = {"token", "api"} if parts.scheme in APIS else set()
        if parts.path in ("", "/") and not parts.fragment and query.keys() <= known:
            edge = _varnish(parts.netloc) if parts.scheme == "varnish" else _service(parts.scheme, parts.netloc, query)
    if edge is None:
        raise ImproperlyConfigured(f"EDGE_URL must be {FORMS}; in a token, write each of & # % + as %26 %23 %25 %2B.")
    return edge


def _varnish(hosts: str) -> Edge | None:
    """One Varnish, or several with commas between them: each is told of everything."""
    bases = []
    for host in hosts.split(","):
        parts = urlsplit(f"http://{host}")
        if not parts.hostname or parts.username or parts.port == 0:
            return None
        bases.append(f"http://{host}")
    return Edge("varnish", tuple(bases))


def _service(service: str, account: str, query: dict[str, str]) -> Edge | None:
    api, token = query.get("api", APIS.get(service, "")), query.get("token", "")
    ours = api in APIS.values() or urlsplit(api).hostname in LOOPBACK  # another one is for tests alone
    if service not in APIS or not ours or not token.isascii() or not token.isprintable() or not token:
        return None
    if not re.fullmatch(r"[A-Za-z0-9]{1,64}", account):
        return None
    return Edge(service, (api,), account, token)
