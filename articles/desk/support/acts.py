"""What a curator does with an item of the queue: each act with its words, what it asks, and where it is offered.

What is refused is decided by the workflow alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from articles import workflow
from articles.desk import pages
from articles.desk.support.items import Item
from articles.desk.support.queue import What
from articles.errors import InvalidRequest, WorkflowError
from resources import workflow as resources
from resources.models import Reason

Refusal = WorkflowError | ValidationError


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a form asks. ``kind``: that of its box; ``most``: characters."""

    name: str
    label: str
    help: str = ""
    kind: str = "text"
    most: int = 300


SOURCE = Asked(
    "source", "What you read or rang", "Readers see this. An address, or in words: “Rang them, they answered”."
)
READ = Asked("source", "What you read or rang", "Its history keeps this.")
"""Of the entry in a register, whose address has no verification of its own."""
NEW_ADDRESS = Asked("url", "New address", kind="url", most=500)
OUTCOME = Asked("outcome", "What you found")


@dataclass(frozen=True, slots=True)
class Act:
    """One act. ``offered``: of which items. ``bulk``: what it is called when it is done to several at once, if ever."""

    label: str
    done: str | Callable[[Item], str]
    run: Callable[[Item, Mapping[str, str], User], Any]
    offered: Callable[[Item], bool]
    asks: tuple[Asked, ...] = ()
    bulk: str = ""
    danger: bool = False

    def asked(self, item: Item) -> tuple[Asked, ...]:
        """What its form asks of an item: the address of a source, or of a register, keeps no verification."""
        asked = tuple(each for each in self.asks if not (item.source and each is SOURCE))
        return tuple(READ if item.contact is None and each is SOURCE else each for each in asked)

    def said(self, item: Item) -> str:
        """What is said once it is done to an item."""
        return self.done if isinstance(self.done, str) else self.done(item)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form, with what stands in it."""

    asked: Asked
    value: str
    id: str


@dataclass(slots=True)
class Offer:
    """The form of an act at an item, empty or as it came back. ``other``: for an address that was not suggested."""

    name: str
    act: Act
    item: Item
    typed: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    other: bool = False

    @property
    def id(self) -> str:
        """Its name in the page."""
        return f"{self.name}-{self.item.key}" + "-other" * self.other

    @property
    def one_click(self) -> bool:
        """Whether all that it asks is filled in already: the address is known."""
        return self.name == "use-address" and bool(self.item.suggestion) and not (self.error or self.other)

    @property
    def boxes(self) -> list[Box]:
        """What it asks, with what was typed or is known already."""
        suggestion = self.item.suggestion if self.one_click else ""
        known = {"url": suggestion, "source": f"Opened {suggestion}"} if suggestion else {}
        return [
            Box(each, self.typed.get(each.name, known.get(each.name, "")), f"{self.id}-{each.name}")
            for each in self.act.asked(self.item)
        ]

    @property
    def known(self) -> dict[str, str]:
        """What the page shows, so that the workflow can say who was first since then."""
        return known(self.item)


def known(item: Item) -> dict[str, str]:
    """How an item stands on a page, for the forms of that page."""
    found = {"address": item.url, "seen": item.seen, "reports": item.newest_report or None}
    found["found"] = item.link.stand if item.link and item.problem else ""
    return {name: str(value) for name, value in found.items() if value not in (None, "")}


def may(name: str, item: Item, by: User) -> bool:
    """Whether somebody may do something to an item; addresses of sources are for those who keep the library."""
    if name == "use-address" and item.source:
        return workflow.may_change_sources(by)
    return resources.may_curate(by)


def offers(item: Item, by: User, failed: Offer | None = None) -> list[Offer]:
    """The acts that somebody may do to an item, the one that failed as it was typed."""
    found = []
    for name, act in ACTS.items():
        if failed and (failed.name, failed.item.key) == (name, item.key):
            found.append(Offer(name, act, item, failed.typed, failed.error))
        elif act.offered(item) and may(name, item, by):
            found.append(Offer(name, act, item))
            if found[-1].one_click:
                found.append(Offer(name, act, item, other=True))
    return found


def words(error: Refusal, by: User) -> str:
    """Why something was refused, as it is said to whoever tried."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else error.told(by)


def _number(sent: Mapping[str, str], name: str) -> int | None:
    return pages.key_of(sent.get(name, ""))


def _use_address(item: Item, sent: Mapping[str, str], by: User) -> Any:
    told: dict[str, Any] = {"seen": sent.get("address", ""), "url": sent.get("url", "").strip(), "by": by}
    if not told["url"]:
        raise InvalidRequest("No new address is known: enter one.")
    if item.source:
        return workflow.use_source_address(item.source, **told)
    told["source"] = sent.get("source", "")
    if item.contact:
        return resources.use_address(item.contact, **told)
    return resources.use_register(_organisation(item), **told)


