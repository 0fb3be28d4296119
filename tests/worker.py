"""The real background worker on a database of its own, of the engine that the suite runs on."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.db import connection

from rlsinfo.processes import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60
BEGIN = """
import json, os, time, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rlsinfo.settings")
django.setup()
import datetime as dt
from django.utils import timezone
from articles import workflow
from articles.models import *
from django_tasks_db.models import DBTaskResult
from itertools import count
from tests import makers, people
# Each script counts on from where all before it have stopped.
makers._numbers = people._numbers = count(time.time_ns() // 1000)
soon = lambda seconds: timezone.now() + dt.timedelta(seconds=seconds)
"""


def where_it_is_noon() -> str:
    """A time zone in which it is about noon now, so that what is done in the morning is due."""
    ahead = 12 - dt.datetime.now(dt.UTC).hour
    return f"Etc/GMT{-ahead:+d}"


class WorkerSite:
    """A prepared database, on which scripts and workers run, each in a process of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "EMAIL_URL": f"filemail://{folder / 'mail'}",
            "PYTHONPATH": str(ROOT),
            "SITE_TIME_ZONE": where_it_is_noon(),
            "SITE_URL": "http://127.0.0.1:8000",
        }
        self.workers: list[subprocess.Popen[bytes]] = []

    def run(self, script: str) -> Any:
        """Run a script in which the models, the makers and ``soon(seconds)`` are known; it prints JSON."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", BEGIN + script],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def migrate(self) -> None:
        """Make the tables."""
        self.run("from django.core.management import call_command\ncall_command('migrate', verbosity=0)")

    def work(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "work"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent(9),  # noqa: PLW1509 (no other thread holds a lock here)
            )
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        """End every worker that still runs."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(30)
        self.workers.clear()

    def wait_for(self, script: str, good: Callable[[Any], bool]) -> Any:
        """What a script prints once it is good. Raises ``AssertionError`` where it never is."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not good(found := self.run(script)):
            assert time.monotonic() < deadline, f"{found}\n{(self.folder / 'worker.log').read_text()}"
        return found

    def mails(self) -> list[str]:
        """Every mail that was sent. Those of one connection stand in one file, each with a line below."""
        files = sorted((self.folder / "mail").glob("*"))
        return [mail for path in files for mail in path.read_text().split("-" * 79 + "\n") if mail.strip()]


@contextmanager
def prepared(folder: Path) -> Iterator[WorkerSite]:
    """A database with its tables: an SQLite file in a folder, or another database of the PostgreSQL of the suite."""
    if connection.vendor == "sqlite":
        site = WorkerSite(folder, f"sqlite:///{folder / 'site.sqlite3'}")
        site.migrate()
        yield site
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"rlsinfo_worker_test_{os.getpid()}"
    with closing(psycopg2.connect(address.geturl())) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        try:
            site = WorkerSite(folder, address._replace(path=f"/{name}").geturl())
            site.migrate()
            yield site
            site.stop()
        finally:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
