"""``manage.py rebuild_search``: make the search index anew while readers go on searching."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from articles import indexing
from finding import sending
from finding.engines.elsewhere import NotAnswering


class Command(BaseCommand):
    """Rebuilds the index part by part, each in a transaction of its own. What did not change is left as it is."""

    help = "Make the search index anew from what is published now. Readers can search meanwhile."

    def handle(self, *_: Any, **options: Any) -> None:
        """Rebuild, and say how much of it had been otherwise."""
        columns = ("Search index", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=None)
            changed = indexing.rebuild(lambda done, of: progress.update(task, completed=done, total=of))
        said = f"{changed} entries changed" if changed else "nothing to change"
        self.stdout.write(f"Search index: {said}.")
        if settings.SEARCH_URL:
            self._send()

    def _send(self) -> None:
        try:
            count = sending.send_all()
        except NotAnswering as error:
            raise CommandError(f"SEARCH_URL: {error}. Readers search the database of the site meanwhile.") from error
        self.stdout.write(f"Sent to SEARCH_URL, in a new index: {count} entries.")
