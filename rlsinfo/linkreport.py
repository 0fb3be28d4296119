"""What ``check_links`` prints: a progress bar and a table in a terminal, plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from resources.findings import Finding
from resources.linkcheck.book import Outcome
from resources.linkcheck.running import unwatched
from resources.models import Link, Verdict
from resources.models.links import LinkQuerySet

MOST_ROWS = 500
STYLES = {Verdict.OK: "green", Verdict.CAUTION: "yellow", Verdict.BROKEN: "red", Verdict.DANGER: "bold red"}
WORST_FIRST = [Verdict.DANGER, Verdict.BROKEN, Verdict.CAUTION, Verdict.OK]


class Report:
    """Prints to a stream. ``NO_COLOR`` is respected by rich."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out
        self._console = Console(file=out, highlight=False) if out.isatty() else None  # type: ignore[arg-type]

    def say(self, text: str) -> None:
        """One line."""
        self._out.write(text)

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[Link, Finding], None]]:
        """What is told of each check, for a bar; in a terminal only."""
        if self._console is None or not total:
            yield unwatched
            return
        columns = (TextColumn("Checking links"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task("", total=total)

            def advance(_link: Link, _finding: Finding) -> None:
                bar.advance(task)

            yield advance

    def finding(self, url: str, found: Finding) -> None:
        """One finding of which nothing is kept."""
        self._rows([(found.verdict, url, found.summary, _fix(found.fix, found.suggested_url))])

    def table(self, links: LinkQuerySet) -> None:
        """The worst first; not more than fit a screen that somebody reads."""
        count = links.count()
        rows: list[tuple[Verdict, str, str, str]] = []
        for verdict in WORST_FIRST:
            some = links.filter(verdict=verdict).order_by("url")[: MOST_ROWS - len(rows)]
            rows += [(verdict, link.url, _summary(link), _fix(link.fix, link.suggested_url)) for link in some]
        self._rows(rows)
        if count > len(rows):
            self.say(f"… and {count - len(rows)} more; the admin lists all.")

    def counts(self, outcome: Outcome) -> None:
        """How many checks came to which verdict."""
        counts = [f"{verdict.label} {outcome.verdicts[verdict]}" for verdict in Verdict]
        self.say(f"Checked {sum(outcome.verdicts.values())}: {', '.join(counts)}.")

    def _rows(self, rows: list[tuple[Verdict, str, str, str]]) -> None:
        if not rows:
            return
        if self._console is None:
            for verdict, url, summary, fix in rows:
                self.say(f"{verdict.label.upper():<8}{url}  {summary}{f' {fix}' if fix else ''}")
            return
        table = Table("Verdict", Column("Address", overflow="fold"), "What was found", "What could be done")
        for verdict, url, summary, fix in rows:
            shown = f"[{STYLES[verdict]}]{verdict.label}[/]"
            table.add_row(shown, escape(url), escape(summary), escape(fix))
        self._console.print(table)


def _summary(link: Link) -> str:
    """What was found, and whether that has consequences."""
    if link.broken_since:
        return f"{link.summary} Readers are not given it."
    if link.failing_since:
        times = "once" if link.failures == 1 else f"{link.failures} times"
        return f"{link.summary} Failed {times} since {timezone.localtime(link.failing_since):%-d %b %Y}."
    return link.summary


def _fix(fix: str, suggested_url: str) -> str:
    return f"{fix} {suggested_url}".strip() if suggested_url and suggested_url not in fix else fix
