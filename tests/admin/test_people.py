"""Accounts in the admin: nobody hands themselves a role, a right or credentials."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import Byline, User
from accounts.roles import Role, has_role
from tests import makers

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def form(user: User, **columns: Any) -> dict[str, Any]:
    return {"username": user.username, "is_active": "on", "is_staff": "on", **columns}


def test_an_administrator_gives_others_a_role() -> None:
    administrator, other = makers.person(Role.ADMINISTRATOR), makers.person()
    group = Group.objects.get(name=Role.AUTHOR.value)
    response = signed_in(administrator).post(change(other), form(other, groups=[group.pk]))
    assert response.status_code == 302
    assert has_role(other, Role.AUTHOR)


def test_an_administrator_gives_themselves_none() -> None:
    administrator = makers.person(Role.ADMINISTRATOR)
    groups = [group.pk for group in Group.objects.all()]
    signed_in(administrator).post(change(administrator), form(administrator, groups=groups, is_superuser="on"))
    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert [group.name for group in administrator.groups.all()] == [Role.ADMINISTRATOR.value]


def test_an_administrator_makes_nobody_a_superuser() -> None:
    administrator, other = makers.person(Role.ADMINISTRATOR), makers.person()
    signed_in(administrator).post(change(other), form(other, is_superuser="on"))
    other.refresh_from_db()
    assert not other.is_superuser


@pytest.mark.parametrize("name", ["admin:accounts_user_change", "admin:auth_user_password_change"])
def test_an_administrator_does_not_touch_a_superuser_or_the_loader(name: str) -> None:
    client = signed_in(makers.person(Role.ADMINISTRATOR))
    for user in (makers.superuser(), makers.loader()):
        response = client.post(reverse(name, args=[user.pk]), form(user, password1="x" * 20, password2="x" * 20))
        assert response.status_code == 403


def test_nobody_vouches_for_their_own_credentials() -> None:
    administrator = makers.person(Role.ADMINISTRATOR, credentials="")
    byline = Byline.objects.get(user=administrator)
    address = reverse("admin:accounts_byline_change", args=[byline.pk])
    assert signed_in(administrator).post(address, {"credentials": "Professor"}).status_code == 403
    assert signed_in(makers.person(Role.ADMINISTRATOR)).get(address).status_code == 200


def test_nobody_gives_themselves_a_public_name_with_credentials() -> None:
    both = makers.person(Role.ADMINISTRATOR, Role.REVIEWER, byline=False)
    data = {"key": "own", "name": "Dr Own", "kind": "person", "user": both.pk, "credentials": "Consultant"}
    response = signed_in(both).post(reverse("admin:accounts_byline_add"), data)
    assert b"Select a valid choice" in response.content
    theirs = makers.person().byline
    Byline.objects.filter(pk=theirs.pk).update(user=None)
    response = signed_in(both).post(reverse("admin:accounts_byline_change", args=[theirs.pk]), data)
    assert b"Select a valid choice" in response.content
    assert not Byline.objects.filter(user=both).exists()
    other = makers.person(Role.REVIEWER, byline=False)
    signed_in(both).post(reverse("admin:accounts_byline_add"), data | {"user": other.pk})
    assert Byline.objects.get(user=other).name == "Dr Own"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_roles_reach_no_account(role: Role) -> None:
    client = signed_in(makers.person(role))
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:accounts_byline_add")).status_code == 403


def test_nobody_rewrites_when_somebody_joined_or_was_last_here() -> None:
    other = makers.person()
    days = {"date_joined_0": "2001-01-01", "date_joined_1": "10:00", "last_login_0": "2001-01-01"}
    assert signed_in(makers.superuser()).post(change(other), form(other, **days)).status_code == 302
    assert User.objects.get(pk=other.pk).date_joined == other.date_joined
    assert User.objects.get(pk=other.pk).last_login is None
