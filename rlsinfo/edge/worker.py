"""The thread of the background worker that tells the cache before the site what to purge."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import Error, connections

from rlsinfo.edge.purging import Purger
from rlsinfo.edge.services import NotTakenError

logger = logging.getLogger("rlsinfo.edge")
ASK_EVERY_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
SAID_EVERY_SECONDS = 60.0
AFTER_FAULT_SECONDS = 5.0
LEAVE_SECONDS = 2.0
LONGEST_BESIDE_OTHERS_SECONDS = 2.0
"""Where one of several Varnishes does not answer, the others are told no later than this."""


class EdgeWorker:
    """Looks into the journal twice a second. Does nothing where no cache stands before the site."""

    def __init__(self) -> None:
        self._purger = Purger(settings.EDGE) if settings.EDGE else None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name="edge", daemon=True)
        self._failures = 0
        self._say_again_at = 0.0

    def start(self) -> None:
        """Begin, where there is a cache."""
        if self._purger is not None:
            self._thread.start()

    def end(self) -> None:
        """Stop, within a second or two. What was not told is told by whoever works next."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(LEAVE_SECONDS)

    def _live(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = self.once()

    def once(self) -> float:
        """Tell what is new; gives back in how many seconds to ask again, ever later where nobody answers."""
        if self._purger is None:
            return ASK_EVERY_SECONDS
        try:
            self._purger.once()
        except NotTakenError as error:
            self._failures += 1
            self._say(str(error))
            longest = LONGEST_PAUSE_SECONDS if self._purger.edge.repeats else LONGEST_BESIDE_OTHERS_SECONDS
            return max(error.rest, min(2.0 ** min(self._failures, 10) / 2, longest))
        except Error as error:
            self._say(f"the database does not answer: {str(error).strip()}")
            connections.close_all()
            return AFTER_FAULT_SECONDS
        except Exception:
            logger.exception("the cache before the site could not be told")
            connections.close_all()
            return AFTER_FAULT_SECONDS
        if self._failures:
            logger.info("The cache before the site was told what has changed.")
            self._failures, self._say_again_at = 0, 0.0
        return ASK_EVERY_SECONDS

    def _say(self, what: str) -> None:
        if time.monotonic() >= self._say_again_at:
            self._say_again_at = time.monotonic() + SAID_EVERY_SECONDS
            logger.warning("What has changed could not be purged; trying again: %s", what)
