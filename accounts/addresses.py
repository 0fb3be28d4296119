"""Addresses of pages that have a slug: Django's own, asked for once for each kind of page."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, override

_SLUG = "a-slug"


def with_slug(name: str, slug: str, language: str | None = None) -> str:
    """The path of a page whose address has one part, its slug: ``reverse(name, args=[slug])``, in a tenth of the time.

    In the language that is active, unless another is named.
    """
    before, after = _around(name, *_where(language))
    return f"{before}{slug}{after}"


def of(name: str) -> str:
    """The path of a page whose address has no parts: ``reverse(name)``, in the language that is active."""
    return _of(name, *_where(None))


def _where(language: str | None) -> tuple[str | None, str, str, str]:
    """What an address depends on beside its name."""
    urls = get_urlconf() or settings.ROOT_URLCONF
    return language or get_language(), settings.LANGUAGE_CODE, get_script_prefix(), urls


@lru_cache(maxsize=256)
def _of(name: str, language: str | None, _first: str, _prefix: str, _urls: str) -> str:
    with override(language):
        return reverse(name)


@lru_cache(maxsize=256)
def _around(name: str, language: str | None, _first: str, _prefix: str, _urls: str) -> tuple[str, str]:
    with override(language):
        before, _, after = reverse(name, args=[_SLUG]).rpartition(_SLUG)
    return before, after
