"""``manage.py publish_pages``: every public page as a file, made anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from rlsinfo import progress
from rlsinfo.pagefiles import rebuilding
from rlsinfo.pagefiles.shelf import FAULTS


class Command(BaseCommand):
    """Make all page files of ``PAGES_DIR`` anew."""

    help = "Makes every page of the sitemap a file that the front sends by itself (PAGES_DIR)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only ``--clear``."""
        parser.add_argument("--clear", action="store_true", help="First take all away, also pages of no sitemap.")

    def handle(self, *_args: Any, clear: bool, **_options: Any) -> None:
        """Raises ``CommandError`` where pages cannot be files."""
        try:
            shelf, follower = rebuilding.the_shelf(), rebuilding.the_follower()
            if clear and follower.stamps is not None:
                shelf.take_over()
                shelf.renewed(follower.stamps)
            with progress.shown("Pages") as at:
                files, others = rebuilding.rebuild(get_wsgi_application(), at)
        except (rebuilding.NoFilesError, *FAULTS) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{files} pages are files in {rebuilding.folder()}; {others} are left to the app.")
