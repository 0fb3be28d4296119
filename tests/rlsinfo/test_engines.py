"""Both engines really are the ones that the suite says it runs on."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from accounts.roles import Role
from articles import guards


@pytest.mark.django_db
def test_guards_are_in_place_on_either_engine() -> None:
    assert guards.present(connection) == guards.names()


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_leaves_the_tables_as_migrations_made_them() -> None:
    Group.objects.create(name="Passing by")


@pytest.mark.django_db
def test_the_roles_are_there_whatever_ran_before() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in Role}
