"""The addresses that the link checker follows, what it found there, and how it treats their hosts."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import User


class Pace(models.TextChoices):
    """How often an address is checked: crisis lines daily, everything else weekly (``LINK_CHECK_DAYS``)."""

    CRISIS = "crisis", "As a crisis line"
    USUAL = "usual", "As everything else"


class Verdict(models.TextChoices):
    """What a check says of an address, the words of GOV.UK's link checker."""

    OK = "ok", "OK"
    CAUTION = "caution", "Caution"
    BROKEN = "broken", "Broken"
    DANGER = "danger", "Danger"


class Reason(models.TextChoices):
    """Why a verdict is what it is. ``VERDICTS`` says which verdict each leads to."""

    WORKS = "works", "Works"
    MOVED = "moved", "Moved for good"
    HOME = "home", "Leads to a home page"
    CHANGED = "changed", "Its content has changed"
    OTHER_SITE = "other_site", "Leads to another site"
    LOGIN = "login", "Asks to sign in"
    BOT_WALL = "bot_wall", "Turns programs away"
    ROBOTS = "robots", "Asks programs to stay away"
    BUSY = "busy", "Was too busy"
    TOO_LARGE = "too_large", "Sends more than a check reads"
    CHAIN = "chain", "Its certificate lacks the one that signed it"
    GONE = "gone", "Not found"
    SOFT_404 = "soft_404", "Says that it is not found"
    NO_HOST = "no_host", "Its host does not exist"
    REFUSED = "refused", "Does not let anybody connect"
    SLOW = "slow", "Does not answer in time"
    SERVER = "server", "Its server fails"
    CERTIFICATE = "certificate", "Its certificate is wrong"
    REDIRECTS = "redirects", "Redirects without end"
    NOT_HTTP = "not_http", "Does not answer as a web server does"
    PARKED = "parked", "Its domain is for sale"
    ELSEWHERE = "elsewhere", "Something else stands there now"
    FORBIDDEN = "forbidden", "Leads where no public page is"


VERDICTS = {
    Reason.WORKS: Verdict.OK,
    **dict.fromkeys(
        (
            *(Reason.MOVED, Reason.HOME, Reason.CHANGED, Reason.LOGIN, Reason.BOT_WALL),
            *(Reason.OTHER_SITE, Reason.ROBOTS, Reason.BUSY, Reason.TOO_LARGE, Reason.CHAIN),
        ),
        Verdict.CAUTION,
    ),
    **dict.fromkeys(
        (
            *(Reason.GONE, Reason.SOFT_404, Reason.NO_HOST, Reason.REFUSED, Reason.SLOW, Reason.SERVER),
            *(Reason.CERTIFICATE, Reason.REDIRECTS, Reason.NOT_HTTP),
        ),
        Verdict.BROKEN,
    ),
    **dict.fromkeys((Reason.PARKED, Reason.ELSEWHERE, Reason.FORBIDDEN), Verdict.DANGER),
}
"""The verdict that each reason leads to."""
FAILURES = (Verdict.BROKEN, Verdict.DANGER)
COMPARED = (Reason.CHANGED, Reason.ELSEWHERE)
"""What is found by holding a page against the one that was accepted: another page is another finding."""
LONGEST_URL = 2000
"""Bytes that an address may have; longer ones are not followed. PostgreSQL keeps no more than 2,704 in an index, and
letters outside of ASCII take up to four."""
SETTLED_FOR = dt.timedelta(days=90)
"""For how long a curator's word that an address works stands against the same finding of the checker."""


class Found(models.Model):
    """What a check found: a verdict with its reason, in a sentence, and what could be done about it."""

    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    summary = models.CharField(max_length=300, blank=True, help_text="What was found, in a sentence.")
    fix = models.CharField(max_length=300, blank=True, help_text="What could be done about it, in a sentence.")
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The last status of HTTP.")
    final_url = models.CharField(max_length=LONGEST_URL, blank=True, help_text="Where redirects led, if they did.")

    class Meta:
        abstract = True


