"""The file of an SQLite database, which others can hold or replace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.worker import WorkerSite, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerSite]:
    """A database in a file."""
    with prepared(tmp_path_factory.mktemp("sqlite")) as found:
        yield found


@pytest.fixture
def site(kept: WorkerSite) -> Iterator[WorkerSite]:
    """The same, with a process of its own for each test."""
    yield kept
    kept.forget()


def test_another_file_under_its_name_is_read_instead(site: WorkerSite) -> None:
    told = site.run("""
import sqlite3
from pathlib import Path
from django.db import connection
from freshness import journal
from freshness.following import Follower
from freshness.stamps import slot
file = Path(connection.settings_dict["NAME"])
copy = file.with_name("copy.sqlite3")
journal.note(connection, "topic:1")
follower = Follower(file.with_name("stamps"))
follower.look()
with sqlite3.connect(copy) as into, sqlite3.connect(file) as source:
    source.backup(into)
into.close()
for ending in ("-wal", "-shm"):
    file.with_name(file.name + ending).unlink(missing_ok=True)
copy.replace(file)
with sqlite3.connect(file) as by_hand:
    by_hand.execute("INSERT INTO freshness_change (key, transaction_number, at) VALUES ('topic:2', 0, '2026-01-01')")
before = follower.stamps.read([slot("topic:2")])
follower.look()
print(json.dumps(before != follower.stamps.read([slot("topic:2")])))
""")
    assert told is True


def test_whoever_cannot_write_is_told_that_nothing_was_saved(site: WorkerSite) -> None:
    told = site.run("""
import sqlite3
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from tests.support import contact
setup_test_environment(debug=True)  # static files are not gathered here
found = contact()
connection.close()
connection.settings_dict["OPTIONS"]["timeout"] = 0.1
other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
client = Client()
path = found.organisation.get_absolute_url()
form = {"contact": found.pk, "trouble": "no_answer"}
said = client.post(f"{path}report/", form, headers={"Sec-Fetch-Site": "same-origin"})
read = client.get(path).status_code
other.execute("ROLLBACK")
saved = client.post(f"{path}report/", form, headers={"Sec-Fetch-Site": "same-origin"}).status_code
told = "Nothing was saved" in said.content.decode()
print(json.dumps([said.status_code, said.headers.get("Retry-After"), told, read, saved]))
""")
    assert told == [503, "5", True, 200, 303]
