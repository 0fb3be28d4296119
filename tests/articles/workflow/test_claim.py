"""Taking a review on and giving it back, so that nobody reads a text for nothing."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import EventKind, State
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_is_theirs() -> None:
    by, edition = makers.reviewer(), makers.submitted()
    workflow.claim(edition, by=by)
    edition.refresh_from_db()
    assert (edition.claimed_by, edition.claimed_at is None, edition.state) == (by, False, State.IN_REVIEW)
    assert edition.moved_by != by
    workflow.claim(edition, by=by)
    assert edition.events.filter(kind=EventKind.CLAIMED).count() == 1


def test_nobody_else_decides_on_it() -> None:
    first, second = makers.reviewer(), makers.reviewer()
    edition = workflow.claim(makers.submitted(), by=first)
    for decide in (
        lambda: workflow.claim(edition, by=second),
        lambda: makers.approve(edition, by=second),
        lambda: workflow.request_changes(edition, sha256=makers.sha256(edition), note="Cite it.", by=second),
    ):
        with pytest.raises(LostRace, match="the review was taken on") as raised:
            decide()
        assert raised.value.who == first
    assert makers.approve(edition, by=first).reviewer == first


def test_whoever_sees_a_danger_in_what_was_approved_says_so_also_where_another_took_it_on() -> None:
    first = makers.reviewer()
    edition = workflow.claim(makers.submitted(), by=first)
    makers.approve(edition, by=first)
    workflow.request_changes(edition, sha256=makers.sha256(edition), note="The dose.", by=makers.reviewer())
    assert (edition.state, edition.claimed_by) == (State.DRAFT, None)


def test_it_is_given_back() -> None:
    by, edition = makers.reviewer(), makers.submitted()
    workflow.claim(edition, by=by)
    workflow.release(edition, by=by)
    edition.refresh_from_db()
    assert (edition.claimed_by, edition.claimed_at, edition.state) == (None, None, State.IN_REVIEW)
    other = makers.reviewer()
    assert workflow.claim(edition, by=other).claimed_by == other


def test_a_publisher_gives_it_back_for_them_and_no_other_reviewer_does() -> None:
    edition = workflow.claim(makers.submitted(), by=makers.reviewer())
    with pytest.raises(NotAllowed, match="give back what somebody else took on takes the role of publisher"):
        workflow.release(edition, by=makers.reviewer())
    assert workflow.release(edition, by=makers.publisher()).claimed_by is None
    with pytest.raises(InvalidRequest, match="Nobody has taken this review on"):
        workflow.release(edition, by=makers.publisher())


def test_who_may_not_review_it_does_not_take_it_on() -> None:
    writer = makers.person(*Role)
    edition = makers.submitted(by=writer)
    for by, told in (
        (writer, "You wrote in this edition"),
        (makers.reviewer(byline=False), "enter your public name"),
        (makers.reviewer(credentials=""), "enter your public name and credentials"),
    ):
        with pytest.raises(NotAllowed, match=told):
            workflow.claim(edition, by=by)
    edition.refresh_from_db()
    assert edition.claimed_by is None


@pytest.mark.parametrize("state", [state for state in State if state != State.IN_REVIEW])
def test_only_what_is_in_review(state: State) -> None:
    edition = makers.edition(state)
    for do in (workflow.claim, workflow.release):
        with pytest.raises(InvalidRequest, match="not in review"):
            do(edition, by=makers.reviewer())


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, edition = makers.reviewer(), makers.submitted()
    seen = makers.seen(edition)
    workflow.claim(edition, by=first)
    with pytest.raises(LostRace, match="the review was taken on") as raised:
        workflow.claim(seen, by=makers.reviewer())
    assert (raised.value.who, raised.value.when) == (first, edition.claimed_at)
