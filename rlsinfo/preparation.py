"""What must be true before the site starts, each made so or refused in words that say what to do."""

from __future__ import annotations

import errno
import fcntl
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from articles import guards
from freshness import journal
from freshness.keys import EVERYTHING
from rlsinfo.pagefiles.shelf import shelf


def data_dir_writable(data_dir: Path) -> None:
    """Make the data folder. Raises ``CommandError`` where nothing can be written into it."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        raise CommandError(
            f"Nothing can be written into {data_dir}: {error.strerror}. "
            "Give yourself the right to write there, or choose another folder: DATA_DIR=/path make run."
        ) from error


@contextmanager
def one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Let a second start with the same data folder wait until the first has prepared it."""
    with (data_dir / ".preparing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def address_of(host: str) -> str:
    """The address that a host name means on this machine: servers listen on addresses. Raises ``OSError``."""
    return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])


def port_free(host: str, port: int) -> None:
    """Raise ``CommandError`` where the site cannot listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        raise CommandError(f"The site cannot listen on {host}, port {port}: {_why(error, port)}") from error


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"another program does already. Stop it, or choose another port: PORT={port + 1} make run."
    if error.errno == errno.EACCES:
        return "you may not use this port. Choose one above 1023: PORT=8000 make run."
    return f"{error.strerror}. HOST must be an address of this machine, such as 127.0.0.1."


def database_reached() -> None:
    """Connect. Raises ``OperationalError`` where nobody answers, ``CommandError`` for a database we cannot use."""
    try:
        connection.ensure_connection()
    except OperationalError:
        raise
    except Error as error:
        raise CommandError(f"The database cannot be used: {str(error).strip()}. Check DATABASE_URL.") from error


def kept_pages_cleared() -> None:
    """Let no page outlive the code and settings that made it, neither as a file nor in a cache before the site.

    Raises ``CommandError`` where page files cannot be put where they belong.
    """
    page_files_cleared()
    if settings.EDGE:
        journal.note(connection, EVERYTHING)


def page_files_cleared() -> None:
    """Begin with an empty shelf. Raises ``CommandError`` where no pages can be put there."""
    if (files := shelf()) is None:
        return
    why = "nothing can be made there"
    try:
        files.take_over()
        if files.current() is not None:
            return
    except OSError as error:
        why = error.strerror or str(error)
    raise CommandError(
        f"PAGES_DIR is {settings.PAGES_DIR}, where pages cannot be put: {why}. "
        "Give yourself the right to write there, or unset PAGES_DIR."
    )


def unapplied_migrations() -> int:
    """How many migrations the database has not seen yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unguarded() -> bool:
    """Whether a trigger that guards sealed content is missing, as after a migrate that was killed at its end.

    The guards are the last that a migrate puts in place, so where they are, all that belongs to it is.
    """
    return not guards.names() <= guards.present(connection)


def migrate() -> None:
    """Bring the tables and their guards up to date, quietly."""
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
