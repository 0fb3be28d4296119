"""What stands around every page: what templates know of the site, and the parts that are the same on all pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts import once


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same on all pages of a language: the links of the head, the top and the foot."""

    head: SafeString
    feed: SafeString
    image: SafeString
    top: SafeString
    foot: SafeString


def site() -> dict[str, str]:
    """The site's name and address, and the licence of its texts."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "licence_name": settings.CONTENT_LICENCE,
        "licence_url": settings.CONTENT_LICENCE_URL,
    }


def everywhere() -> dict[str, Any]:
    """What every template knows of the site, and the frame of its pages, made when it is asked for."""
    known = site()
    return known | {"frame": partial(_frame, get_language() or "", settings.STATIC_URL, tuple(known.items()))}


@once.made(32)
def _frame(_language: str, _static: str, known: tuple[tuple[str, str], ...]) -> Frame:
    return Frame(**{part: _part(part, dict(known)) for part in Frame.__slots__})


def _part(name: str, known: dict[str, str]) -> SafeString:
    return SafeString(render_to_string(f"frame/{name}.html", known).rstrip("\n"))
