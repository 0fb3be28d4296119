"""The front page of the desk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests import makers

pytestmark = pytest.mark.django_db


def test_the_desks_own_pages_open() -> None:
    client = Client()
    client.force_login(makers.person(Role.AUTHOR))
    article = makers.article()
    for address in (
        reverse("admin:desk-new"),
        reverse("admin:desk-article", args=[article.pk]),
        reverse("admin:desk-list", args=["drafts"]),
    ):
        assert client.get(address).status_code == 200
