"""Static files as WhiteNoise serves them, each looked at when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.string_utils import ensure_leading_trailing_slash


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise without its look at every file when a process starts, which took a fifth of the whole start.

    What a file's headers are is found when somebody asks for it, by the steps that WhiteNoise has for development, and
    kept: gathered files never change under a running site.
    """

    get_response: Callable[[HttpRequest], HttpResponse]

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Remember where they are."""
        folder = f"{Path(root).resolve()}/"
        self.directories.insert(0, (folder, ensure_leading_trailing_slash(prefix)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A file, or what the site answers."""
        path = request.path_info
        if self.autorefresh or not path.startswith(self.static_prefix):
            return self._answered(request)
        if path not in self.files and (found := self.find_file(path)) is not None:
            self.files[path] = found
        return self._answered(request)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().__call__(request)
        return response
