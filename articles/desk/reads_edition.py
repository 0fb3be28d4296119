"""What the edition's page reads: the text with what changed, its reviews, invitations and history. Fixed queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from accounts.models import Byline, User
from articles import changes, links
from articles.changes import TextShown
from articles.desk import linking, queues, ready
from articles.desk.ready import ReadyShown
from articles.desk.when import site_time
from articles.models import Contribution, Decision, Edition, Event, IdentityCheck, Invitation, Review, State
from articles.models.editions import OPEN_STATES

MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at an edition. ``wrote``: in this very edition, so that somebody else must review it."""

    user: User
    roles: frozenset[str]
    byline: Byline | None
    wrote: bool


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A signed decision and whether it counts. ``waits``: a publisher has yet to confirm who signed it."""

    review: Review
    check: IdentityCheck | None
    waits: bool
    void: bool
    this_text: bool


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation, and the address behind which it is read while it ``works``; ``expired``: its days are over."""

    invitation: Invitation
    address: str
    works: bool
    expired: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the page of an edition shows. ``others``: the open and the published edition of its article.
    ``linked_from``: of what readers see, the published pages whose prose links it. ``asked``: the review by which a
    draft came back.
    """

    edition: Edition
    text: TextShown
    ready: ReadyShown
    reviews: Sequence[ReviewShown]
    invitations: Sequence[InvitationShown]
    events: Sequence[Event]
    contributions: Sequence[Contribution]
    others: Sequence[Edition]
    linked_from: Sequence[Edition]
    asked: Review | None

    @property
    def void(self) -> bool:
        """Whether the text is approved but no longer the one that was: a source of it was changed since."""
        return self.edition.state in (State.APPROVED, State.SCHEDULED) and (
            self.edition.approved_sha256 != self.text.sha256
        )

    @property
    def void_approval(self) -> Review | None:
        """The approval that an edition had before it was taken back, while it has no other."""
        back = self.edition.state in (State.DRAFT, State.IN_REVIEW)
        return next((shown.review for shown in self.reviews if back and shown.void), None)

    @property
    def publish_at(self) -> str:
        """When it is to be published, in the time zone of the site, which is named."""
        return site_time(self.edition.publish_at) if self.edition.publish_at else ""

    @property
    def open_edition(self) -> Edition | None:
        """Another edition of the article that is being worked on."""
        return next((other for other in self.others if other.state in OPEN_STATES), None)

    @property
    def current(self) -> Edition | None:
        """Another edition of the article, which readers see now."""
        return next((other for other in self.others if other.state == State.PUBLISHED), None)

    @property
    def unidentified(self) -> Sequence[ReviewShown]:
        """Decisions on this very text that count once a publisher confirms who signed them."""
        waiting = self.edition.state == State.IN_REVIEW
        return [shown for shown in self.reviews if waiting and shown.waits and shown.this_text]


def found(pk: int) -> Edition:
    """An edition with its article and people. Raises ``Http404``."""
    people = ("saved_by", "moved_by", "submitted_by", "claimed_by", "scheduled_by", "published_by", "withdrawn_by")
    related = ("article__medicine", "article__condition", "redirect_to", "approval", "last_review", "based_on")
    edition = Edition.objects.select_related(*people, *related).filter(pk=pk).first()
    if edition is None:
        raise Http404
    return edition


def viewer(edition: Edition, user: User, contributions: Sequence[Contribution]) -> Viewer:
    """Who looks, in two queries."""
    return Viewer(
        user=user,
        roles=frozenset(user.groups.values_list("name", flat=True)),
        byline=Byline.objects.filter(user=user).first(),
        wrote=any(each.user_id == user.pk and not each.carried_over for each in contributions),
    )


def read(edition: Edition) -> Reading:
    """Everything that the page shows."""
    text = changes.show(edition)
    reviews = edition.reviews.select_related("identity_check__checked_by", "invitation")
    events = edition.events.select_related("actor", "invitation")[:MOST_EVENTS]
    others = edition.article.editions.exclude(pk=edition.pk).filter(state__in=[*OPEN_STATES, State.PUBLISHED])
    invitations = edition.invitations.select_related("invited_by", "revoked_by")
    requests = queues.requests_for_changes().filter(edition=edition).order_by("-decided_at")
    return Reading(
        edition=edition,
        text=text,
        ready=ready.read(edition, text),
        reviews=[_review(edition, review, text.sha256) for review in reviews],
        invitations=[_invitation(edition, invitation) for invitation in invitations],
        events=list(events),
        contributions=list(edition.contributions.select_related("user")),
        others=list(others.defer("sealed_json")),
        linked_from=linking.pages_that_link(edition.article) if edition.state == State.PUBLISHED else [],
        asked=requests.first() if edition.state == State.DRAFT else None,
    )


def _review(edition: Edition, review: Review, sha256: str) -> ReviewShown:
    check = getattr(review, "identity_check", None)
    counted = review.invitation is None or (check is not None and check.confirmed)
    approved = review.decision == Decision.APPROVED
    return ReviewShown(
        review=review,
        check=check,
        waits=review.invitation is not None and check is None,
        void=approved and counted and edition.approval_id != review.pk,
        this_text=review.document_sha256 == sha256,
    )


def _invitation(edition: Edition, invitation: Invitation) -> InvitationShown:
    expired = invitation.expires_at <= timezone.now()
    works = edition.state == State.IN_REVIEW and invitation.revoked_at is None and not expired
    return InvitationShown(invitation, links.guest_address(invitation), works, expired)