def _verify(item: Item, sent: Mapping[str, str], by: User) -> Any:
    record = item.contact or _organisation(item)
    return resources.verify(record, source=sent.get("source", ""), by=by, seen=_number(sent, "seen"))


def _settle_link(item: Item, sent: Mapping[str, str], by: User) -> Any:
    if item.link is None or not (item.problem or sent.get("found")):
        raise InvalidRequest("The link checker found nothing wrong with it.")
    return workflow.settle_address(item.link, by=by, seen=sent.get("found", ""))


def _settle(item: Item, sent: Mapping[str, str], by: User) -> Any:
    return resources.settle(_contact(item), outcome=sent.get("outcome", ""), by=by, seen=_number(sent, "reports"))


def _mark_broken(item: Item, sent: Mapping[str, str], by: User) -> Any:
    return resources.mark_broken(_contact(item), why=sent.get("why", ""), by=by, seen=_number(sent, "seen"))


def _archive(item: Item, sent: Mapping[str, str], by: User, *, archived: bool = True) -> Any:
    told: dict[str, Any] = {"why": sent.get("why", ""), "by": by, "seen": _number(sent, "seen")}
    return resources.archive(_organisation(item), archived=archived, **told)


def _contact(item: Item) -> Any:
    if item.contact is None:
        raise InvalidRequest("That is done to contacts only.")
    return item.contact


def _organisation(item: Item) -> Any:
    if item.organisation is None:
        raise InvalidRequest("That is done to organisations and their contacts only.")
    return item.organisation


def _has_address(item: Item) -> bool:
    """Whether its address can be changed here: sources may be found by their DOI, and text is changed in a draft."""
    return bool(item.url) and item.what != What.PAGE and (item.source is None or item.url == item.source.url)


def _verified(item: Item) -> str:
    """What is said of a verification, and what is left to do before readers are given anything."""
    said = "Verified today, in your name."
    if item.contact or item.organisation is None or item.organisation.archived:
        return said
    contacts = item.organisation.contacts
    waits = contacts.filter(verified_on=None, broken_since=None).exists() and not contacts.offered().exists()
    return f"{said} Readers are given it once one of its contacts is verified too." if waits else said


def _leads_nowhere(item: Item) -> bool:
    """Whether its address leads where no public page is, so that nobody can call it right."""
    return item.link is not None and item.link.reason == Reason.FORBIDDEN


def _archived(item: Item) -> bool | None:
    """Whether an organisation is archived; None of anything else."""
    return item.organisation.archived if item.organisation and item.what == What.ORGANISATION else None


ACTS: dict[str, Act] = {
    "use-address": Act(
        label="Use another address",
        done=lambda item: f"The new address is in use{', verified today' if item.contact else ''}.",
        run=_use_address,
        offered=_has_address,
        asks=(NEW_ADDRESS, SOURCE),
        bulk="Use the new addresses",
    ),
    "verify": Act(
        label="Verified now",
        done=_verified,
        run=_verify,
        offered=lambda item: item.organisation is not None and not _leads_nowhere(item),
        asks=(Asked(SOURCE.name, SOURCE.label, SOURCE.help, most=500),),
        bulk="Verified now",
    ),
    "settle-link": Act(
        label="It is right as it is",
        done="Settled: the same finding does not come back for 90 days.",
        run=_settle_link,
        offered=lambda item: item.problem and not _leads_nowhere(item),
        bulk="It is right as it is",
    ),
    "settle-reports": Act(
        label="Reports settled",
        done="The reports are settled.",
        run=_settle,
        offered=lambda item: bool(item.reports),
        asks=(OUTCOME,),
        bulk="Reports settled",
    ),
    "mark-broken": Act(
        label="Mark as broken",
        done="Marked as broken: readers are not given it any more.",
        run=_mark_broken,
        offered=lambda item: item.contact is not None and item.contact.broken_since is None,
        asks=(Asked("why", "What you found"),),
        danger=True,
    ),
    "archive": Act(
        label="Archive",
        done="Archived: readers are not shown it any more.",
        run=_archive,
        offered=lambda item: _archived(item) is False,
        asks=(Asked("why", "Why"),),
        danger=True,
    ),
    "show-again": Act(
        label="Show it again",
        done="It is no longer archived.",
        run=partial(_archive, archived=False),
        offered=lambda item: _archived(item) is True,
        asks=(Asked("why", "Why"),),
    ),
}
"""Every act by the last part of its address, in the order in which a card offers them."""
