"""The lists of the desk by name: what each holds, in which words, columns and order."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from accounts.models import User
from articles.desk import queues
from articles.desk.families import EDITIONS, FINDINGS, REVIEWS, SOURCES, Listing
from articles.models import Edition, State

_ABOUT = ("medicine", "condition")
UNPUBLISHED = ("state", "published_from", "published_to", "due_from", "due_to")


def _standing_in(*states: State) -> Callable[[User], QuerySet[Edition]]:
    return lambda _: queues.in_state(*states)


def _due(days: int) -> Callable[[User], QuerySet[Edition]]:
    return lambda _: queues.due_within(days)


_MINE, _WORK, _PAGES, _CARE = "Yours", "At work", "What readers see", "Needs care"

_ALL = (
    Listing(
        "my-drafts",
        "My drafts",
        "Drafts that you started or wrote in.",
        "You have no draft. Start one on the page of an article, or write a new article.",
        EDITIONS,
        queues.my_drafts,
        ("title", "number", *_ABOUT, "authors", "saved_at"),
        "-saved_at",
        _MINE,
        UNPUBLISHED,
    ),
    Listing(
        "changes-requested",
        "Changes requested",
        "Your drafts that came back from review. The reviewer's note stands on the edition's page.",
        "Nothing of yours came back from review.",
        EDITIONS,
        queues.changes_requested,
        ("title", "number", *_ABOUT, "moved_at"),
        "moved_at",
        _MINE,
        UNPUBLISHED,
    ),
    Listing(
        "my-reviews",
        "My reviews",
        "Editions in review that you took on.",
        "You have taken no review on. Those that wait for a reviewer are under “To take on”.",
        EDITIONS,
        queues.my_reviews,
        ("title", "number", *_ABOUT, "authors", "submitted_at"),
        "submitted_at",
        _MINE,
        UNPUBLISHED,
    ),
    Listing(
        "to-claim",
        "To take on",
        "Editions in review that nobody has taken on. Those that you wrote in are for somebody else.",
        "No edition waits for a reviewer.",
        EDITIONS,
        queues.to_claim,
        ("title", "number", *_ABOUT, "authors", "submitted_at"),
        "submitted_at",
        _MINE,
        UNPUBLISHED,
    ),
    Listing(
        "identities",
        "Identities to confirm",
        "Decisions of invited clinicians. Each counts once a publisher has found out that it was them; "
        "those whom you invited, and texts that you wrote, are for another publisher.",
        "No invited clinician waits to be identified.",
        REVIEWS,
        queues.identities,
        ("title", "signed_name", "signed_registration", "decision", "decided_at"),
        "decided_at",
        _MINE,
        (),
    ),
    Listing(
        "drafts",
        "Drafts",
        "Everything that is being written.",
        "Nothing is being written at the moment.",
        EDITIONS,
        _standing_in(State.DRAFT),
        ("title", "number", *_ABOUT, "authors", "saved_at"),
        "-saved_at",
        _WORK,
        UNPUBLISHED,
    ),
    Listing(
        "in-review",
        "In review",
        "Handed to a clinical reviewer.",
        "Nothing is in review at the moment.",
        EDITIONS,
        _standing_in(State.IN_REVIEW),
        ("title", "number", *_ABOUT, "authors", "reviewer", "submitted_at"),
        "submitted_at",
        _WORK,
        UNPUBLISHED,
    ),
    Listing(
        "approved",
        "Approved",
        "Approved by a clinician. A publisher publishes or schedules them.",
        "Nothing waits for a publisher.",
        EDITIONS,
        _standing_in(State.APPROVED),
        ("title", "number", *_ABOUT, "reviewer", "moved_at"),
        "moved_at",
        _WORK,
        UNPUBLISHED,
    ),
    Listing(
        "scheduled",
        "Scheduled",
        "To be published at a time, by themselves.",
        "Nothing is scheduled.",
        EDITIONS,
        _standing_in(State.SCHEDULED),
        ("title", "number", *_ABOUT, "publish_at", "next_review_due"),
        "publish_at",
        _WORK,
        ("state", "published_from", "published_to"),
    ),
    Listing(
        "published",
        "Published",
        "What readers see now.",
        "Nothing is published yet.",
        EDITIONS,
        _standing_in(State.PUBLISHED),
        ("title", "number", *_ABOUT, "reviewer", "published_at", "next_review_due"),
        "title",
        _PAGES,
    ),
    Listing(
        "due-in-60-days",
        f"Review due within {queues.SOON} days",
        f"Published pages whose review is due from today to {queues.SOON} days from now.",
        f"No review is due within {queues.SOON} days.",
        EDITIONS,
        _due(queues.SOON),
        ("title", *_ABOUT, "authors", "reviewer", "next_review_due"),
        "next_review_due",
        _PAGES,
    ),
    Listing(
        "due-in-14-days",
        f"Review due within {queues.NEAR} days",
        f"Published pages whose review is due from today to {queues.NEAR} days from now.",
        f"No review is due within {queues.NEAR} days.",
        EDITIONS,
        _due(queues.NEAR),
        ("title", *_ABOUT, "authors", "reviewer", "next_review_due"),
        "next_review_due",
        _PAGES,
    ),
    Listing(
        "overdue",
        "Review overdue",
        "Published pages whose review was due before today. Their readers are told so.",
        "No review is overdue.",
        EDITIONS,
        queues.overdue,
        ("title", *_ABOUT, "authors", "reviewer", "next_review_due"),
        "next_review_due",
        _PAGES,
    ),
    Listing(
        "withdrawn",
        "Withdrawn",
        "Taken away from readers, with the reason that they are given.",
        "Nothing is withdrawn.",
        EDITIONS,
        _standing_in(State.WITHDRAWN),
        ("title", "number", *_ABOUT, "withdrawn_at", "withdrawal_reason"),
        "-withdrawn_at",
        _PAGES,
    ),
    Listing(
        "ever-published",
        "Ever published",
        "Every edition that readers ever saw.",
        "Nothing was ever published.",
        EDITIONS,
        queues.ever_published,
        ("title", "number", "state", *_ABOUT, "created_at", "published_at"),
        "-published_at",
        _PAGES,
        (),
    ),
    Listing(
        "editions",
        "All editions",
        "Every edition of every article, whatever its state.",
        "There is no edition yet. Write a new article to begin.",
        EDITIONS,
        queues.everything,
        ("title", "number", "state", "language", *_ABOUT, "moved_at"),
        "-moved_at",
        _WORK,
        (),
    ),
    Listing(
        "blocking",
        "Blocking problems on published pages",
        "Every published page held against all rules that block publishing, as of today: its text, its sources, "
        "its review date.",
        "No published page breaks a rule that blocks publishing.",
        FINDINGS,
        _standing_in(State.PUBLISHED),
        ("title", "place", "rule"),
        "title",
        _CARE,
    ),
    Listing(
        "cites-retracted",
        "Pages that cite a retracted source",
        "Published pages with a claim that rests on a retracted source. Each needs a new edition.",
        "No published page cites a retracted source.",
        EDITIONS,
        queues.citing_retracted,
        ("title", "number", *_ABOUT, "authors", "published_at"),
        "title",
        _CARE,
    ),
    Listing(
        "cites-broken",
        "Pages that cite a broken address",
        "Published pages whose readers are sent to an address that does not work.",
        "No published page cites a source whose address is known not to work.",
        EDITIONS,
        queues.citing_broken,
        ("title", "number", *_ABOUT, "authors", "published_at"),
        "title",
        _CARE,
    ),
    Listing(
        "retracted-sources",
        "Retracted sources that are cited",
        "Retracted sources that a published page still cites.",
        "No published page cites a retracted source.",
        SOURCES,
        queues.retracted_sources,
        ("key", "title", "kind", "year", "standing_note", "pages"),
        "-pages",
        _CARE,
        ("standing", "cited"),
    ),
    Listing(
        "broken-sources",
        "Broken sources",
        "Sources whose address is known not to work. Enter the one where it is now, or another source.",
        "Every source's address works, as far as is known.",
        SOURCES,
        queues.broken_sources,
        ("key", "title", "kind", "broken_since", "pages", "url"),
        "broken_since",
        _CARE,
        (),
    ),
)

LISTINGS = {listing.name: listing for listing in _ALL}


def groups() -> list[tuple[str, list[Listing]]]:
    """All lists, under their headings."""
    return [(group, [each for each in _ALL if each.group == group]) for group in (_MINE, _WORK, _PAGES, _CARE)]
