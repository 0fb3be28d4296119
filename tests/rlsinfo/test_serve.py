"""``make run`` from the outside: a real start in a folder of its own."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from accounts.starter import ACCOUNTS
from articles import guards
from articles.starter.files import content_files
from tests.site import START_SECONDS, Site, free_port

pytestmark = pytest.mark.one_engine
# What a running site may touch by itself.
VOLATILE = {"django_session", "django_tasks_db_dbtaskresult", "sqlite_stat1", "sqlite_sequence"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that one start has prepared already; what the first start printed is kept beside it."""
    folder = tmp_path_factory.mktemp("serve")
    site = Site(folder).wait_until_ready()
    assert site.stop() == 0, site.printed
    (folder / "first-start.txt").write_text(site.printed)
    return folder


@pytest.fixture
def site(data_dir: Path) -> Iterator[Site]:
    """A second start."""
    running = Site(data_dir).wait_until_ready()
    yield running
    running.stop()


def rows(data_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that only people and content files may change."""
    with closing(sqlite3.connect(data_dir / "rlsinfo.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in set(tables) - VOLATILE}


def guards_in(data_dir: Path) -> set[str]:
    """The guards that the database has."""
    with closing(sqlite3.connect(data_dir / "rlsinfo.sqlite3")) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '[gn]*_*'")
        return {name for (name,) in found}


def sign_in(site: Site, username: str, password: str) -> str:
    """The page that follows the admin's sign-in form."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"{site.url}/admin/login/?next=/admin/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', opener.open(address).read().decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "username": username, "password": password, "next": "/admin/"}
    with opener.open(address, urllib.parse.urlencode(form).encode()) as response:
        return str(response.url)


