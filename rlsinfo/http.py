"""What every public response carries: its caching rule, its permissions policy, and a compressed body."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from rlsinfo.packing import QUICK, SMALLEST, brotlied, gzipped

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
COMPRESSIBLE = ("text/html", "application/atom+xml", "application/xml", "text/plain", "application/manifest+json")


class PublicResponses:
    """Finishes a response. Bodies are compressed once for as long as they stay the same, never once a request.

    Only answers to requests without a cookie are compressed, so that no secret of a session can be guessed from sizes
    (BREACH).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers and compress where it pays."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.resolver_match is None or "admin" not in request.resolver_match.namespaces:
            # Kept by browsers, but asked for again each time: a correction reaches every reader at once.
            response.headers.setdefault("Cache-Control", "no-cache")
            if not getattr(response, "differs_by_language", False):
                _drop_language_from_vary(response)
            _compress(request, response)
        return response


def _drop_language_from_vary(response: HttpResponse) -> None:
    """The language stands in the address, so a page differs by Accept-Language only where its view says so.

    It does that with an attribute: ``response.differs_by_language = True``.
    """
    names = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    kept = [name for name in names if name and name.lower() != "accept-language"]
    if kept:
        response.headers["Vary"] = ", ".join(kept)
    else:
        response.headers.pop("Vary", None)


def _compress(request: HttpRequest, response: HttpResponse) -> None:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if response.status_code == 304:  # noqa: PLR2004
        _weaken(response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return
    if "no-store" in response.headers.get("Cache-Control", ""):
        return  # of one person alone, with a secret in its forms
    if response.streaming or response.has_header("Content-Encoding") or kind not in COMPRESSIBLE:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.COOKIES or len(response.content) < SMALLEST:
        return
    accepted = accepted_encodings(request.headers.get("Accept-Encoding", ""))
    encoding = next((name for name in ("br", "gzip") if name in accepted), None)
    if encoding is None:
        return
    response.content = _encoded(encoding, response.content)
    response.headers["Content-Encoding"] = encoding
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
    _weaken(response)


def _weaken(response: HttpResponse) -> None:
    """An ETag that stands for the same page in every encoding (RFC 9110, 8.8.1)."""
    if (tag := response.headers.get("ETag")) and not tag.startswith("W/"):
        response.headers["ETag"] = f"W/{tag}"


def accepted_encodings(header: str) -> set[str]:
    """The encodings that a client takes; one with q=0 is refused."""
    found = set()
    for part in header.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if "".join(parameters.split()) not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            found.add(name.strip())
    return found


@lru_cache(maxsize=256)
def _encoded(encoding: str, body: bytes) -> bytes:
    return brotlied(body, QUICK) if encoding == "br" else gzipped(body)
