"""``manage.py check_pages``: whether the page files are the pages as they are now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from rlsinfo import progress
from rlsinfo.pagefiles import rebuilding
from rlsinfo.pagefiles.shelf import FAULTS


class Command(BaseCommand):
    """Compare every page file with the page as it is made now."""

    help = "Compares the files in PAGES_DIR with the pages as they are now. Ends with 1 where any differs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Raises ``CommandError`` where a file is wrong."""
        checked, found = 0, []
        try:
            with progress.shown("Pages") as at:

                def say(count: int, total: int) -> None:
                    nonlocal checked
                    checked = count
                    at(count, total)

                found = list(rebuilding.faults(get_wsgi_application(), say))
        except (rebuilding.NoFilesError, *FAULTS) as error:
            raise CommandError(str(error)) from error
        for fault in found:
            self.stdout.write(f"{fault.path} {fault.what}")
        if found:
            raise CommandError(f"{len(found)} of {checked} page files are wrong: manage.py publish_pages --clear.")
        self.stdout.write(f"{checked} page files are the pages as they are now.")
