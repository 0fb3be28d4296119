"""The steps by which a clinician signs a decision. Each runs inside its caller's transaction."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Byline, User
from accounts.roles import Role
from articles import rows, steps
from articles.errors import NO_BYLINE, SUBMITTED_IT, WROTE_IT, LostRace, NotAllowed
from articles.models import Decision, Edition, Review
from articles.models.editions import REVIEWED_STATES


def reviewing_byline(edition: Edition, by: User) -> Byline:
    """The public name under which somebody may review this edition. Raises ``NotAllowed`` for everybody else."""
    steps.require(by, "review", Role.REVIEWER)
    if edition.contributions.filter(user=by, carried_over=False).exists():
        raise NotAllowed(WROTE_IT)
    # Two people stand behind every text, also one that was only copied or restored.
    if edition.state in REVIEWED_STATES and edition.submitted_by_id == by.pk:
        raise NotAllowed(SUBMITTED_IT)
    byline = Byline.objects.filter(user=by).exclude(credentials="").first()
    if byline is None:
        raise NotAllowed(NO_BYLINE)
    return byline


def sign(
    edition: Edition,
    decision: Decision,
    byline: Byline,
    sha256: str,
    *,
    by: User,
    note: str,
    declaration: str = "",
    interests: str = "",
) -> Review:
    """Write a signed decision on the text with this SHA-256, which the caller has compared.

    ``interests``: as declared with this decision, in place of those of the byline.
    """
    signed = byline.as_signed() | ({"signed_interests": interests} if interests else {})
    return Review.objects.create(
        edition=edition,
        decision=decision,
        reviewer=by,
        byline=byline,
        decided_at=timezone.now(),
        document_sha256=sha256,
        declaration=declaration,
        note=note,
        **signed,
    )


def same_text(edition: Edition, sha256: str) -> None:
    """Raise ``LostRace`` where an edition that is not published yet has another text than the one with this SHA-256."""
    if rows.read(edition).sha256() != sha256:
        raise LostRace("the text or its sources changed since it was read", who=None, when=None)
