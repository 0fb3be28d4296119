"""A private, throw-away PostgreSQL server from the binaries found on this machine."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rlsinfo.processes import end_with_parent

BINARIES = Path("/usr/lib/postgresql")
START_SECONDS = 30
# Nothing here outlives the tests, so nothing needs to reach the disk.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


class PrivateServerError(Exception):
    """The private server could not be started. The message holds what it said."""


def find_binaries() -> Path | None:
    """The folder of the newest ``initdb`` and ``postgres`` on this machine, or None."""
    found = [folder for folder in BINARIES.glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path and shutil.which("postgres") else None


@contextmanager
def private_server(binaries: Path, *, data: Path | None = None, settings: Sequence[str] = QUICK) -> Iterator[str]:
    """Run a server in a temporary folder, reachable through a unix socket only; yields its DATABASE_URL.

    ``data``: a folder that keeps its databases for another time, made where it is not there yet.

    Raises ``PrivateServerError`` where it does not start.
    """
    user = _server_user()
    with tempfile.TemporaryDirectory(prefix="rlsinfo-pg-", dir="/tmp") as name:  # paths of sockets must be short
        folder = Path(name)
        if user is not None:
            shutil.chown(folder, user)
        kept = data or folder / "data"
        if not (kept / "PG_VERSION").exists():
            _make_data(binaries, kept, user)
        options = [word for setting in (*settings, f"unix_socket_directories={folder}") for word in ("-c", setting)]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(kept), *options],
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=user,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGINT),  # noqa: PLW1509 (no other thread holds a lock here)
            )
        try:
            _wait_until_it_answers(server, folder, binaries)
            yield f"postgres://rlsinfo@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # its fast shutdown
            server.wait()


def _make_data(binaries: Path, data: Path, user: str | None) -> None:
    """Make the folder of a server. C.UTF-8 knows the letters of all languages, and is on every Debian."""
    data.mkdir(mode=0o700)
    if user is not None:
        shutil.chown(data, user)
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "rlsinfo", "--auth=trust", "--no-sync"]
    _run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], folder=data.parent, user=user)


def _server_user() -> str | None:
    """Whom to run it as: PostgreSQL refuses root. None is who we are."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


def _run(command: Sequence[str], *, folder: Path, user: str | None) -> None:
    done = subprocess.run(command, cwd=folder, user=user, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PrivateServerError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def _wait_until_it_answers(server: subprocess.Popen[bytes], folder: Path, binaries: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        ready = subprocess.run([str(binaries / "pg_isready"), "-q", "-h", str(folder)], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise PrivateServerError(f"postgres did not start: {(folder / 'log').read_text().strip()}")
