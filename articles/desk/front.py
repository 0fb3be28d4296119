"""The front page of the desk: what waits for whoever signed in, how things stand, what needs care, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from articles.desk import addresses, charts, pages, panels, trends
from articles.desk.listings import LISTINGS
from articles.desk.support import queue
from articles.models import Event

AT_WORK = ("drafts", "in-review", "approved", "scheduled")
FOR_READERS = ("published", "due-in-60-days", "due-in-14-days", "overdue", "withdrawn")
CARE = (
    "cites-retracted",
    "cites-broken",
    "retracted-sources",
    "broken-sources",
)
ALARMS = ("overdue", *CARE)
RECENT = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody can do next, in words, and the page where it is done: its name and arguments; and further ones."""

    words: str
    label: str = ""
    page: str = ""
    arguments: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where it is done: words and addresses."""
        first = [(self.label, reverse(f"admin:{self.page}", args=self.arguments))] if self.page else []
        return [*first, *((label, reverse(f"admin:{page}")) for label, page in self.more)]


NEXT = {
    Role.AUTHOR: Step(
        "Nothing of yours came back from review. To change a page, open its article and start a draft.",
        "What is published",
        "desk-list",
        ("published",),
    ),
    Role.REVIEWER: Step(
        "No edition waits for a reviewer. You can read a page before its review is due.",
        "Reviews due soon",
        "desk-list",
        ("due-in-60-days",),
    ),
    Role.PUBLISHER: Step(
        "Editions come here when a clinician has approved them.", "What is in review", "desk-list", ("in-review",)
    ),
    Role.CURATOR: Step(
        "Every number and address works and is verified, as far as is known.",
        "All organisations",
        "resources_organisation_changelist",
    ),
    Role.ADMINISTRATOR: Step(
        "People need an account, a role and, to sign reviews, a byline with credentials.",
        "Accounts",
        "accounts_user_changelist",
        more=(("Bylines", "accounts_byline_changelist"),),
    ),
}
"""What each role can do where nothing waits for it."""
NO_ROLE = Step("You have no role, so nothing waits for you. An administrator gives roles, with the accounts.")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that leads to what it counts. ``alarm``: it is better when it is nothing."""

    name: str
    label: str
    count: int
    alarm: bool
    address: str


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows, in a fixed number of queries; nothing of articles to staff who may not read them."""
    user = pages.person(request)
    if not user.has_perm(pages.READ):
        return {"next_steps": [NO_ROLE]}
    named = set(user.groups.values_list("name", flat=True))
    roles = [role for role in Role if role.value in named]
    mine = panels.waiting(roles)
    writes = any(role in roles for role in panels.WRITING)
    own = ["my-drafts"] if writes else []
    counts = panels.counts(user, dict.fromkeys([*mine, *own, *AT_WORK, *FOR_READERS, *CARE]))
    waiting = [panels.panel(name, user, counts[name]) for name in mine if counts[name]]
    support = _support(counts)
    curating = support if Role.CURATOR in roles and any(number.count for number in support) else []
    return {
        "roles": [role.value for role in roles],
        "writes": writes,
        "waiting": waiting,
        "curating": curating,
        "next_steps": [] if waiting or curating else _next_steps(roles),
        "my_drafts": panels.panel("my-drafts", user, counts["my-drafts"]) if writes else None,
        "scheduled": panels.panel("scheduled", user, counts["scheduled"]),
        "numbers": [
            ("At work", _numbers(AT_WORK, counts)),
            ("What readers see", _numbers(FOR_READERS, counts)),
            ("Needs care", _numbers(CARE, counts)),
            ("Support links", support),
        ],
        "trends": _trends(),
        "events": _events(),
    }


def _next_steps(roles: Sequence[Role]) -> list[Step]:
    return [NEXT[role] for role in roles] or [NO_ROLE]


def _numbers(names: Sequence[str], counts: dict[str, int]) -> list[Number]:
    return [
        Number(name, LISTINGS[name].heading, counts[name], name in ALARMS, addresses.of_list(name)) for name in names
    ]


def _support(counts: dict[str, int]) -> list[Number]:
    """The kinds of the curators' queue."""
    at = reverse("admin:desk-support")
    return [
        Number(kind.name, kind.heading, counts[kind.name], kind.name == "broken", f"{at}?kind={kind.name}")
        for kind in queue.KINDS.values()
    ]


def _trends() -> dict[str, Any]:
    today = timezone.localdate()
    overdue, pace = trends.overdue(today), trends.pace(today)
    return {
        "overdue": overdue,
        "overdue_chart": charts.bars([each.pages for each in overdue]),
        "pace": pace,
        "pace_chart": charts.bars([each.days for each in pace]),
    }


def _events() -> list[Event]:
    """What happened last. Events are only ever added, so the latest have the highest keys."""
    events = Event.objects.select_related("article", "edition", "actor", "invitation").defer("edition__sealed_json")
    return list(events.order_by("-pk")[:RECENT])
