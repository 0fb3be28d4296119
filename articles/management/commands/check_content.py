"""``manage.py check_content``: hold every published article against the rules, as the desk does before review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import checking, selectors
from articles.models import Edition
from articles.prose import Grade
from articles.readiness import Readiness


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one published edition."""

    edition: Edition
    readiness: Readiness


class Command(BaseCommand):
    """Prints a table of all published articles. Exit code 1 where one of them breaks a rule that blocks."""

    help = "Check every published article: rules that block publishing, advice, reading grade."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--advice`` lists the advice too."""
        parser.add_argument("--advice", action="store_true", help="List the advice, not only how much there is.")

    def handle(self, *_: Any, advice: bool, **__: Any) -> None:
        """Check and print. Raises ``CommandError`` (exit code 1) where something blocks."""
        editions = Edition.objects.published().select_related("article__medicine")
        checked = [_check(edition) for edition in editions.order_by("article__slug", "article__language")]
        columns = f"{'Article':<44} {'Edition':>7} {'Blocking':>8} {'Advice':>6} {'Set aside':>9}"
        self.stdout.write(f"{columns} {'Grade':>5} {'Words':>6} {'Sentences':>9}  Due")
        for each in checked:
            self.stdout.write(_row(each))
        for each in checked:
            slug = each.edition.article.slug
            for problem in each.readiness.blocking:
                self.stdout.write(f"BLOCKING {slug}: {problem} [{problem.code}]")
            for found in each.readiness.advice if advice else ():
                self.stdout.write(f"advice   {slug}: {found} [{found.problem.code}]")
        self.stdout.write(f"Grade: {Grade.formula} (a guide, never a gate), without the names of medicines.")
        if blocked := sum(not each.readiness.ready for each in checked):
            raise CommandError(f"{blocked} of {len(checked)} published articles break a rule that blocks publishing.")


def _check(edition: Edition) -> Checked:
    return Checked(edition, checking.check(edition, selectors.document_of(edition)))


def _row(each: Checked) -> str:
    edition, found = each.edition, each.readiness
    grade = found.grade
    counts = f"{edition.number:>7} {len(found.blocking):>8} {len(found.standing):>6} {len(found.set_aside):>9}"
    measured = (
        f"{grade.value:>5.1f} {grade.words:>6,} {grade.sentences:>9,}" if grade else f"{'–':>5} {'–':>6} {'–':>9}"
    )
    return f"{edition.article.slug + f' ({edition.article.language})':<44} {counts} {measured}  {_due(edition)}"


def _due(edition: Edition) -> str:
    return f"{edition.next_review_due:%-d %b %Y}" if edition.next_review_due else "–"
