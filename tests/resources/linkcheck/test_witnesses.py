"""No failure counts that could be our own network's, unless other hosts answered."""

from __future__ import annotations

import pytest
from django.utils import timezone

from resources.linkcheck.witnesses import HEARD_BEFORE_SECONDS, TRUSTED_SECONDS, Witnesses, enough, is_doubtful
from resources.models import Link, Reason


def heard(*, good: int = 0, bad: int = 0, at: float = 10) -> Witnesses:
    made = Witnesses()
    for number in range(bad):
        made.hear(f"bad{number}", answered=False, at=at)
    for number in range(good):
        made.hear(f"good{number}", answered=True, at=at)
    return made


@pytest.mark.parametrize(
    ("good", "bad", "vouched"),
    [(0, 0, False), (0, 9, False), (1, 0, True), (3, 1, True), (2, 1, False), (8, 2, True), (7, 3, False)],
)
def test_three_in_four_of_the_others_must_have_answered(good: int, bad: int, vouched: bool) -> None:
    assert heard(good=good, bad=bad).vouch_for("x", Reason.SLOW, began=5, now=11) == vouched


def test_a_host_is_no_witness_for_itself() -> None:
    assert not heard(good=1).vouch_for("good0", Reason.SLOW, began=5, now=11)
    assert heard(good=3, bad=1).vouch_for("bad0", Reason.SLOW, began=5, now=11)


@pytest.mark.parametrize(("reason", "before"), [(Reason.NO_HOST, HEARD_BEFORE_SECONDS), (Reason.PARKED, 0)])
def test_one_must_have_answered_lately_and_of_danger_since_it_was_asked(reason: Reason, before: float) -> None:
    witnesses = heard(good=9, at=10)
    assert witnesses.vouch_for("x", reason, began=10 + before, now=200)
    assert not witnesses.vouch_for("x", reason, began=10.1 + before, now=200)


def test_only_the_hosts_that_were_asked_last_are_heard() -> None:
    witnesses = heard(good=20, at=10)
    for number in range(4):
        witnesses.hear(f"late{number}", answered=False, at=11)
    assert not witnesses.vouch_for("x", Reason.SLOW, began=5, now=12)
    for number in range(12):
        witnesses.hear(f"later{number}", answered=True, at=13)
    assert witnesses.vouch_for("x", Reason.SLOW, began=5, now=14)


def test_trust_ends() -> None:
    witnesses = heard(bad=9)
    witnesses.trust(100)
    assert witnesses.vouch_for("x", Reason.SLOW, began=90, now=100 + TRUSTED_SECONDS - 1)
    assert not witnesses.vouch_for("x", Reason.SLOW, began=90, now=100 + TRUSTED_SECONDS)


@pytest.mark.parametrize(
    ("reason", "doubtful"),
    [
        (Reason.NO_HOST, True),
        (Reason.SLOW, True),
        (Reason.CERTIFICATE, True),
        (Reason.FORBIDDEN, True),  # a portal whose name server answers with its own address
        (Reason.PARKED, True),
        (Reason.SERVER, True),
        (Reason.GONE, False),
        (Reason.SOFT_404, False),
        (Reason.WORKS, False),
        (Reason.BOT_WALL, False),
    ],
)
def test_what_a_site_says_itself_needs_no_witness(reason: Reason, doubtful: bool) -> None:
    assert is_doubtful(Link(), reason) == doubtful
    assert not is_doubtful(Link(broken_since=timezone.now()), reason)


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (0, 0, False),
        (1, 0, False),
        (1, 1, True),
        (2, 1, False),
        (2, 2, True),
        (3, 2, True),
        (5, 4, True),
        (5, 3, False),
    ],
)
def test_all_but_one_of_the_called_witnesses_must_answer(asked: int, answered: int, expected: bool) -> None:
    assert enough(asked, answered) == expected
