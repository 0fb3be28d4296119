"""``manage.py check_content``: hold every published article against the rules, as the desk does before review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles import prose, selectors, steps
from articles.advice import advice
from articles.models import Edition, Topic, TopicKind
from articles.places import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one published edition."""

    edition: Edition
    blocking: list[Problem]
    advice: list[Problem]
    grade: prose.Grade | None


class Command(BaseCommand):
    """Prints a table of all published articles. Exit code 1 where one of them breaks a rule that blocks."""

    help = "Check every published article: rules that block publishing, advice on language, reading grade."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--advice`` lists the advice too."""
        parser.add_argument("--advice", action="store_true", help="List the advice, not only how much there is.")

    def handle(self, *_: Any, advice: bool, **__: Any) -> None:
        """Check and print. Raises ``CommandError`` (exit code 1) where something blocks."""
        names = _known_by_sight()
        editions = Edition.objects.published().select_related("article").order_by("article__slug", "article__language")
        checked = [_check(edition, names) for edition in editions]
        self.stdout.write(
            f"{'Article':<44} {'Edition':>7} {'Blocking':>8} {'Advice':>6} {'Grade':>5} {'Words':>5}  Due"
        )
        for each in checked:
            self.stdout.write(_row(each))
        for each in checked:
            for problem in each.blocking + (each.advice if advice else []):
                mark = "BLOCKING" if problem in each.blocking else "advice"
                self.stdout.write(f"{mark:<8} {each.edition.article.slug}: {problem}")
        self.stdout.write("Grade: Flesch-Kincaid (a guide, never a gate), without the names of medicines.")
        if blocked := sum(bool(each.blocking) for each in checked):
            raise CommandError(f"{blocked} of {len(checked)} published articles break a rule that blocks publishing.")


def _check(edition: Edition, names: frozenset[str]) -> Checked:
    document = selectors.document_of(edition)
    blocking = steps.blocking_issues(edition, document)
    if edition.next_review_due and edition.next_review_due < timezone.localdate():
        blocking.append(Problem("document", f"its review was due on {edition.next_review_due:%-d %B %Y}"))
    return Checked(edition, blocking, advice(document), prose.grade(document, names))


def _row(each: Checked) -> str:
    edition, grade = each.edition, each.grade
    measured = f"{grade.value:>5.1f} {grade.words:>5}" if grade else f"{'–':>5} {'–':>5}"
    name = f"{edition.article.slug} ({edition.article.language})"
    counts = f"{edition.number:>7} {len(each.blocking):>8} {len(each.advice):>6}"
    return f"{name:<44} {counts} {measured}  {edition.next_review_due:%-d %b %Y}"


def _known_by_sight() -> frozenset[str]:
    """The words of the names of medicines, which readers of their pages know."""
    called = Topic.objects.filter(kind=TopicKind.MEDICINE).values_list("name", flat=True)
    return frozenset(word.lower() for name in called for word in prose.words(name))
