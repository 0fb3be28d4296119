"""Whether somebody was let through, and the two ways to try it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

Attempt = Callable[[Client], bool]


def let_through(response: Any) -> bool:
    """Whether somebody was not turned away: told that they may not, or asked to sign in."""
    if response.status_code == HttpResponse(status=403).status_code:
        return False
    if response.status_code in (301, 302) and response.headers["Location"].startswith(reverse("admin:login")):
        return False
    assert response.status_code < 400, (response.status_code, response.content[:500])
    return True


def getting(path: str) -> Attempt:
    return lambda client: let_through(client.get(path))


def posting(path: str, sent: dict[str, Any] | None = None) -> Attempt:
    return lambda client: let_through(client.post(path, sent or {}))
