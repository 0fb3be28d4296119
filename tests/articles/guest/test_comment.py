"""Comments of an invited clinician on sections, points and the whole text."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import rows, workflow
from articles.models import Comment, Event, EventKind, Invitation
from articles.workflow import inviting
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_comment_on_a_point_stands_at_its_section(guest: Client, address: str, invitation: Invitation) -> None:
    section = rows.read(invitation.edition).sections[0]
    point = section.points[0]
    response = guest.post(address, {"do": "comment", "part": str(point.id), "text": "Which <dose>?"})
    said = Comment.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"{address}#said-{said.pk}")
    assert (said.invitation, said.author, said.part) == (invitation, None, point.id)
    assert said.place == f"“{section.heading}” › “{point.term}”"
    html = guest.get(address).content.decode()
    assert "Which &lt;dose&gt;?" in html
    assert html.index(f'id="{section.kind.replace("_", "-")}"') < html.index("Which &lt;dose&gt;?")
    assert html.index("Which &lt;dose&gt;?") < html.index("Comments on the text as a whole")


def test_a_comment_on_the_whole_text(guest: Client, address: str) -> None:
    guest.post(address, {"do": "comment", "text": "Well done."})
    assert Comment.objects.get().part is None
    html = guest.get(address).content.decode()
    assert html.index("Comments on the text as a whole") < html.index("Well done.")


def test_they_see_answers_to_their_own_comments_and_nobody_elses(
    guest: Client, address: str, invitation: Invitation
) -> None:
    guest.post(address, {"do": "comment", "text": "Which dose?"})
    staff = makers.reviewer(first_name="Robin", last_name="Reader")
    mine = Comment.objects.get()
    workflow.answer(mine, text="The usual one.", by=staff)
    workflow.resolve(mine, by=staff)
    workflow.comment(invitation.edition, text="Among ourselves.", by=staff)
    other = workflow.invite(invitation.edition, name="Another", by=makers.author())
    workflow.guest_comment(other, text="Of another guest.")
    html = guest.get(address).content.decode()
    assert "The usual one." in html
    assert "Robin Reader" in html
    assert "dealt with" in html
    assert "Among ourselves." not in html
    assert "Of another guest." not in html


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_a_comment_that_says_nothing_or_too_much_comes_back_as_typed(
    text: str, guest: Client, address: str, invitation: Invitation
) -> None:
    part = str(rows.read(invitation.edition).sections[1].id)
    response = guest.post(address, {"do": "comment", "part": part, "text": text})
    html = response.content.decode()
    assert response.status_code == 400
    assert "Your comment is not sent yet." in html
    assert f'<details class="say-here" id="say-{part}" open>' in html
    assert not Comment.objects.exists()
    assert len(text) < 4000 or text in html


@pytest.mark.parametrize("part", ["00000000-0000-4000-8000-000000000000", "nonsense"])
def test_a_comment_on_what_is_not_there_comes_back_as_typed(part: str, guest: Client, address: str) -> None:
    response = guest.post(address, {"do": "comment", "part": part, "text": "Which dose?"})
    assert response.status_code == 400
    assert "Which dose?" in response.content.decode()
    assert "is no" in response.content.decode()
    assert not Comment.objects.exists()


def test_whoever_was_away_for_long_loses_no_word(client: Client, address: str) -> None:
    client.post(address, {"do": "comment", "text": "Typed all night."})
    assert Comment.objects.get().text == "Typed all night."
    assert Event.objects.filter(kind=EventKind.LINK_OPENED).count() == 1
    assert "Typed all night." in client.get(address).content.decode()


def test_a_link_takes_so_many_comments(
    guest: Client, address: str, invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "MOST_COMMENTS", 2)
    answers = [guest.post(address, {"do": "comment", "text": f"Number {n}."}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 400]
    assert "This link takes 2 comments" in answers[2].content.decode()
    assert "Number 2." in answers[2].content.decode()
    assert invitation.comments.count() == 2


def test_a_body_of_megabytes_is_not_read(guest: Client, address: str) -> None:
    response = guest.post(address, {"do": "comment", "text": "x" * 3_000_000})
    assert response.status_code == 400
    assert not Comment.objects.exists()
