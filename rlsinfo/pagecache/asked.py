"""What a request asks for, as far as a kept page can answer it: only what makes a page another one is looked at."""

from __future__ import annotations

import io
import sys
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from freshness.keeping import Kept
from rlsinfo.http import accepted_encodings

Environ = dict[str, Any]
ENCODINGS = ("br", "gzip")
LONGEST = 300
"""Characters of a header that are looked at; longer ones say nothing that anybody needs."""


def path_of(environ: Environ) -> str | None:
    """The path of the page that a request asks for; nothing where no kept page may answer it.

    None may where somebody is signed in, where the address is not the site's own, or on the way to be redirected to
    https.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("SCRIPT_NAME"):
        return None
    if settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "") or not _ours(environ.get("HTTP_HOST", "")):
        return None
    if settings.SECURE_SSL_REDIRECT and not is_secure(environ):
        return None
    return str(environ["PATH_INFO"])


def is_secure(environ: Environ) -> bool:
    """Whether a request came by https, as Django sees it."""
    header = settings.SECURE_PROXY_SSL_HEADER
    if header is not None and (said := environ.get(header[0])) is not None:
        return bool(said.partition(",")[0].strip() == header[1])
    return bool(environ["wsgi.url_scheme"] == "https")


def _ours(host: str) -> bool:
    return len(host) <= LONGEST and _allowed(host)


@lru_cache(maxsize=256)
def _allowed(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def encoding_of(accept: str) -> str:
    """The best encoding that a client takes, or none."""
    return _best(accept) if len(accept) <= LONGEST else ""


@lru_cache(maxsize=256)
def _best(accept: str) -> str:
    accepted = accepted_encodings(accept)
    return next((name for name in ENCODINGS if name in accepted), "")


def kept_at(path: str) -> Kept | None:
    """How pages may be kept at a path as it stands in the environ; nothing where they may not."""
    try:
        text = path.encode("latin-1").decode()
        with override(get_language_from_path(text) or settings.LANGUAGE_CODE):
            match = resolve(text)
    except (Resolver404, UnicodeError):
        return None
    return getattr(match.func, "kept", None)


def for_everybody(environ: Environ) -> Environ:
    """The request as nobody in particular would make it: the path, the site's own address, and nothing else.

    So nothing that a stranger sends can get into a page that others are shown.
    """
    own = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": environ["PATH_INFO"],
        "QUERY_STRING": "",
        "SERVER_NAME": own.hostname,
        "SERVER_PORT": str(own.port or (443 if own.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": own.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": own.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": environ.get("wsgi.errors", sys.stderr),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
