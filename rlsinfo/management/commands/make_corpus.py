"""``manage.py make_corpus``: a made site of any size in a database of its own, for measuring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from articles import indexing
from articles.models import Article
from rlsinfo import planning
from rlsinfo.corpus import making, place, vocabulary

SEED = 5
ANALYZED_FIRST, ANALYZED_AGAIN = 100, 4
"""After so many articles the database looks at what it holds, and whenever there are so many times as many: else
PostgreSQL goes on as if the tables were empty, and reads them whole for each row.
"""


class Command(BaseCommand):
    """Makes what is missing of so many articles: the same ones for the same seed, so that it can be gone on with."""

    help = "Make a site of made-up articles, for measuring. Its database must be its own; a real site is refused."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, required=True, help="How many articles the made site is to have.")
        parser.add_argument("--waiting", type=int, default=0, help="How many more that are approved and wait.")
        parser.add_argument("--database-url", default="", help="The database to make it in, as DATABASE_URL names it.")
        parser.add_argument("--data-dir", type=Path, help="A folder to make it in, as DATA_DIR names it, with SQLite.")
        parser.add_argument("--seed", type=int, default=SEED, help="Another seed makes another site.")
        parser.add_argument("--without-index", action="store_true", help="Leave making the search index to later.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Make it, and say what there is."""
        if options["articles"] < 0 or options["waiting"] < 0:
            raise CommandError("A site has no article or more.")
        place.use(options["database_url"], options["data_dir"])
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        there = place.made(options["seed"])
        waiting = Article.objects.filter(slug__startswith="waiting-").count()
        self.make(options["seed"], range(there, options["articles"]), range(waiting, options["waiting"]))
        if not options["without_index"]:
            with self.bar("Search index") as bar:
                task = bar.add_task("", total=None)
                indexing.rebuild(lambda done, of: bar.update(task, completed=done, total=of))
        planning.look_through_tables()
        self.stdout.write(f"A made site of {Article.objects.count():,} articles.")

    def make(self, seed: int, numbers: range, waiting: range) -> None:
        """Make the articles with these numbers, and so many that wait."""
        shared = vocabulary.shared(seed)
        made, due = 0, ANALYZED_FIRST
        with self.bar("Articles") as bar:
            task = bar.add_task("", total=len(numbers) + len(waiting))

            def say(more: int) -> None:
                nonlocal made, due
                bar.advance(task, more)
                made += more
                if made >= due:
                    planning.look_through_tables()
                    due = made * ANALYZED_AGAIN

            making.make(shared, numbers, say=say)
            making.make(shared, waiting, waiting=True, say=say)

    def bar(self, words: str) -> Progress:
        """What shows how far it is."""
        columns = (words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        return Progress(*columns, console=Console(stderr=True), transient=True)
