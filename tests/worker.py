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
from tests.scripts import ROOT, Scripts
from tests.waiting import PATIENCE_SECONDS

ASK_EVERY_SECONDS = 0.2


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
            "LINK_CHECKS_OFF": "1",
            "SITE_TIME_ZONE": where_it_is_noon(),
            "SITE_URL": "http://127.0.0.1:8000",
        }
        self.log = folder / "worker.log"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._scripts = Scripts(self.environment)

    def run(self, script: str) -> Any:
        """Run a script in which the models, the makers and ``soon(seconds)`` are known; it prints JSON."""
        printed = self._scripts.run(script)
        return json.loads(printed) if printed.strip() else None

    def forget(self) -> None:
        """Let what the last script did to its process be of no effect on the next one."""
        self._scripts.close()

    def migrate(self) -> None:
        """Make the tables."""
        self.run("from django.core.management import call_command\ncall_command('migrate', verbosity=0)")

    def work(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        with self.log.open("ab") as log:
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

    def close(self) -> None:
        """End everything."""
        self.stop()
        self._scripts.close()

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
            assert time.monotonic() < deadline, f"{found}\n{self.log.read_text()}"
            time.sleep(ASK_EVERY_SECONDS)
        return found

    def wait_for_mails(self, count: int) -> list[str]:
        """The mails that were sent, once there are so many. Raises ``AssertionError`` where there never are."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(found := self.mails()) < count:
            assert time.monotonic() < deadline, f"{found}\n{self.log.read_text()}"
            time.sleep(ASK_EVERY_SECONDS)
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
        try:
            site.migrate()
            yield site
        finally:
            site.close()
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"rlsinfo_worker_test_{os.getpid()}"
    with closing(psycopg2.connect(address.geturl())) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        site = WorkerSite(folder, address._replace(path=f"/{name}").geturl())
        try:
            site.migrate()
            yield site
        finally:
            site.close()
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
