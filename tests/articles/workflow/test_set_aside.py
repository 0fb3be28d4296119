"""Advice is set aside in a draft with a reason that its reviewer reads, and taken up again."""

from __future__ import annotations

from typing import Any

import pytest

from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import Edition, SetAside, State
from tests import makers

pytestmark = pytest.mark.django_db
ADVICE = {"code": "hard-word", "target": "summary", "about": "onset"}


def set_aside(edition: Edition, **fields: Any) -> SetAside:
    return workflow.set_aside(edition, **{**ADVICE, "reason": "A name.", "by": makers.author(), **fields})


def test_it_is_kept_with_its_reason_and_who() -> None:
    by, edition = makers.author(), makers.draft()
    aside = set_aside(edition, reason=" A name.\x00 ", by=by)
    assert (aside.code, aside.target, aside.about) == ("hard-word", "summary", "onset")
    assert (aside.reason, aside.set_aside_by, aside.edition) == ("A name.", by, edition)


def test_a_second_reason_takes_the_place_of_the_first() -> None:
    second, edition = makers.author(), makers.draft()
    set_aside(edition)
    set_aside(edition, reason="A name of a register.", by=second)
    assert [(aside.reason, aside.set_aside_by) for aside in edition.set_aside.all()] == [
        ("A name of a register.", second)
    ]
    set_aside(edition, target="")
    assert edition.set_aside.count() == 2


def test_it_goes_along_to_the_next_edition() -> None:
    edition = makers.draft()
    set_aside(edition)
    workflow.discard(edition, by=makers.author())
    draft = workflow.restore(edition, by=makers.author())
    assert [(aside.code, aside.about, aside.reason) for aside in draft.set_aside.all()] == [
        ("hard-word", "onset", "A name.")
    ]
    workflow.take_up_again(draft.set_aside.get(), by=makers.author())
    assert (draft.set_aside.count(), edition.set_aside.count()) == (0, 1)


def test_it_is_taken_up_again_once() -> None:
    aside = set_aside(makers.draft())
    seen = SetAside.objects.get(pk=aside.pk)
    workflow.take_up_again(aside, by=makers.author())
    assert workflow.take_up_again(seen, by=makers.author()).set_aside.count() == 0


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"reason": " \x00"}, "Say why this advice is set aside"),
        ({"code": " "}, "Say which advice"),
        ({"code": "c" * 41}, "Say which advice"),
        ({"target": "t" * 121}, "Say which advice"),
        ({"about": "a" * 301}, "Say which advice"),
    ],
    ids=str,
)
def test_it_says_which_and_why(fields: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        set_aside(makers.draft(), **fields)
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_in_a_draft(state: State) -> None:
    with pytest.raises(InvalidRequest, match="not draft"):
        set_aside(makers.edition(state))


def test_who_froze_it_meanwhile_is_told() -> None:
    first, edition = makers.author(), makers.draft()
    aside, seen = set_aside(edition), makers.seen(edition)
    stale = SetAside.objects.select_related("edition").get(pk=aside.pk)
    workflow.submit(edition, version=edition.version, by=first)
    with pytest.raises(LostRace, match="it was submitted for review") as raised:
        set_aside(seen, about="other")
    assert raised.value.who == first
    with pytest.raises(LostRace, match="it was submitted for review"):
        workflow.take_up_again(stale, by=makers.author())
    assert edition.set_aside.get() == aside
