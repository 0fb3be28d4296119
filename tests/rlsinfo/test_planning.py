"""SQLite knows its tables, or it reads far too many rows."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Tag
from rlsinfo import housekeeping, planning

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks by itself"),
]


def known() -> dict[str, str]:
    """What SQLite knows of the indexes of tags: how many rows, and how many of each value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'articles_tag'")
        return dict(cursor.fetchall())


def tags(count: int) -> None:
    """Make so many tags."""
    there = Tag.objects.count()
    Tag.objects.bulk_create(Tag(slug=f"tag-{number}", name=f"Tag {number}") for number in range(there, there + count))


def test_all_tables_are_looked_through_each_day() -> None:
    tags(5)
    planning.look_through_tables()
    before = known()
    tags(45)
    housekeeping.tidy.call()
    assert {stat.split()[0] for stat in known().values()} == {"50"} != {stat.split()[0] for stat in before.values()}


def test_and_after_a_migrate_that_changed_something() -> None:
    tags(7)
    planning.look_after_migrate(using="default", plan=[("a migration", False)])
    assert {stat.split()[0] for stat in known().values()} == {"7"}
    tags(1)
    call_command("migrate", verbosity=0)  # nothing to do
    assert {stat.split()[0] for stat in known().values()} == {"7"}
