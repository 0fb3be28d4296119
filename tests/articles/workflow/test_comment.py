"""Talking about a text: comments on a part or the whole, answered and resolved; the words stay."""

from __future__ import annotations

from uuid import uuid4

import pytest

from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import ChangeKind, Comment, State
from articles.models.editions import OPEN_STATES
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_is_about_a_part_or_the_whole() -> None:
    by, edition = makers.reviewer(), makers.submitted()
    section = edition.sections.all()[0]
    for part in (None, section.uuid, section.points.all()[0].uuid):
        said = workflow.comment(edition, text=" Is this so?\x00 ", part=part, place="Symptoms", by=by)
        assert (said.text, said.part, said.place, said.author) == ("Is this so?", part, "Symptoms", by)
        assert (said.edition, said.invitation, said.resolved_at, said.by) == (edition, None, None, str(by))


def test_an_answer_belongs_to_what_it_answers() -> None:
    edition = makers.submitted()
    part = edition.sections.all()[0].uuid
    first = workflow.comment(edition, text="So?", part=part, place="Symptoms", by=makers.reviewer())
    answer = workflow.answer(first, text="Yes.", by=makers.author())
    again = workflow.answer(answer, text="Where?", by=makers.reviewer())
    for each in (answer, again):
        assert (each.answers, each.part, each.place, each.edition) == (first, part, "Symptoms", edition)


def test_it_is_answered_also_when_its_part_is_gone() -> None:
    edition = makers.submitted()
    part = edition.sections.all()[0].uuid
    first = workflow.comment(edition, text="Leave it out.", part=part, by=makers.reviewer())
    workflow.reopen(edition, reason="To leave it out.", by=makers.author())
    workflow.save_document(edition, makers.short_document(), version=edition.version, by=makers.author())
    assert workflow.answer(first, text="Done.", by=makers.author()).part == part
    with pytest.raises(InvalidRequest, match="no longer in this text"):
        workflow.comment(edition, text="And this?", part=part, by=makers.reviewer())


def test_what_it_is_about_is_in_this_very_text() -> None:
    edition, other = makers.submitted(), makers.submitted()
    for part in (uuid4(), other.sections.all()[0].uuid, other.sections.all()[0].points.all()[0].uuid):
        with pytest.raises(InvalidRequest, match="no longer in this text"):
            workflow.comment(edition, text="So?", part=part, by=makers.reviewer())
        with pytest.raises(InvalidRequest, match="no longer in this text"):
            workflow.guest_comment(makers.invited(edition), text="So?", part=part)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_it_says_something(text: str) -> None:
    edition = makers.submitted()
    first = workflow.comment(edition, text="So?", by=makers.reviewer())
    with pytest.raises(InvalidRequest, match="Write what you want to say"):
        workflow.comment(edition, text=text, by=makers.reviewer())
    with pytest.raises(InvalidRequest, match="Write what you want to say"):
        workflow.answer(first, text=text, by=makers.author())


def test_it_is_resolved_once_and_who_did_is_told() -> None:
    by, said = makers.author(), workflow.comment(makers.submitted(), text="So?", by=makers.reviewer())
    seen = Comment.objects.get(pk=said.pk)
    assert workflow.resolve(said, by=by).resolved_by == by
    with pytest.raises(LostRace, match="the comment was resolved") as raised:
        workflow.resolve(seen, by=makers.reviewer())
    assert (raised.value.who, raised.value.when) == (by, said.resolved_at)


def test_an_answer_is_resolved_with_its_comment() -> None:
    first = workflow.comment(makers.submitted(), text="So?", by=makers.reviewer())
    answer = workflow.answer(first, text="Yes.", by=makers.author())
    with pytest.raises(InvalidRequest, match="resolved with the comment that it answers"):
        workflow.resolve(answer, by=makers.author())


@pytest.mark.parametrize("state", State)
def test_only_an_open_edition_is_talked_about(state: State) -> None:
    edition = makers.edition(state)
    if state in OPEN_STATES:
        assert workflow.comment(edition, text="So?", by=makers.author()).edition == edition
        return
    with pytest.raises(InvalidRequest, match="not draft or in review or approved or scheduled"):
        workflow.comment(edition, text="So?", by=makers.author())


def test_what_was_said_outlives_its_edition() -> None:
    edition = makers.submitted()
    said = workflow.comment(makers.seen(edition), text="So?", by=makers.reviewer())
    makers.approve(edition)
    workflow.publish(edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    with pytest.raises(LostRace, match="it was published"):
        workflow.answer(said, text="Yes.", by=makers.author())
    assert edition.comments.get() == said
