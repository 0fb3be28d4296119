"""``manage.py prepare_pages``: make the pages anew that other code made, or that were never made ahead."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import prepared

BATCH = 100


class Command(BaseCommand):
    """Makes every outdated page anew. The worker does the same by itself; readers get the same pages meanwhile."""

    help = "Prepare the pages of published articles that are outdated, so that no reader waits for them."

    def handle(self, *_: Any, **__: Any) -> None:
        """Make them, and say how many."""
        count = 0
        while made := prepared.refresh(BATCH):
            count += made
        self.stdout.write(f"Pages: {count} prepared." if count else "Pages: all are prepared.")
