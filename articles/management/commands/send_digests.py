"""``manage.py send_digests``: mail everybody what is due for review, as the worker does each morning."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles import notices


class Command(BaseCommand):
    """Mail the digests that nobody has got today, or print them."""

    help = "Mail everybody which of their pages are due for review: one mail a person a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--dry-run`` prints."""
        parser.add_argument("--dry-run", action="store_true", help="Print the mails; send nothing and note nothing.")

    def handle(self, *_: Any, dry_run: bool, **__: Any) -> None:
        """Raises ``CommandError`` where the mail server cannot be reached."""
        now = timezone.now()
        if dry_run:
            found = [digest.letter() for digest in notices.digests(now)]
            for letter in found:
                self.stdout.write(f"To: {letter.to[0]}\nSubject: {letter.subject}\n\n{letter.body}\n")
            self.stdout.write(f"Mails that would be sent: {len(found)}.")
            return
        try:
            self.stdout.write(f"Mails sent: {notices.send(now)}.")
        except OSError as error:
            raise CommandError(f"The mail server did not take them: {error}") from error
