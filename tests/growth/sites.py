"""The made sites that are measured: kept in a folder, each made once, and a copy of each to publish in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from tests import postgres
from tests.scripts import ROOT

WAITING = 1_100
"""Approved editions that wait in each site, so that a thousand can be published in a copy of it."""
DURABLE = ("listen_addresses=", "shared_buffers=256MB", "max_wal_size=4GB")
"""As a site runs it: what is committed is on the disk."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a made site is: the address of its database."""

    engine: str
    articles: int
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to act in it."""
        return os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": self.url}


class Sqlite:
    """Made sites as files of SQLite."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, articles: int, ending: str = "") -> Place:
        """Where the site of a size is, or its copy."""
        return Place("sqlite", articles, f"sqlite:///{self._path(articles, ending)}")

    def there(self, articles: int) -> bool:
        """Whether it was begun."""
        return self._path(articles).exists()

    @contextmanager
    def copy(self, articles: int) -> Iterator[Place]:
        """A copy of a site, which goes again."""
        path = self._path(articles, "-copy")
        # What is still in the log of the last writer is not in the file.
        with sqlite3.connect(self._path(articles)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self._path(articles), path)
        try:
            yield self.place(articles, "-copy")
        finally:
            for each in path.parent.glob(f"{path.name}*"):
                each.unlink()

    def _path(self, articles: int, ending: str = "") -> Path:
        return self.folder.resolve() / f"sqlite-{articles}{ending}.sqlite3"


class Postgresql:
    """Made sites as databases of one PostgreSQL server."""

    def __init__(self, server: str) -> None:
        self.server = server

    def place(self, articles: int, ending: str = "") -> Place:
        """Where the site of a size is, or its copy."""
        return Place("postgresql", articles, self.server.replace("/postgres?", f"/{_name(articles, ending)}?"))

    def there(self, articles: int) -> bool:
        """Whether it was begun; where it was not, its database is made."""
        if self._ask("SELECT 1 FROM pg_database WHERE datname = %s", _name(articles)):
            return True
        self._do(f"CREATE DATABASE {_name(articles)}")
        return False

    @contextmanager
    def copy(self, articles: int) -> Iterator[Place]:
        """A copy of a site, which goes again."""
        copy = _name(articles, "_copy")
        self._do(f"DROP DATABASE IF EXISTS {copy}")
        self._do(f"CREATE DATABASE {copy} TEMPLATE {_name(articles)} STRATEGY file_copy")
        try:
            yield self.place(articles, "_copy")
        finally:
            self._do(f"DROP DATABASE {copy}")

    def _do(self, statement: str) -> None:
        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    def _ask(self, question: str, value: str) -> bool:
        connection = psycopg2.connect(self.server)
        cursor = connection.cursor()
        cursor.execute(question, [value])
        found = cursor.fetchone()
        connection.close()
        return found is not None


def _name(articles: int, ending: str = "") -> str:
    return f"growth_{articles}{ending}"


@contextmanager
def engine(name: str, folder: Path) -> Iterator[Sqlite | Postgresql]:
    """An engine with its made sites in a folder. Raises ``SystemExit`` where this machine does not have it."""
    if name == "sqlite":
        yield Sqlite(folder)
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not on this machine (Debian: postgresql).")
    with postgres.private_server(binaries, data=folder.resolve() / "postgresql", settings=DURABLE) as url:
        yield Postgresql(url)


def make(place: Place) -> None:
    """Make what is missing of a site, without its search index: making that is measured."""
    wanted = ["--articles", str(place.articles), "--waiting", str(WAITING), "--without-index"]
    environment = place.environment
    environment.pop("DATABASE_URL")
    command = [sys.executable, "manage.py", "make_corpus", *wanted, "--database-url", place.url]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
