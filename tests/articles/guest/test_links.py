"""The signed link of an invitation: only ours is known, and finding it costs one query at most."""

from __future__ import annotations

import pytest
from django.core.signing import Signer
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from articles import links, workflow
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_token_leads_back_to_its_invitation(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    invitation = makers.invited()
    token = links.token_of(invitation)
    with django_assert_num_queries(1):
        found = links.invitation_of(token)
        assert found == invitation
        assert found.edition.article.slug
        assert found.invited_by.pk


def test_a_revoked_one_is_found_too() -> None:
    invitation = makers.invited()
    workflow.revoke(invitation, by=makers.author())
    found = links.invitation_of(links.token_of(invitation))
    assert found is not None
    assert found.revoked_at


@pytest.mark.parametrize("token", ["", "1", "1.", ".", "1.x", "²", "\x00", "a" * 5000, "1.é"])
def test_what_we_did_not_sign_costs_no_query(token: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert links.invitation_of(token) is None


def test_a_signature_for_something_else_is_none_of_ours() -> None:
    invitation = makers.invited()
    for salt in ("django.core.signing.Signer", "other"):
        assert links.invitation_of(Signer(salt=salt, sep=".").sign(str(invitation.pk))) is None
    number, _, signature = links.token_of(invitation).partition(".")
    assert links.invitation_of(f"{int(number) + 1}.{signature}") is None


def test_an_invitation_that_is_not_there_is_none() -> None:
    invitation = makers.invited()
    invitation.pk += 1
    assert links.invitation_of(links.token_of(invitation)) is None


def test_the_address_is_absolute_and_of_the_site_not_of_a_request(settings: Settings) -> None:
    settings.SITE_URL = "https://www.example.org"
    invitation = makers.invited()
    assert links.guest_address(invitation) == f"https://www.example.org/review/{links.token_of(invitation)}/"
