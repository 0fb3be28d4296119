"""The thread of the background worker that checks the links that are due."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import connections

from resources.linkcheck.book import End
from resources.linkcheck.witnesses import Witnesses
from rlsinfo import linking

logger = logging.getLogger("rlsinfo.links")

ASK_EVERY_SECONDS = 60
AFTER_OWN_NETWORK_SECONDS = 900
LEAVE_SECONDS = 2.0


class LinkWorker:
    """Asks once a minute whether links are due, and checks them. Tasks go on beside it: publishing waits for no host.

    Does nothing where ``LINK_CHECKS`` is off.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        # A daemon: requests that are under way hold up no end.
        self._thread = threading.Thread(target=self._live, name="link-checker", daemon=True)
        self._following = linking.Following()
        self._witnesses = Witnesses()

    def start(self) -> None:
        """Begin, where links are checked at all."""
        if settings.LINK_CHECKS:
            self._thread.start()

    def end(self) -> None:
        """Stop, within a second or two."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(LEAVE_SECONDS)

    def _live(self) -> None:
        while not self._stop.is_set():
            pause = ASK_EVERY_SECONDS
            try:
                pause = self.once()
            except Exception:
                logger.exception("Links could not be checked; trying again.")
            finally:
                connections.close_all()
            self._stop.wait(pause)

    def once(self) -> int:
        """Follow what is new and check what is due; gives back in how many seconds to ask again."""
        try:
            with linking.the_turn("the background worker") as holder:
                self._following.if_due()
                if not linking.due().exists():
                    return ASK_EVERY_SECONDS
                outcome = linking.run(
                    linking.due,
                    holder=holder,
                    following=self._following,
                    stop=self._stop,
                    witnesses=self._witnesses,
                )
        except linking.Busy:
            return ASK_EVERY_SECONDS
        return AFTER_OWN_NETWORK_SECONDS if outcome.end == End.OWN_NETWORK else ASK_EVERY_SECONDS
