"""People: what the database refuses, who has a role, and which roles there are."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Byline, User
from accounts.roles import Role, has_role
from tests import makers

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_one_account_however_it_is_written() -> None:
    makers.person(email="ann@example.org")
    for address in ("ann@example.org", "Ann@Example.ORG"):
        with pytest.raises(IntegrityError), transaction.atomic():
            makers.person(email=address)
    with pytest.raises(ValidationError, match="Another account has this email address"):
        User(username="other", email="ANN@example.org", password="x").full_clean()


def test_accounts_without_an_address_may_be_many() -> None:
    makers.person(email="")
    assert makers.person(email="").pk


@pytest.mark.parametrize("role", Role)
def test_somebody_has_the_roles_that_they_were_given_and_no_other(role: Role) -> None:
    somebody = makers.person(role)
    assert [other for other in Role if has_role(somebody, other)] == [role]
    assert has_role(somebody, *Role)
    assert not has_role(somebody)


def test_an_inactive_person_a_superuser_and_nobody_have_none() -> None:
    for somebody in (makers.person(*Role, is_active=False), makers.superuser(), AnonymousUser()):
        assert not has_role(somebody, *Role)  # type: ignore[arg-type]


def test_the_roles_are_there_after_migrate_with_what_they_may_do_in_the_admin() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in Role}
    author, curator = makers.person(Role.AUTHOR), makers.person(Role.CURATOR)
    for permission in ("articles.view_edition", "articles.change_source", "resources.view_contact"):
        assert author.has_perm(permission)
    for permission in ("articles.change_edition", "articles.delete_source", "resources.change_contact"):
        assert not author.has_perm(permission)
    assert curator.has_perm("resources.change_contact")
    assert not curator.has_perm("articles.change_source")


def test_nobody_but_a_superuser_may_write_what_belongs_to_the_workflow() -> None:
    somebody = makers.person(*Role)
    for model in (
        "article",
        "edition",
        "section",
        "point",
        "citation",
        "contribution",
        "review",
        "event",
        "loadedfile",
    ):
        for action in ("add", "change", "delete"):
            assert not somebody.has_perm(f"articles.{action}_{model}"), (action, model)


@pytest.mark.parametrize(
    "columns", [{"kind": "robot"}, {"name": ""}, {"registration_body": "GPhC"}, {"registration_number": "7"}]
)
def test_the_database_refuses_a_byline_that_is_not_whole(columns: dict[str, str]) -> None:
    byline = makers.team_byline()
    with pytest.raises(IntegrityError), transaction.atomic():
        Byline.objects.filter(pk=byline.pk).update(**columns)
    assert Byline.objects.update(registration_body="GPhC", registration_number="7") == 1


def test_a_byline_is_named_with_its_credentials() -> None:
    assert str(makers.team_byline()) == "The editorial team"
    somebody = makers.person(first_name="Ada", last_name="One", credentials="MPharm")
    assert str(somebody.byline) == "Ada One, MPharm"
    assert str(makers.person(username="ann", first_name="", last_name="", byline=False)) == "ann"