class LinkQuerySet(models.QuerySet["Link"]):
    """The words in which links are asked for."""

    def in_use(self) -> Self:
        """Those that something leads to: an organisation, a source, a published article."""
        return self.filter(in_use=True)

    def due(self, now: dt.datetime) -> Self:
        """Those in use whose next check has come."""
        return self.in_use().filter(next_check_at__lte=now)

    def unchecked_since(self, moment: dt.datetime) -> Self:
        """Those in use that were not checked since a moment, due or not."""
        return self.in_use().filter(Q(checked_at=None) | Q(checked_at__lt=moment))

    def askable(self, now: dt.datetime) -> Self:
        """Those whose host has not asked to be left alone until later."""
        return self.exclude(host__in=LinkHost.objects.filter(not_before__gt=now).values("host"))

    def by_turns(self, *, each: int) -> Self:
        """At most so many of each host: the first of every host, then the second; crisis lines before others."""
        order = [F("pace").asc(), F("next_check_at").asc(), F("pk").asc()]
        turn = Window(RowNumber(), partition_by=[F("host")], order_by=order)
        return self.annotate(turn=turn).filter(turn__lte=each).order_by("turn", "pace", "next_check_at", "pk")

    def broken(self) -> Self:
        """Those that are established not to work: readers are not given them."""
        return self.in_use().filter(broken_since__isnull=False)

    def changed(self) -> Self:
        """Those that somebody has to look at, and has not lately settled: they work in another way, or failed at a
        crisis line, before that is established.
        """
        lately = Q(settled_at__gt=timezone.now() - SETTLED_FOR)
        settled = lately & Q(settled_reason=F("reason"), settled_url=F("suggested_url"))
        settled &= ~Q(reason__in=COMPARED) | Q(accepted_title=F("found_title"), accepted_print=F("found_print"))
        failing = Q(verdict=Verdict.BROKEN, broken_since=None, pace=Pace.CRISIS)
        return self.in_use().filter(Q(verdict=Verdict.CAUTION) | failing).exclude(settled)


class Link(Found):
    """One address on the web that something here leads to, and how it stands. Kept by the link checker.

    ``broken_since`` is when it was established not to work: at the first sight of danger, else after three failures
    over 48 hours, and it is then the moment of the first of them. A fingerprint is of title and main text: the one that
    was last accepted (by the first check that worked, or by whoever verified), and the one that was found last.
    """

    url = models.CharField(max_length=LONGEST_URL, unique=True)
    host = models.CharField(max_length=300, help_text="Scheme, host and port: https://example.org.")
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.USUAL)
    in_use = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    next_check_at = models.DateTimeField(help_text="Claimed for a check, it stands an interval on.")
    checked_at = models.DateTimeField(null=True, blank=True)
    suggested_url = models.CharField(max_length=LONGEST_URL, blank=True, help_text="The address to take instead.")
    failures = models.PositiveIntegerField(default=0, help_text="Failures since it worked last.")
    failing_since = models.DateTimeField(null=True, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    accepted_title = models.CharField(max_length=300, blank=True)
    accepted_print = models.CharField(max_length=16, blank=True, help_text="64 bits, in hexadecimal digits.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    found_title = models.CharField(max_length=300, blank=True)
    found_print = models.CharField(max_length=16, blank=True)
    settled_reason = models.CharField(max_length=20, blank=True, help_text="What a curator has looked at and accepted.")
    settled_url = models.CharField(max_length=LONGEST_URL, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["url"]
        indexes: ClassVar = [
            models.Index(fields=["next_check_at"], condition=Q(in_use=True), name="link_due"),
            models.Index(fields=["host"], name="link_host"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="link_pace_known"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="link_verdict_known"),
            models.CheckConstraint(condition=Q(reason__in=["", *Reason.values]), name="link_reason_known"),
            models.CheckConstraint(condition=~Q(url="") & ~Q(host=""), name="link_has_url"),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None) | Q(failures__gt=0, failing_since__isnull=False),
                name="link_failing_whole",
            ),
            models.CheckConstraint(
                condition=Q(broken_since=None) | Q(failing_since__isnull=False), name="link_broken_fails"
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, verdict="", reason="")
                | (Q(checked_at__isnull=False) & ~Q(verdict="") & ~Q(reason="")),
                name="link_checked_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_reason="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_reason="")),
                name="link_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_as_accepted(self) -> bool:
        """Whether the page that was read last is the very one that was accepted."""
        return (self.accepted_title, self.accepted_print) == (self.found_title, self.found_print)

    @property
    def stand(self) -> str:
        """What was found last, as a page remembers it: the same only while reason and page are the same."""
        return f"{self.reason}:{self.found_print}"


class LinkCheck(Found):
    """One check of one address. Never changes; removed when it is old (``LINK_CHECKS_KEPT_DAYS``)."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField(db_index=True)
    took_ms = models.PositiveIntegerField()
    read_bytes = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-checked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="linkcheck_verdict_known"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="linkcheck_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.get_verdict_display()}"


class LinkHost(models.Model):
    """What the checker remembers of a host: its robots.txt, and until when it asked to be left alone."""

    host = models.CharField(max_length=300, unique=True, help_text="Scheme, host and port: https://example.org.")
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["host"]

    def __str__(self) -> str:
        return self.host


class CheckerLease(models.Model):
    """Which process checks links now: one at a time, so that no host is asked by two. One row."""

    name = models.CharField(max_length=20, unique=True, default="links")
    holder = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(name="links"), name="checker_lease_one")]

    def __str__(self) -> str:
        return f"{self.holder} until {self.until}"
