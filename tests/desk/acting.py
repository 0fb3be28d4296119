"""Taking an action on an edition's page, as a browser does."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Edition
from tests import makers

TOMORROW = makers.tomorrow().date().isoformat()
NEXT_YEAR = makers.next_year().isoformat()


def signed_in(user: User | None) -> Client:
    """A browser in which somebody signed in, or nobody."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def address(edition: Edition, action: str = "") -> str:
    """The address of an edition's page, or of an action on it."""
    if action:
        return reverse("admin:desk-action", args=[edition.pk, action])
    return reverse("admin:desk-edition", args=[edition.pk])


def html_of(edition: Edition, *, by: User, **query: str) -> str:
    """The page of an edition."""
    response = signed_in(by).get(address(edition), query)
    assert response.status_code == 200
    return response.content.decode()


def do(edition: Edition, action: str, *, by: User | None, **data: Any) -> HttpResponse:
    """Send an action's form, with what its page knows of the edition unless the test says otherwise."""
    edition.refresh_from_db()
    known = {"seen": edition.state, "sha256": edition.sealed_sha256 or makers.sha256(edition)}
    sent = {**known, "version": edition.version, **data}
    return cast("HttpResponse", signed_in(by).post(address(edition, action), sent))
