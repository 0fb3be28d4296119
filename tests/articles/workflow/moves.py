"""What is done to an edition, as moves of one of two people, and the settings in which two of them meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from articles import workflow
from articles.models import Article, ChangeKind, Decision, Edition, Invitation, Review
from tests import makers
from tests.articles.workflow.interleaving import Work


class People:
    """Two of each, so that the same thing is done by two at once."""

    def __init__(self) -> None:
        self.authors = [makers.author(), makers.author()]
        self.reviewers = [makers.reviewer(), makers.reviewer()]
        self.publishers = [makers.publisher(), makers.publisher()]


@dataclass
class Scene:
    """An article with the edition that two people look at; ``next`` is the one that is to follow it."""

    people: People
    edition: Edition
    next: Edition | None = None
    invitation: Invitation | None = None
    guest_review: Review | None = None

    def told(self) -> object:
        """All that can be told of the article afterwards, but for ids and times."""
        editions = [
            (
                (each.number, each.state, each.version, each.title, each.change, each.next_review_due),
                [value is not None for value in (each.approval, each.claimed_by, each.publish_at, each.last_review)],
                sorted(each.reviews.values_list("decision", "identity_check__confirmed"), key=str),
                sorted(each.invitations.values_list("revoked_by"), key=str),
                list(each.kept_texts.values_list("version")),
            )
            for each in self.edition.article.editions.order_by("number")
        ]
        return editions, list(self.edition.article.events.order_by("pk").values_list("kind"))


Move = Callable[[Scene, int], Work]
"""What one of two people (0 or 1) is about to do, with the copy that they have on their screen."""


def seen(scene: Scene) -> Edition:
    return Edition.objects.select_related("article").get(pk=scene.edition.pk)


def next_of(scene: Scene) -> Edition:
    assert scene.next is not None
    return makers.seen(scene.next)


def save(scene: Scene, who: int) -> Work:
    edition, by, text = seen(scene), scene.people.authors[who], makers.short_document(title=f"By {who}")
    return lambda: workflow.save_document(edition, text, version=edition.version, by=by)


def submit(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.authors[who]
    return lambda: workflow.submit(edition, version=edition.version, by=by)


def discard(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.authors[who]
    return lambda: workflow.discard(edition, by=by)


def set_aside(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.authors[who]
    advice = {"code": "hard-word", "target": "", "about": "onset"}
    return lambda: workflow.set_aside(edition, **advice, reason="A name.", by=by)


def claim(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.reviewers[who]
    return lambda: workflow.claim(edition, by=by)


def release(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.publishers[who]
    return lambda: workflow.release(edition, by=by)


def approve(scene: Scene, who: int) -> Work:
    edition, by, sha256 = seen(scene), scene.people.reviewers[who], makers.sha256(scene.edition)
    return lambda: workflow.approve(edition, sha256=sha256, declaration=makers.DECLARATION, by=by)


def request_changes(scene: Scene, who: int) -> Work:
    edition, by, sha256 = seen(scene), scene.people.reviewers[who], makers.sha256(scene.edition)
    return lambda: workflow.request_changes(edition, sha256=sha256, note="Cite it.", by=by)


def reopen(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.authors[who]
    return lambda: workflow.reopen(edition, reason="A typing error.", by=by)


def guest_decide(scene: Scene, who: int) -> Work:
    assert scene.invitation is not None
    invitation = Invitation.objects.select_related("edition").get(pk=scene.invitation.pk)
    sha256 = makers.sha256(scene.edition)
    return lambda: workflow.guest_decide(
        invitation,
        decision=Decision.APPROVED,
        sha256=sha256,
        clinician=makers.CLINICIAN,
        declaration=makers.DECLARATION,
        interests="None",
    )


def revoke(scene: Scene, who: int) -> Work:
    assert scene.invitation is not None
    invitation, by = Invitation.objects.get(pk=scene.invitation.pk), scene.people.authors[who]
    return lambda: workflow.revoke(invitation, by=by)


def confirm_identity(scene: Scene, who: int) -> Work:
    assert scene.guest_review is not None
    review, by = Review.objects.get(pk=scene.guest_review.pk), scene.people.publishers[who]
    assert review.edition.state
    return lambda: workflow.confirm_identity(review, how="Rang the practice.", by=by)


def refuse_identity(scene: Scene, who: int) -> Work:
    assert scene.guest_review is not None
    review, by = Review.objects.get(pk=scene.guest_review.pk), scene.people.publishers[who]
    return lambda: workflow.refuse_identity(review, how="Not in the register.", by=by)


def publish(scene: Scene, who: int) -> Work:
    edition, by, due = seen(scene), scene.people.publishers[who], makers.next_year()
    return lambda: workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=due)


def schedule(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.publishers[who]
    return lambda: makers.schedule(edition, by=by)


def reschedule(scene: Scene, who: int) -> Work:
    edition, by, at = seen(scene), scene.people.publishers[who], makers.tomorrow() + dt.timedelta(days=3 + who)
    return lambda: workflow.reschedule(edition, publish_at=at, by=by)


def unschedule(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.publishers[who]
    return lambda: workflow.unschedule(edition, by=by)


def publish_due(scene: Scene, who: int) -> Work:
    edition = seen(scene)
    return lambda: workflow.publish_due(edition)


def withdraw(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.publishers[who]
    return lambda: workflow.withdraw(edition, reason="It was wrong.", by=by)


def withdraw_overdue(scene: Scene, who: int) -> Work:
    edition = seen(scene)
    return lambda: workflow.withdraw_overdue(edition, days=30)


def record_review(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.reviewers[who]
    due = makers.next_year() + dt.timedelta(days=1 + who)
    sealed = {"sha256": edition.sealed_sha256, "declaration": makers.DECLARATION}
    return lambda: workflow.record_review(edition, **sealed, next_review_due=due, by=by)


def move_review_date(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.publishers[who]
    due = makers.next_year() + dt.timedelta(days=5 + who)
    return lambda: workflow.move_review_date(edition, next_review_due=due, reason="A guideline comes.", by=by)


def restore(scene: Scene, who: int) -> Work:
    edition, by = seen(scene), scene.people.authors[who]
    return lambda: workflow.restore(edition, by=by)


def start_draft(scene: Scene, who: int) -> Work:
    article, by = Article.objects.get(pk=scene.edition.article_id), scene.people.authors[who]
    return lambda: workflow.start_draft(article, by=by)


def publish_next(scene: Scene, who: int) -> Work:
    edition, by, due = next_of(scene), scene.people.publishers[who], makers.next_year()
    return lambda: workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=due)


def reopen_next(scene: Scene, who: int) -> Work:
    edition, by = next_of(scene), scene.people.authors[who]
    return lambda: workflow.reopen(edition, reason="A typing error.", by=by)


def drafted(people: People) -> Scene:
    return Scene(people, makers.draft(by=people.authors[0], text=makers.short_document()))


def in_review(people: People) -> Scene:
    scene = drafted(people)
    workflow.submit(scene.edition, version=scene.edition.version, by=people.authors[0])
    return scene


def guest_decided(people: People) -> Scene:
    scene = in_review(people)
    scene.guest_review = makers.guest_approval(scene.edition, by=people.authors[0])
    scene.invitation = makers.invited(scene.edition, by=people.authors[0])
    return scene


def claimed(people: People) -> Scene:
    scene = in_review(people)
    workflow.claim(scene.edition, by=people.reviewers[0])
    return scene


def approved(people: People) -> Scene:
    scene = in_review(people)
    makers.approve(scene.edition, by=people.reviewers[0])
    return scene


def scheduled(people: People) -> Scene:
    scene = approved(people)
    makers.schedule(scene.edition, by=people.publishers[0])
    return scene


def published(people: People) -> Scene:
    scene = approved(people)
    publish(scene, 0)()
    return scene


def followed(people: People) -> Scene:
    scene = published(people)
    draft = workflow.start_draft(scene.edition.article, by=people.authors[0])
    workflow.submit(draft, version=draft.version, by=people.authors[0])
    makers.approve(draft, by=people.reviewers[0])
    scene.next = draft
    return scene


def withdrawn(people: People) -> Scene:
    scene = published(people)
    withdraw(scene, 0)()
    return scene
