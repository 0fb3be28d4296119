"""Public pages from a copy of the database that is behind: kept while they are true there, and no longer."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.db import connection

from rlsinfo.processes import end_with_parent
from tests import postgres
from tests.freshness.racing import Web, gather, served
from tests.scripts import Scripts
from tests.worker import WorkerSite, prepared

BEHIND_SECONDS = 10
PUBLISH = """
article = articles.models.Article.objects.filter(slug="copied").first()
more = {} if article else {"slug": "copied"}
makers.published(of=article, text=makers.short_document(title=TITLE), **more)
"""


class Copied(NamedTuple):
    """A site that reads its public pages from a copy. ``hold``: the copy stays as it is; ``go_on``: it catches up."""

    site: WorkerSite
    web: Web
    hold: Callable[[], object]
    go_on: Callable[[], object]

    def publish(self, title: str) -> None:
        """A new edition, in the database itself."""
        self.site.run(f"import articles.models\nTITLE = {title!r}\n{PUBLISH}")

    def get(self, path: str = "/articles/copied/") -> str:
        """The text of a page, with its heading marked; nothing where there is none yet."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.web.port}{path}", timeout=30) as response:
                return re.sub("<(?!/?h1>)[^>]*>", "", response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return f"{error.code}"

    def says(self, title: str) -> bool:
        """Whether the article's page has this title, soon."""
        deadline = time.monotonic() + BEHIND_SECONDS
        while f"<h1>{title}</h1>" not in self.get():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


@contextmanager
def copy_of_sqlite(site: WorkerSite) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """A second file; it catches up when it is told to."""
    here, there = site.folder / "site.sqlite3", site.folder / "copy.sqlite3"

    def catch_up() -> None:
        with closing(sqlite3.connect(here)) as source, closing(sqlite3.connect(there)) as target:
            source.backup(target)

    catch_up()
    yield f"sqlite:///{there}", lambda: None, catch_up


@contextmanager
def copy_of_postgresql(site: WorkerSite) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """A second server that follows the first by streaming replication; its replay can be paused."""
    address = urlsplit(site.environment["DATABASE_URL"])
    sockets = parse_qs(address.query)["host"][0]
    folder, binaries = Path(tempfile.mkdtemp(prefix="rlsinfo-pg-", dir="/tmp")), postgres.find_binaries()
    assert binaries is not None
    user = postgres._server_user()
    if user:
        shutil.chown(folder, user)
    base = [str(binaries / "pg_basebackup"), "-h", sockets, "-U", "rlsinfo", "-D", str(folder / "data"), "-R"]
    subprocess.run([*base, "-X", "stream", "-c", "fast"], cwd=folder, user=user, check=True)
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-c", f"unix_socket_directories={folder}"]
    server = subprocess.Popen(
        [*command, "-c", "listen_addresses="],
        cwd=folder,
        user=user,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent(signal.SIGINT),  # noqa: PLW1509 (no other thread holds a lock here)
    )
    url = address._replace(query=f"host={folder}").geturl()

    def ask(statement: str) -> None:
        with closing(psycopg2.connect(url)) as copy, copy.cursor() as cursor:
            cursor.execute(statement)

    try:
        postgres._wait_until_it_answers(server, folder, binaries)
        yield url, lambda: ask("SELECT pg_wal_replay_pause()"), lambda: ask("SELECT pg_wal_replay_resume()")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    """A site with a copy that follows it."""
    if connection.vendor == "postgresql" and "host=/" not in os.environ["DATABASE_URL"].replace("%2F", "/"):
        pytest.skip("the copy needs a PostgreSQL that the tests started themselves")
    with prepared(tmp_path_factory.mktemp("copied")) as site:
        gather(site)
        copy = copy_of_sqlite if connection.vendor == "sqlite" else copy_of_postgresql
        with copy(site) as (url, hold, go_on), served(site, {"REPLICA_URL": url}, workers=2) as web:
            site.environment["REPLICA_URL"] = url
            site.forget()
            site._scripts = Scripts(site.environment)
            yield Copied(site, web, hold, go_on)


def test_pages_are_as_the_copy_has_them_and_new_once_it_has_the_change(copied: Copied) -> None:
    copied.publish("First")
    copied.go_on()
    assert copied.says("First")
    copied.hold()
    copied.publish("Second")
    # It is told here, but the copy does not have it: the old page is made anew, and must not be kept for good.
    for _ in range(20):
        assert "<h1>First</h1>" in copied.get()
        time.sleep(0.05)
    copied.go_on()
    assert copied.says("Second")
    assert "Second" in copied.get("/articles/")


def test_what_is_written_goes_to_the_database_itself(copied: Copied) -> None:
    copied.hold()
    made = copied.site.run("print(json.dumps(makers.tag(slug='written-here', name='Written here').pk))")
    there = "from articles.models import Tag\nprint(json.dumps(Tag.objects.filter(pk=%d).count()))"
    assert copied.site.run(there % made) == 1
    assert copied.site.run(f"from freshness import replica\nreplica._public.set(True)\n{there % made}") == 0
    copied.site.forget()
    copied.go_on()


def test_search_reads_from_the_copy_and_the_admin_does_not(copied: Copied) -> None:
    copied.publish("Zopiclone and sleep")
    copied.go_on()
    assert copied.says("Zopiclone and sleep")
    copied.hold()
    copied.publish("Quinine and cramps")
    assert "Zopiclone and sleep" in copied.get("/search/?q=zopiclone")
    assert "Sign in" in copied.get("/admin/login/") or "Log in" in copied.get("/admin/login/")
    copied.go_on()
