"""``manage.py check_links``: check the addresses that this site leads to, and print what was found."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from resources import workflow
from resources.linkcheck.book import End, Outcome
from resources.linkcheck.checking import check
from resources.linkcheck.visitor import visitor_from_settings
from resources.models import FAILURES, Link, LinkHost, Verdict
from resources.models.links import LinkQuerySet
from rlsinfo import linking
from rlsinfo.linkreport import Report

LATELY = dt.timedelta(hours=1)
BAD_ADDRESS = 2
IT_IS = {Verdict.BROKEN: "It is broken.", Verdict.DANGER: "It is dangerous."}


class Command(BaseCommand):
    """Checks links and prints a table. Exit code 1 where one is broken or dangerous, 2 for what is no address."""

    help = "Check the addresses that this site leads to: those that are due, all, or one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which ones: one word of three."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--due", action="store_true", help="Those whose time has come (this is the default).")
        which.add_argument("--all", action="store_true", help="All, but for those that were checked in the last hour.")
        which.add_argument("url", nargs="?", default="", metavar="URL", help="This address at once, followed or not.")

    def handle(self, *_: Any, url: str = "", **options: Any) -> None:
        """Check and print. Raises ``CommandError``."""
        report = Report(self.stdout)
        try:
            with linking.the_turn("manage.py check_links") as holder:
                if url:
                    found = self.check_one(url, holder=holder, report=report)
                else:
                    found = self.check_many(everything=options["all"], holder=holder, report=report)
        except linking.Busy as busy:
            raise CommandError(_said(busy)) from busy
        if found:
            raise CommandError(found)

    def check_many(self, *, everything: bool, holder: str, report: Report) -> str:
        """Check what is due, or all; gives back what is wrong, in a sentence."""
        following = linking.Following()
        following.if_due()
        started = timezone.now()
        links: Callable[[], LinkQuerySet] = linking.due
        if everything:
            before = started - LATELY
            if skipped := Link.objects.in_use().filter(checked_at__gte=before).count():
                report.say(f"{skipped} were checked in the last hour and are left out.")
            links = lambda: Link.objects.unchecked_since(before)  # noqa: E731 (asked anew at each reading)
        outcome = self.run(links, holder=holder, following=following, report=report)
        report.table(Link.objects.in_use().filter(checked_at__gte=started).exclude(verdict=Verdict.OK))
        report.counts(outcome)
        return _wrong(outcome, Link.objects.in_use().filter(checked_at__gte=started))

    def check_one(self, url: str, *, holder: str, report: Report) -> str:
        """Check one address; what is found is kept where the address is followed."""
        try:
            host = workflow.host_of(url)
        except ValueError as error:
            message = f"{url} is no address on the web: it must look like https://www.example.org/page."
            raise CommandError(message, returncode=BAD_ADDRESS) from error
        following = linking.Following()
        following.if_due()
        link = Link.objects.in_use().filter(url=url).first()
        if link is None:
            found = check(Link(url=url, host=host), visitor=visitor_from_settings())
            report.finding(url, found)
            report.say("Nothing here leads to this address, so nothing was kept.")
            return IT_IS.get(found.verdict, "")
        started, pk = timezone.now(), link.pk
        this = lambda: Link.objects.unchecked_since(started).filter(pk=pk)  # noqa: E731 (asked anew at each reading)
        outcome = self.run(this, holder=holder, following=following, report=report)
        checked = Link.objects.filter(pk=pk, checked_at__gte=started)
        report.table(checked)
        return _wrong(outcome, checked) or _left_alone(host, checked)

    def run(
        self, links: Callable[[], LinkQuerySet], *, holder: str, following: linking.Following, report: Report
    ) -> Outcome:
        """Run over links with a progress bar; Ctrl-C ends it in order."""
        with _until_stopped() as stop, report.progress(links().count()) as progress:
            return linking.run(links, holder=holder, following=following, stop=stop, progress=progress)


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, in place of ending the process at once."""
    stop = threading.Event()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wrong(outcome: Outcome, checked: LinkQuerySet) -> str:
    """What makes the exit code 1. What a curator has looked at and accepted does not."""
    if outcome.end == End.OWN_NETWORK:
        return linking.own_network(outcome)
    if outcome.end == End.STOPPED:
        return "Stopped before the end. What is left is still due."
    failing = checked.filter(verdict__in=FAILURES, failing_since__isnull=False).count()
    if outcome.faults:
        return f"{outcome.faults} could not be checked by a fault of the checker; the lines above say why."
    return f"{failing} of {checked.count()} are broken or dangerous." if failing else ""


def _left_alone(host: str, checked: LinkQuerySet) -> str:
    """That a host wants to be left alone, where it was not asked for that; empty where it was asked."""
    until = LinkHost.objects.filter(host=host).values_list("not_before", flat=True).first()
    if until is None or checked.exists():
        return ""
    return f"Not checked: its host is left alone until {timezone.localtime(until):%H:%M:%S on %-d %B %Y}."


def _said(busy: linking.Busy) -> str:
    until = timezone.localtime(busy.lease.until)
    return (
        f"Links are being checked already, by {busy.lease.holder}. Its turn lasts until {until:%H:%M:%S} and is "
        "renewed while it lives; if it was killed, the next check can begin then."
    )
