"""What was done meanwhile is said in words, with who and when; nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from accounts.models import User
from accounts.roles import Role
from articles import document as documents
from articles import rows, workflow
from articles.models import Edition, Review, Source, State
from tests import makers
from tests.desk.acting import do, html_of

pytestmark = pytest.mark.django_db
DECLARED = {"declaration": "I treat restless legs.", "interests": "None", "confirmed": "on"}


def note_of(response: HttpResponse) -> str:
    found = re.search(r'<div class="errornote" role="alert">.*?</div>', response.content.decode(), re.DOTALL)
    assert found
    return found[0]


def edited(edition: Edition, by: User, title: str) -> Edition:
    edition.refresh_from_db()
    text = rows.read(edition).model_copy(update={"title": title})
    return workflow.save_document(edition, text, version=edition.version, by=by)


def hidden(response: HttpResponse, name: str) -> str:
    """The value of a form's hidden field on the page that came back."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    assert found
    return found[1]


def test_who_approved_first_and_when() -> None:
    edition, first = makers.submitted(), makers.reviewer()
    stale = {"seen": "in_review", "sha256": makers.sha256(edition)}
    makers.approve(edition, by=first)
    response = do(edition, "approve", by=makers.reviewer(), **DECLARED, **stale)
    assert response.status_code == 409
    assert f"{first} got there first: it was approved at" in note_of(response)
    assert Review.objects.count() == 1


def test_whoever_was_first_themselves_is_told_so() -> None:
    edition, reviewer = makers.submitted(), makers.reviewer()
    stale = {"seen": "in_review", "sha256": makers.sha256(edition)}
    makers.approve(edition, by=reviewer)
    response = do(edition, "approve", by=reviewer, **DECLARED, **stale)
    assert response.status_code == 409
    assert "You got there first, in another window: it was approved at" in note_of(response)


def test_what_its_page_knew_is_what_counts() -> None:
    edition = makers.approved()
    response = do(edition, "approve", by=makers.reviewer(), **DECLARED)
    assert response.status_code == 422
    assert "Edition 1 is approved, not in review." in note_of(response)
    for nonsense in ("", "blessed"):
        assert do(edition, "approve", by=makers.reviewer(), **DECLARED, seen=nonsense).status_code == 422


def test_a_text_that_changed_is_not_approved_and_has_to_be_confirmed_anew() -> None:
    edition = makers.submitted()
    read = makers.sha256(edition)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Another title")
    response = do(edition, "approve", by=makers.reviewer(), **DECLARED, sha256=read)
    assert response.status_code == 409
    assert "the text or its sources changed since it was read" in note_of(response)
    html = response.content.decode()
    assert "I treat restless legs.</textarea>" in html
    (box,) = re.findall(r'<input [^>]*name="confirmed"[^>]*>', html)
    assert "checked" not in box
    assert read != makers.sha256(edition) == hidden(response, "sha256")


def test_a_draft_saved_meanwhile_is_not_submitted_unread() -> None:
    edition = makers.draft()
    version, other = edition.version, makers.author()
    edited(edition, other, "Another title")
    response = do(edition, "submit", by=makers.author(), version=version, note="Look at point 2.")
    assert response.status_code == 409
    assert f"{other} got there first: the draft was saved at" in note_of(response)
    html = response.content.decode()
    assert "Look at point 2.</textarea>" in html
    assert hidden(response, "version") == str(version + 1)


def test_what_is_missing_is_listed_with_links_to_its_places() -> None:
    text = makers.document(sections=[makers.section("help"), makers.section("stopping", makers.point(sources=[]))])
    edition = makers.draft(text=text)
    response = do(edition, "submit", by=makers.author())
    assert response.status_code == 422
    note = note_of(response)
    assert "1 thing must be mended first" in note
    point = text.sections[1].points[0]
    assert f'<a href="#part-{point.id}">' in note
    assert "needs a source" in note


def test_a_comment_on_a_part_that_is_gone_is_refused_and_kept() -> None:
    edition = makers.draft()
    part = rows.read(edition).sections[0].points[0].id
    published = makers.published(of=None)
    draft = workflow.start_draft(published.article, by=makers.author())
    gone = rows.read(draft).sections[0]
    data = rows.read(draft).model_dump(mode="json") | {"sources": []}
    del data["sections"][0]
    workflow.save_document(draft, documents.read(data), version=draft.version, by=makers.author())
    response = do(draft, "comment", by=makers.reviewer(), part=gone.id, text="Why did it go?")
    assert response.status_code == 422
    assert "What you comment on is no longer in this text." in note_of(response)
    assert "What you typed: “Why did it go?”" in note_of(response)
    assert do(draft, "comment", by=makers.reviewer(), part=part, text="Of another").status_code == 404
    assert do(draft, "comment", by=makers.reviewer(), part="x", text="Of none").status_code == 422


def test_a_comment_that_was_resolved_meanwhile() -> None:
    edition, first = makers.submitted(), makers.author()
    said = workflow.comment(edition, text="Is this so?", by=makers.reviewer())
    assert do(edition, "resolve", by=first, about=said.pk).status_code == 302
    response = do(edition, "resolve", by=makers.author(), about=said.pk)
    assert response.status_code == 409
    assert f"{first} got there first: the comment was resolved" in note_of(response)


def test_a_change_after_approval_voids_it_visibly() -> None:
    by, edition = makers.person(Role.AUTHOR, Role.PUBLISHER), makers.approved()
    approval = edition.approval
    assert approval
    assert do(edition, "reopen", by=by, reason="A number is wrong.").status_code == 302
    html = html_of(edition, by=by)
    assert f"<strong>The approval by {approval.signed_name} is void:</strong> the edition was taken back" in html
    assert "Void: the edition was taken back after it." in html
    history = html[html.index('id="history"') :]
    assert f"A number is wrong. The approval by {approval.signed_name} is void." in history.replace("\n", " ")
    edited(edition, by, "Another title")
    assert "is void:</strong>" in html_of(edition, by=by)


def test_a_source_changed_after_approval_voids_it_visibly_too() -> None:
    edition, by = makers.approved(), makers.publisher()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Another title")
    html = html_of(edition, by=by)
    assert "is void:</strong> the text or its sources changed since" in html
    assert "/do/publish/" not in html
    response = do(edition, "publish", by=by, change="minor", next_review_due=makers.next_year())
    assert response.status_code == 409
    assert "the text or its sources changed after the approval, which is void" in note_of(response)
    edition.refresh_from_db()
    assert edition.state == State.APPROVED
