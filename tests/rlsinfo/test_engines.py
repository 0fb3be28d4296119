"""Both engines really are the ones that the suite says it runs on."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from accounts.roles import Role
from articles import guards
from tests.engines import of_workers
from tests.scripts import ROOT


@pytest.mark.django_db
def test_guards_are_in_place_on_either_engine() -> None:
    assert guards.present(connection) == guards.names()


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_leaves_the_tables_as_migrations_made_them() -> None:
    Group.objects.create(name="Passing by")


@pytest.mark.django_db
def test_the_roles_are_there_whatever_ran_before() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in Role}


def test_each_worker_has_a_server_of_its_own_and_what_it_starts_goes_by_the_usual_name() -> None:
    urls = [f"postgres://rlsinfo@/postgres?host=/{name}" for name in ("first", "second")]
    script = "import os, tests.settings\nprint([os.environ['DATABASE_URL'], *(n for n in os.environ if '_URL_' in n)])"
    told = []
    for worker in ("gw0", "gw1"):
        environment = {**os.environ, **of_workers(urls), "PYTEST_XDIST_WORKER": worker}
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        told.append(done.stdout.strip())
    assert told == [str([urls[0], "DATABASE_URL_GW1"]), str([urls[1], "DATABASE_URL_GW0"])]
