"""``manage.py clear_pages``: no page that is kept outlives the release and the settings that made it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from rlsinfo import preparation


class Command(BaseCommand):
    """Take away all page files, and have the cache before the site purged."""

    help = "Takes away the files in PAGES_DIR and has the cache at EDGE_URL purged, as `serve` does when it starts."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Raises ``CommandError`` where page files cannot be put where they belong."""
        preparation.kept_pages_cleared()
        self.stdout.write("No page that was kept is sent any more.")
