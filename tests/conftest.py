"""What every test gets, whatever the database engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate

from accounts.roles import Role
from articles import guards
from finding import tally
from tests.browser import find_chromium
from tests.sharing import SharedByTwo


@pytest.hookimpl(optionalhook=True)  # absent where pytest-xdist is
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedByTwo:
    """Keep journeys on one worker."""
    return SharedByTwo(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip journeys without a browser, and run ``one_engine`` tests with SQLite only."""
    without_browser = pytest.mark.skip(reason="no Chromium on this machine (Debian: apt-get install chromium)")
    left_out: set[pytest.Item] = set()
    for item in items:
        journey = item.get_closest_marker("journey") is not None
        if journey and find_chromium() is None:
            item.add_marker(without_browser)
        if connection.vendor != "sqlite" and (journey or item.get_closest_marker("one_engine")):
            left_out.add(item)
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    # Whoever wants the starter content finds it loaded once; nobody comes after them.
    items.sort(key=lambda item: "starter_content" in getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures that tests measured (``record_property("figures", …)``)."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    for name, value in (each for report in reports for each in report.user_properties):
        if name == "figures":
            terminalreporter.write_line(value)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Let no test count what an earlier one looked for in vain or sent: counts are held in the process."""
    cache.clear()
    tally.addresses._counts.clear()
    tally.words._counts.clear()


@pytest.fixture(autouse=True)
def emptied_cleanly(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a transactional test be followed by others: tables emptied despite the guards, and the roles back.

    pytest-django empties all tables after such a test. SQLite does that with DELETE, which the guards of sealed
    content refuse; they come back by themselves (``post_migrate``). The groups that a migration made do not.
    """
    if request.node.get_closest_marker("django_db") is None and "_django_db_helper" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("_django_db_helper")  # so that this ends before it empties the tables
    yield
    if not connection.in_atomic_block:
        post_migrate.connect(put_roles_back, sender=apps.get_app_config("accounts"), dispatch_uid="roles after flush")
        if connection.vendor == "sqlite":
            guards.remove(connection)


def put_roles_back(**_: Any) -> None:
    """Make the groups of the roles again, as their migration did."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)
