"""An edition's page on the desk: who may open it, what it shows in each state, and what it costs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Edition, State
from tests import makers

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(edition: Edition) -> str:
    return reverse("admin:desk-edition", args=[edition.pk])


def html_of(edition: Edition, *, by: User, **query: str) -> str:
    response = signed_in(by).get(address(edition), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_it_in_every_state(state: State, role: Role) -> None:
    html = html_of(makers.edition(state), by=makers.person(role))
    assert f'<span class="state {state.value}">{state.label}</span>' in html
