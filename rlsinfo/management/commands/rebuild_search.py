"""``manage.py rebuild_search``: make the search index anew while readers go on searching."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from articles import indexing


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