def gone(pid: int) -> bool:
    """Whether a process has ended, within a few seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_the_first_start_says_where_everything_is(data_dir: Path) -> None:
    printed = (data_dir / "first-start.txt").read_text()
    assert re.search(r"http://127\.0\.0\.1:\d+/\n", printed)
    assert re.search(r"http://127\.0\.0\.1:\d+/admin/\n", printed)
    assert str(data_dir / "starter-passwords.txt") in printed
    assert (data_dir / "starter-passwords.txt").stat().st_mode & 0o777 == 0o600
    kept = (data_dir / "starter-passwords.txt").read_text().split("\n\n")[1].split()[1::2]
    assert len(kept) == 5
    assert not any(password in printed for password in kept)


def test_the_starter_accounts_can_sign_in(site: Site, data_dir: Path) -> None:
    lines = (data_dir / "starter-passwords.txt").read_text().split("\n\n")[1].splitlines()
    for username, password in (line.split() for line in lines):
        assert sign_in(site, username, password) == f"{site.url}/admin/"
    assert sign_in(site, "author", "wrong") != f"{site.url}/admin/"


def test_the_second_start_has_nothing_to_do_and_changes_nothing(data_dir: Path) -> None:
    before, static = rows(data_dir), (data_dir / "static.stamp").stat().st_mtime_ns
    site = Site(data_dir).wait_until_ready()
    assert site.get("/health/") == 200
    assert site.stop() == 0
    assert rows(data_dir) == before
    assert (data_dir / "static.stamp").stat().st_mtime_ns == static
    for step in ("migrations", "loading", "accounts made", "Static files"):
        assert step not in site.printed


def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    site = Site(tmp_path, DATABASE_URL="postgres://me:secret@127.0.0.1:1/site")
    assert site.wait() == 1
    assert len(site.lines) == 1, site.printed
    assert site.printed.startswith("The database cannot be reached: ")
    assert "secret" not in site.printed


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("no database, but long enough to be read as the head of a file\n" * 20)
    site = Site(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'other'}")
    assert site.wait() == 1
    assert "The database cannot be used: file is not a database" in site.printed


def test_a_busy_port_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        site = Site(tmp_path, PORT=str(port))
        assert site.wait() == 1
    assert f"another program does already. Stop it, or choose another port: PORT={port + 1}" in site.printed


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    site = Site(tmp_path / "file" / "data", SECRET_KEY="given")
    assert site.wait() == 1
    assert "Nothing can be written into" in site.printed
    assert "DATA_DIR=" in site.printed


def test_unsafe_settings_refuse_the_start(tmp_path: Path) -> None:
    site = Site(tmp_path, HOST="0.0.0.0", DEBUG="1")  # noqa: S104 (it refuses to start)
    assert site.wait() == 1
    assert "rlsinfo.E001" in site.printed
    assert not (tmp_path / "starter-passwords.txt").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(number: signal.Signals, site: Site) -> None:
    children = site.children()
    assert len(children) >= 4, children  # the server, its two workers, the background worker
    assert site.stop(number) == 0, site.printed
    assert all(gone(pid) for pid in children), children


@pytest.mark.parametrize(("words", "name"), [("granian", "web server"), ("manage.py work", "background worker")])
def test_a_child_that_dies_stops_the_rest(words: str, name: str, site: Site) -> None:
    children = site.children()
    victim = min(pid for pid, command in children.items() if words in command)
    os.kill(victim, signal.SIGKILL)
    assert site.wait() == 1
    assert f"The {name} ended by itself" in site.printed
    assert all(gone(pid) for pid in children), children


def test_children_end_with_a_parent_that_was_killed_outright(site: Site) -> None:
    children = site.children()
    site.process.kill()
    assert all(gone(pid) for pid in children), children


@pytest.mark.parametrize("debug", [False, True])
def test_development_starts_with_autoreload(data_dir: Path, debug: bool) -> None:
    site = (Site(data_dir, DEBUG="1") if debug else Site(data_dir, "--dev")).wait_until_ready()
    children = site.children()
    assert any("runserver" in command for command in children.values())
    assert site.stop() == 0, site.printed
    assert all(gone(pid) for pid in children), children


def test_a_start_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path) -> None:
    for seconds in (0.7, 1.5, 2.5):
        site = Site(tmp_path)
        time.sleep(seconds)
        site.process.kill()
        site.wait()
    site = Site(tmp_path).wait_until_ready()
    assert site.get("/") == 200
    assert [sign_in(site, name, site.password_of(name)) for name in ACCOUNTS] == [f"{site.url}/admin/"] * len(ACCOUNTS)
    assert site.stop() == 0
    assert guards_in(tmp_path) == guards.names()
    kept = rows(tmp_path)
    assert len(kept["articles_loadedfile"]) == len(list(content_files(settings.CONTENT_DIR)))
    assert len(kept["accounts_user"]) == len(ACCOUNTS) + 1  # and the loader's, with which nobody signs in


def test_guards_that_a_killed_migrate_left_out_come_back(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "rlsinfo.sqlite3")) as database:
        for name in sorted(guards.names())[3:]:
            database.execute(f"DROP TRIGGER {name}")
    site = Site(data_dir).wait_until_ready()
    assert site.stop() == 0
    assert guards_in(data_dir) == guards.names()
    assert "Database: guarding its tables" in site.printed


def test_a_relative_data_folder_is_the_same_for_every_process(tmp_path: Path) -> None:
    """Given somewhere else than in the folder of the code, where the children run."""
    arguments = [str(settings.BASE_DIR / "manage.py"), "serve"]
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": "here", "PORT": str(port), "LINK_CHECKS_OFF": "1"}
    with subprocess.Popen([sys.executable, *arguments], cwd=tmp_path, env=environment) as process:
        try:
            assert answered(f"http://127.0.0.1:{port}/articles/")
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert not (settings.BASE_DIR / "here").exists()


def answered(address: str) -> bool:
    """Whether it answers well, within the time that a start may take."""
    for _ in range(START_SECONDS * 5):
        try:
            with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 (our own site)
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def test_a_wrong_verb_gets_the_whole_page(site: Site) -> None:
    for verb in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
            connection.request(verb, "/articles/")
            response = connection.getresponse()
            body = response.read()
        assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD"), verb
        assert int(response.headers["Content-Length"]) == len(body)
        assert b"This page cannot be used like that" in body
        assert b"</html>" in body
