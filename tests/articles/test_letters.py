"""The mail to an invited clinician."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from articles import links, workflow
from articles.models import Invitation
from tests import makers

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def invite(**fields: Any) -> Invitation:
    by = makers.author(first_name="Robin", last_name="Writer", email="robin@example.org")
    edition = makers.submitted(by=by, text=makers.document(title="Legs & arms"))
    return workflow.invite(edition, name="Dr Sam O’Guest", by=by, **fields)


def test_it_is_sent_once_the_invitation_is_kept(
    django_capture_on_commit_callbacks: Commits, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.SITE_URL = "https://www.example.org"
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(email="sam@example.org", note="Are the\nnumbers right?")
        assert mailoutbox == []
    (mail,) = mailoutbox
    assert mail.to == ["sam@example.org"]
    assert mail.reply_to == ["robin@example.org"]
    assert mail.subject == "Robin Writer asks you to review “Legs & arms”"
    assert links.guest_address(invitation) in mail.body.splitlines()
    assert "Dear Dr Sam O’Guest," in mail.body
    assert "Are the\nnumbers right?" in mail.body


def test_nothing_is_sent_without_an_address(
    django_capture_on_commit_callbacks: Commits, mailoutbox: list[EmailMessage]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite()
    assert mailoutbox == []


def test_a_mail_server_that_does_not_answer_stops_nothing(
    django_capture_on_commit_callbacks: Commits, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite(email="sam@example.org")
    assert Invitation.objects.get() == invitation
    assert "mail “invitation” was not sent: ConnectionRefusedError" in caplog.text
    assert "sam@example.org" not in caplog.text


def test_whoever_invited_and_the_publishers_are_told_of_a_decision(
    django_capture_on_commit_callbacks: Commits, mailoutbox: list[EmailMessage]
) -> None:
    makers.publisher(email="boss@example.org")
    makers.reviewer(email="reader@example.org")
    author = makers.author(email="robin@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        review = makers.guest_approval(makers.submitted(by=author, text=makers.document(title="Legs")), by=author)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["boss@example.org", "robin@example.org"]
    assert mailoutbox[0].subject == "Approved by an invited clinician: “Legs”"
    assert "Sam Guest (General Medical Council 1234567)" in mailoutbox[0].body
    assert f"/admin/desk/editions/{review.edition_id}/" in mailoutbox[0].body
