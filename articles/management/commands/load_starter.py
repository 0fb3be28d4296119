"""``manage.py load_starter``: take the starter content in, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.starter.files import FileError
from articles.starter.loading import load_folder


class Command(BaseCommand):
    """Loads each content file that was not loaded before; a file with an error changes nothing."""

    help = "Load the starter content: each file once, each whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder is the repository's own unless another is named."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *_: Any, folder: Path, **__: Any) -> None:
        """Load, saying each file's name. Raises ``CommandError`` with every problem of the first bad file."""
        try:
            count = load_folder(folder, lambda name: self.stdout.write(f"  loading {name}"))
        except FileError as error:
            raise CommandError(
                f"Starter content cannot be loaded. Nothing of this file was kept; mend it and start again.\n{error}"
            ) from error
        self.stdout.write(f"Starter content: {count} files loaded." if count else "Starter content: already loaded.")
