"""The background worker: ``manage.py work``."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils.autoreload import run_with_reloader
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from rlsinfo import digests, housekeeping, preparing, publishing, sending, withdrawing
from rlsinfo.edge.worker import EdgeWorker
from rlsinfo.linkworker import LinkWorker

logger = logging.getLogger("rlsinfo.work")

# Each asks the database whether its work is due, and enqueues a task that carries it out. Nothing is kept in memory,
# so that a worker that was killed, or several at once, lose nothing.
DUE_WORK: tuple[Callable[[], None], ...] = (
    publishing.enqueue_if_due,
    withdrawing.enqueue_if_due,
    sending.enqueue_if_due,
    digests.enqueue_if_due,
    preparing.enqueue_if_due,
    housekeeping.enqueue_if_due,
)
ASK_EVERY_SECONDS = 5
POLL_SECONDS = 0.5
AFTER_LOST_DATABASE_SECONDS = 5


class DueWorker(Worker):
    """The queue's own worker, that also asks for due work and finishes the task at hand before it stops.

    It asks between any two tasks, so that a long queue holds nothing up.
    """

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=POLL_SECONDS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=get_random_string(32),
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the task at hand. Never in the middle of claiming one: nobody would carry it out."""
        self.running = False

    def run(self) -> None:
        """Carry out tasks until a signal comes; waits for a database that has gone away."""
        asked = float("-inf")
        while self.running:
            pause = POLL_SECONDS
            try:
                if time.monotonic() - asked >= ASK_EVERY_SECONDS:
                    asked = time.monotonic()
                    ask()
                self._run_tasks = 0
                super().run()
                if self._run_tasks:
                    continue
            except OperationalError as error:
                logger.warning("The database does not answer (%s); trying again.", str(error).strip())
                connection.close()
                pause = AFTER_LOST_DATABASE_SECONDS
            wake = time.monotonic() + pause
            while self.running and time.monotonic() < wake:
                time.sleep(min(POLL_SECONDS, pause))


def ask() -> None:
    """Ask for all due work. A fault in one question is logged, and keeps no other from being asked."""
    for enqueue_if_due in DUE_WORK:
        try:
            enqueue_if_due()
        except OperationalError:
            raise
        except Exception:
            logger.exception("%s could not be asked", enqueue_if_due.__module__)


def work(worker: DueWorker) -> None:
    """Carry out tasks, check links beside them, and tell the cache before the site, until a signal comes."""
    others = (LinkWorker(), EdgeWorker())
    for other in others:
        other.start()
    try:
        worker.run()
    finally:
        for other in others:
            other.end()


class Command(BaseCommand):
    """Run background tasks, and ask for those that are due, until SIGINT or SIGTERM."""

    # With --dev the reloader says what is wrong, and waits for the next change of a file.
    requires_system_checks: tuple[str, ...] = ()
    help = "Carries out background tasks, asks for those that are due, and checks links, until it is stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.DEBUG:
            run_with_reloader(self.run_checked)
            return
        worker = DueWorker()
        worker.configure_signals()
        work(worker)

    def run_checked(self) -> None:
        """Check the code that was just reloaded, then work; an error in it ends this round of the reloader only."""
        self.check()
        work(DueWorker())
