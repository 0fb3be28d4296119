"""The ways from the admin's own lists and records to the desk, and to what readers see."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Edition, State
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(makers.person(Role.AUTHOR))
    return client


def html(client: Client, page: str, *arguments: int) -> str:
    response = client.get(reverse(f"admin:articles_{page}", args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def desk(edition: Edition) -> dict[str, str]:
    return {
        "article": f'href="{reverse("admin:desk-article", args=[edition.article_id])}"',
        "edition": f'href="{reverse("admin:desk-edition", args=[edition.pk])}"',
    }


@pytest.mark.parametrize("state", State)
def test_lists_and_records_lead_to_the_desk(client: Client, state: State) -> None:
    edition = makers.edition(state)
    for kind, link in desk(edition).items():
        pk = edition.pk if kind == "edition" else edition.article_id
        assert link in html(client, f"{kind}_changelist")
        assert link in html(client, f"{kind}_change", pk)


@pytest.mark.parametrize(("state", "shown"), [(State.DRAFT, False), (State.PUBLISHED, True), (State.WITHDRAWN, True)])
def test_only_what_readers_were_shown_leads_to_the_site(client: Client, state: State, *, shown: bool) -> None:
    edition = makers.edition(state)
    for kind, row in (("article", edition.article), ("edition", edition)):
        assert ("View on site" in html(client, f"{kind}_changelist")) is shown
        record = html(client, f"{kind}_change", row.pk)
        assert ("View on site" in record) is shown
        assert (f'href="{row.get_absolute_url()}"' in record) is shown


def test_the_list_of_articles_leads_to_the_lists_of_the_desk(client: Client) -> None:
    assert reverse("admin:desk-list", args=["editions"]) in html(client, "article_changelist")
