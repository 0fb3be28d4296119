"""The mail settings: where mail goes and who it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from rlsinfo import env

pytestmark = pytest.mark.one_engine
BACKENDS = "django.core.mail.backends"


def test_mail_is_printed_where_nothing_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.mail()["EMAIL_BACKEND"] == f"{BACKENDS}.console.EmailBackend"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("smtp://mail.example.org", {"EMAIL_HOST": "mail.example.org", "EMAIL_PORT": 25}),
        ("smtp+tls://mail.example.org", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True}),
        ("smtp+ssl://mail.example.org", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("smtp+tls://mail.example.org:2525", {"EMAIL_PORT": 2525}),
        (
            "smtp+tls://desk%40example.org:a%2Fb%2Bc@mail.example.org",
            {"EMAIL_HOST_USER": "desk@example.org", "EMAIL_HOST_PASSWORD": "a/b+c"},
        ),
    ],
)
def test_mail_goes_to_a_server(given: str, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    config = env.mail()
    assert config["EMAIL_BACKEND"] == f"{BACKENDS}.smtp.EmailBackend"
    assert {name: config.get(name) for name in expected} == expected
    assert config["EMAIL_TIMEOUT"] == 10


def test_mail_can_be_put_into_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "filemail:///var/mail/site")
    config = env.mail()
    assert (config["EMAIL_BACKEND"], config["EMAIL_FILE_PATH"]) == (
        f"{BACKENDS}.filebased.EmailBackend",
        "/var/mail/site",
    )


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("mail.example.org", "it must be smtp"),
        ("smtps://mail.example.org", "it must be smtp"),
        ("dummymail://", "it must be smtp"),
        ("smtp://", "has no host or a wrong port"),
        ("smtp://mail.example.org:99999", "has no host or a wrong port"),
        ("smtp+tls://me:half/secret@mail.example.org", "has no host or a wrong port"),
        ("filemail://folder", "it must be filemail:///absolute/path"),
    ],
)
def test_other_addresses_are_refused_without_their_password(
    given: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    with pytest.raises(ImproperlyConfigured, match=rule) as refusal:
        env.mail()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("given", ["", "desk@example.org", "Our desk <desk@example.org>", '"A, B" <desk@example.org>'])
def test_a_sender_is_an_address_with_or_without_a_name(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FROM", given)
    assert env.sender("MAIL_FROM") == given


@pytest.mark.parametrize("given", ["desk", "a@b.example, c@d.example", "A <a@b.example>\nBcc: x@y.example", "<>"])
def test_a_sender_refuses_what_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FROM", given)
    with pytest.raises(ImproperlyConfigured, match=r"MAIL_FROM is .*; it must be"):
        env.sender("MAIL_FROM")
