"""A clinician who was invited, and the address of their link."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import links
from articles.models import Invitation
from tests import makers


@pytest.fixture
def invitation() -> Invitation:
    """Somebody who was asked to review a text that is in review."""
    return makers.invited()


@pytest.fixture
def address(invitation: Invitation) -> str:
    """The path of their page."""
    return links.guest_path(invitation)


@pytest.fixture
def guest(client: Client, address: str) -> Client:
    """Their browser, in which the text is open."""
    client.post(address, {"do": "open"})
    return client
