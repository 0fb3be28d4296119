"""What the lists of the desk hold, as questions to the database. The front page counts by the very same ones."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from articles import notices
from articles.models import Citation, Contribution, Decision, Edition, Review, Source, Standing, State
from articles.models.editions import SEALED_STATES, EditionQuerySet

NEAR, SOON = notices.NEAR.days, notices.SOON.days
"""Days before a review is due at which people are mailed of it, and it is listed."""


def everything(_: User | None = None) -> EditionQuerySet:
    """Every edition, without the long text of its seal."""
    return Edition.objects.defer("sealed_json")


def in_state(*states: State) -> EditionQuerySet:
    """The editions that stand there now."""
    return everything().filter(state__in=states)


# Writing


def written_by(user: User) -> Q:
    """Editions that somebody started or wrote in."""
    wrote = Contribution.objects.filter(edition=OuterRef("pk"), user=user, carried_over=False)
    return Q(created_by=user) | Q(Exists(wrote))


def my_drafts(user: User) -> QuerySet[Edition]:
    """Drafts that somebody started or wrote in."""
    return in_state(State.DRAFT).filter(written_by(user))


def requests_for_changes() -> QuerySet[Review]:
    """The reviews that asked for changes and whose edition was not submitted since: what moved it last was this
    request, by its reviewer or by the publisher who confirmed who they are.
    """
    moved_by = F("edition__moved_by")
    by_them = Q(reviewer=moved_by) | Q(identity_check__confirmed=True, identity_check__checked_by=moved_by)
    return Review.objects.filter(by_them, decision=Decision.CHANGES_REQUESTED)


def sent_back() -> Exists:
    """Whether a reviewer asked for changes and the edition was not submitted since."""
    return Exists(requests_for_changes().filter(edition=OuterRef("pk")))


def changes_requested(user: User) -> QuerySet[Edition]:
    """Drafts of somebody that came back from review."""
    return my_drafts(user).filter(sent_back())


# Reviewing


def to_claim(user: User) -> QuerySet[Edition]:
    """Editions in review that nobody has taken on, and that this person did not write."""
    wrote = Contribution.objects.filter(edition=OuterRef("pk"), user=user, carried_over=False)
    return in_state(State.IN_REVIEW).filter(~Exists(wrote), claimed_by__isnull=True)


def my_reviews(user: User) -> QuerySet[Edition]:
    """Editions in review that somebody has taken on."""
    return in_state(State.IN_REVIEW).filter(claimed_by=user)


def identities(user: User) -> QuerySet[Review]:
    """Decisions of invited clinicians whom this person may identify: one who did not invite, write or submit."""
    wrote = Contribution.objects.filter(edition=OuterRef("edition"), user=user, carried_over=False)
    waiting = Review.objects.filter(invitation__isnull=False, identity_check__isnull=True)
    own = Q(invitation__invited_by=user) | Q(edition__submitted_by=user)
    return waiting.filter(~Exists(wrote), edition__state=State.IN_REVIEW).exclude(own)


# What readers see


def due_within(days: int) -> EditionQuerySet:
    """Published editions whose review is due from today to so many days from now."""
    today = timezone.localdate()
    return everything().due_for_review(today + dt.timedelta(days=days)).filter(next_review_due__gte=today)


def overdue(_: User | None = None) -> EditionQuerySet:
    """Published editions whose review was due before today. Their readers are told so."""
    return everything().due_for_review(timezone.localdate() - dt.timedelta(days=1))


def ever_published(_: User | None = None) -> EditionQuerySet:
    """All that readers ever saw."""
    return in_state(*SEALED_STATES)


def citing(sources: QuerySet[Source]) -> Q:
    """Editions that cite one of the sources."""
    cited = Citation.objects.filter(source__in=sources).values_list(
        Coalesce("section__edition", "point__section__edition"), flat=True
    )
    return Q(pk__in=cited)


def citing_retracted(_: User | None = None) -> QuerySet[Edition]:
    """Published editions that cite a retracted source."""
    return in_state(State.PUBLISHED).filter(citing(Source.objects.filter(standing=Standing.RETRACTED)))


def citing_broken(_: User | None = None) -> QuerySet[Edition]:
    """Published editions that cite a source whose address is known not to work."""
    return in_state(State.PUBLISHED).filter(citing(broken_sources()))


# Sources


def with_pages(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Sources, each with the number of published editions that cite it (``pages``)."""
    edition = Coalesce("section__edition", "point__section__edition")
    published = Q(section__edition__state=State.PUBLISHED) | Q(point__section__edition__state=State.PUBLISHED)
    counted = (
        Citation.objects.filter(published, source=OuterRef("pk"))
        .order_by()
        .values("source")
        .annotate(pages=Count(edition, distinct=True))
        .values("pages")
    )
    return sources.annotate(pages=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def broken_sources(_: User | None = None) -> QuerySet[Source]:
    """Sources whose address is known not to work."""
    return Source.objects.filter(broken_since__isnull=False)


def retracted_sources(_: User | None = None) -> QuerySet[Source]:
    """Retracted sources that a published page still cites."""
    published = Q(section__edition__state=State.PUBLISHED) | Q(point__section__edition__state=State.PUBLISHED)
    cited = Citation.objects.filter(published, source=OuterRef("pk"))
    return Source.objects.filter(Exists(cited), standing=Standing.RETRACTED)
