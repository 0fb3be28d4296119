"""The one process behind ``make run`` and ``make dev``: prepares the site, starts it, and stops it whole."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.starter import create_accounts, password_file
from articles import indexing
from finding import index
from rlsinfo import assets, preparation
from rlsinfo.processes import FRUGAL, Child, granian, stop

START_SECONDS = 60
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """Prepare the site, then run the web server and the background worker until a signal comes or one of them dies."""

    help = "Prepares and runs the whole site: the web server and the background worker. Ctrl-C stops both."
    requires_system_checks = ()
    prepared = False
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only ``--dev``; everything else is a setting."""
        parser.add_argument("--dev", action="store_true", help="DEBUG, and a new start whenever a file changes.")

    def handle(self, *_args: Any, dev: bool, **_options: Any) -> None:
        """With DEBUG on, it is ``--dev``. Raises ``CommandError`` where the site cannot start or stops by itself."""
        dev = dev or settings.DEBUG
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                signal.signal(number, self.interrupt)
        try:
            self.prepare(dev=dev)
            self.prepared = True
        except KeyboardInterrupt:
            self.say("\nStopped before the site was ready. The next start goes on from here.")
            return
        self.run_until_stopped(dev=dev)

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """While preparing: leave at once. Later, the loop looks at the flag."""
        self.stopping = True
        if not self.prepared:
            raise KeyboardInterrupt

    def say(self, text: str, *, ending: str = "\n") -> None:
        """Print at once: what follows may take a while."""
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One line for one step: its name while it runs, then how long it took."""
        began = time.monotonic()
        self.say(f"{name} ... ", ending="")
        try:
            yield
        except BaseException:
            self.say("")
            raise
        self.say(f"done ({time.monotonic() - began:.1f} s)")

    def prepare(self, *, dev: bool) -> None:
        """Everything up to the first process; each step does nothing where nothing is to do."""
        data_dir = Path(settings.DATA_DIR)
        os.umask(0o077)  # what is written from here on holds passwords and sessions
        preparation.data_dir_writable(data_dir)
        preparation.port_free(settings.HOST, settings.PORT)
        preparation.database_reached()
        self.check()
        with preparation.one_at_a_time(data_dir):
            self.prepare_database()
            call_command("load_starter", skip_checks=True, stdout=self.stdout)
            if not index.is_current():
                with self.step("Search: making the index"):
                    indexing.rebuild()
            preparation.kept_pages_cleared()
            if made := create_accounts(data_dir=data_dir):
                self.say(f"Accounts: {made} starter accounts made, with generated passwords")
            if not dev and assets.changed():
                with self.step("Static files: gathering and compressing"):
                    assets.gather()
        # Again: granian would share the port with another server that came up meanwhile, and say nothing.
        preparation.port_free(settings.HOST, settings.PORT)

    def prepare_database(self) -> None:
        """Migrate where a migration or a guard is missing."""
        count = preparation.unapplied_migrations()
        if count or preparation.unguarded():
            with self.step(f"Database: carrying out {count} migrations" if count else "Database: guarding its tables"):
                preparation.migrate()

    def run_until_stopped(self, *, dev: bool) -> None:
        """Start the children, say where the site is, and watch. Raises ``CommandError`` when one ends by itself."""
        children: list[Child] = []
        # They run in another folder than this command may have been given in.
        environment = FRUGAL | os.environ | {"DATA_DIR": str(settings.DATA_DIR)}
        if dev:
            environment |= {"DEBUG": "1", "DJANGO_RUNSERVER_HIDE_WARNING": "true"}
        try:
            for name, command in commands(dev=dev).items():
                children.append(Child(name, command, environment=environment, folder=settings.BASE_DIR))
            self.watch(children, until=answers, seconds=START_SECONDS)
            if not self.stopping:
                self.say(self.welcome())
            self.watch(children)
        finally:
            stop(children)
        self.say("Stopped.")

    def watch(self, children: list[Child], *, until: Callable[[], bool] | None = None, seconds: float = 0) -> None:
        """Wait for a signal, or until something is true. Raises ``CommandError`` when a child ends or time is up."""
        deadline = time.monotonic() + seconds
        while not self.stopping:
            for child in children:
                if child.ended:
                    again = "make dev" if settings.DEBUG else "make run"
                    raise CommandError(
                        f"The {child.name} ended by itself (exit code {child.process.returncode}), so the site was "
                        f"stopped. The lines above say why; start it again with: {again}."
                    )
            if until is not None:
                if until():
                    return
                if time.monotonic() > deadline:
                    raise CommandError(f"The site did not answer within {seconds:.0f} s and was stopped.")
            time.sleep(0.1)

    def welcome(self) -> str:
        """Where the site is, where its admin is, and where the passwords are while they are kept."""
        lines = [
            "",
            f"  The site    {settings.SITE_URL}/",
            f"  The admin   {settings.SITE_URL}{reverse('admin:index')}",
        ]
        if urlsplit(settings.SITE_URL).netloc != urlsplit(listening()).netloc:
            lines.append(f"  Listens on  {listening()}/")
        passwords = password_file(Path(settings.DATA_DIR))
        if passwords.exists():
            lines.append(f"  Passwords   {passwords.resolve()} (change them, then delete this file)")
        return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])


def listening() -> str:
    """The address under which this machine reaches the server."""
    bound = preparation.address_of(settings.HOST)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bound, bound)  # noqa: S104 (compared, not bound)
    return f"http://[{host}]:{settings.PORT}" if ":" in host else f"http://{host}:{settings.PORT}"


def commands(*, dev: bool) -> dict[str, list[str]]:
    """The two processes of a site, under the names that people read."""
    manage = [sys.executable, "manage.py"]
    bound = preparation.address_of(settings.HOST)
    host = f"[{bound}]" if ":" in bound else bound
    development = [*manage, "runserver", f"{host}:{settings.PORT}"]
    server = granian(bound, settings.PORT, workers=settings.WEB_WORKERS)
    # A worker that died is replaced; one that hangs does not hold up Ctrl-C.
    server += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "rlsinfo.wsgi:application"]
    return {"web server": development if dev else server, "background worker": [*manage, "work"]}


def answers() -> bool:
    """Whether the site says that it is well."""
    address = urlsplit(listening())
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=2)
    try:
        connection.request("GET", "/health/", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
