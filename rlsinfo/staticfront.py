"""Static files, answered before Django and the page cache: most requests of a new reader are for them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise import WhiteNoise

from rlsinfo.pagecache.asked import Environ, is_secure

Application = Callable[[Environ, Any], Iterable[bytes]]
HASHED = r"\.[0-9a-f]{12}\.[a-z0-9]+$"
"""A name with the hash of its content: what is behind it never changes."""
MAX_AGE_SECONDS = 3600
"""How long browsers keep the others, such as the icon."""


class StaticFront(WhiteNoise):  # type: ignore[misc]  # it has no types
    """WhiteNoise around an application, for the gathered files of this site, which it looks for when the first is
    asked for: the first page does not wait for that.
    """

    def __init__(self, application: Application) -> None:
        super().__init__(
            application,
            max_age=MAX_AGE_SECONDS,
            allow_all_origins=False,
            add_headers_function=add_headers,
            immutable_file_test=HASHED,
        )
        self._looked, self._looking = False, Lock()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Send a static file, or ask the application."""
        path = environ["PATH_INFO"]
        found = self._found(path) if path.startswith(settings.STATIC_URL) else None
        if found is None or (settings.SECURE_SSL_REDIRECT and not is_secure(environ)):
            answer: Iterable[bytes] = self.application(environ, start_response)
        else:
            answer = self.serve(found, environ, start_response)
        return answer

    def _found(self, path: str) -> Any:
        if not self._looked:
            with self._looking, warnings.catch_warnings():
                warnings.simplefilter("ignore")  # nothing gathered yet: `serve` does that, and tests do without
                if not self._looked:
                    self.add_files(settings.STATIC_ROOT, prefix=settings.STATIC_URL)
                self._looked = True
        return self.files.get(path)

    @staticmethod
    def serve(found: Any, environ: Environ, start_response: Any) -> list[bytes]:
        """Send it whole, so that whoever reads slowly holds none of the app's threads."""
        response = found.get_response(environ["REQUEST_METHOD"], environ)
        start_response(f"{response.status} {response.status.phrase}", list(response.headers))
        if response.file is None:
            return []
        with response.file:
            return [response.file.read()]


def add_headers(headers: Headers, _path: str, _url: str) -> None:
    """What Django's ``SecurityMiddleware`` puts on every other response."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    headers["Cross-Origin-Opener-Policy"] = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
    if settings.SECURE_HSTS_SECONDS:
        parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
        parts += ["includeSubDomains"] * settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
        parts += ["preload"] * settings.SECURE_HSTS_PRELOAD
        headers["Strict-Transport-Security"] = "; ".join(parts)
