"""Settings that are unsafe in public stop the start, unless only this machine can reach the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django import Settings

from articles import guards
from rlsinfo import checks

pytestmark = pytest.mark.one_engine

CONSOLE = "django.core.mail.backends.console.EmailBackend"
PUBLIC: dict[str, Any] = {
    "HOST": "0.0.0.0",  # noqa: S104 (nothing listens)
    "SITE_HOST": "www.example.org",
    "SITE_URL": "https://www.example.org",
    "ALLOWED_HOSTS": ["www.example.org"],
    "CONTACT_EMAIL": "editors@example.org",
    "DEBUG": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz",
}
LOOPBACK: dict[str, Any] = PUBLIC | {
    "HOST": "127.0.0.1",
    "SITE_HOST": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
}


def ids(settings: Settings, values: dict[str, Any]) -> list[str | None]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [message.id for message in (*checks.safe_in_public(), *checks.consistent())]


def test_a_public_site_that_is_set_up_well_passes(settings: Settings) -> None:
    assert ids(settings, PUBLIC) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"DEBUG": True}, "rlsinfo.E001"),
        ({"ALLOWED_HOSTS": ["*"]}, "rlsinfo.E002"),
        ({"ALLOWED_HOSTS": ["www.example.org", "."]}, "rlsinfo.E002"),
        ({"ALLOWED_HOSTS": [".org"]}, "rlsinfo.E002"),
        ({"SITE_URL": "http://www.example.org"}, "rlsinfo.E003"),
        ({"SECRET_KEY": "short"}, "rlsinfo.E004"),
        ({"SECRET_KEY": "abcd" * 20}, "rlsinfo.E004"),
        ({"CONTACT_EMAIL": ""}, "rlsinfo.W001"),
        ({"EMAIL_BACKEND": CONSOLE}, "rlsinfo.W003"),
        ({"SEARCH_URL": "http://u:p@search.example.org:9200/site"}, "rlsinfo.W004"),
        ({"ALLOWED_HOSTS": ["other.example"]}, "rlsinfo.E005"),
    ],
)
def test_each_unsafe_setting_is_refused(change: dict[str, Any], expected: str, settings: Settings) -> None:
    assert ids(settings, PUBLIC | change) == [expected]


def test_every_message_says_what_to_do(settings: Settings) -> None:
    change = {"DEBUG": True, "ALLOWED_HOSTS": ["*"], "SITE_URL": "http://a", "SECRET_KEY": "a", "CONTACT_EMAIL": ""}
    change["EMAIL_BACKEND"] = CONSOLE
    for name, value in (PUBLIC | change).items():
        setattr(settings, name, value)
    messages = checks.safe_in_public()
    assert len(messages) == 6
    assert all(message.hint for message in messages)


@pytest.mark.parametrize(
    "change", [{"DEBUG": True}, {"SECRET_KEY": "short"}, {"CONTACT_EMAIL": ""}, {"EMAIL_BACKEND": CONSOLE}]
)
def test_loopback_may_have_it(change: dict[str, Any], settings: Settings) -> None:
    assert ids(settings, LOOPBACK | change) == []


@pytest.mark.parametrize(
    "change",
    [
        {"HOST": PUBLIC["HOST"]},
        {"HOST": "::"},
        {"HOST": "192.0.2.1"},
        {"ALLOWED_HOSTS": ["127.0.0.1", "192.0.2.1"]},
    ],
)
def test_one_public_name_is_enough_to_be_public(change: dict[str, Any], settings: Settings) -> None:
    assert ids(settings, LOOPBACK | change) == ["rlsinfo.E003"]


def test_the_own_address_must_be_answered_on_loopback_too(settings: Settings) -> None:
    assert ids(settings, LOOPBACK | {"ALLOWED_HOSTS": ["localhost"]}) == ["rlsinfo.E005"]
    assert ids(settings, LOOPBACK | {"SITE_HOST": "::1"}) == []


def test_the_link_checker_reaches_this_machine_in_tests_only(settings: Settings) -> None:
    for site in (PUBLIC, LOOPBACK):
        assert ids(settings, site | {"LINK_CHECK_LOOPBACK": True, "DEBUG": False}) == ["rlsinfo.E007"]
        settings.LINK_CHECK_LOOPBACK = False
    assert ids(settings, LOOPBACK | {"LINK_CHECK_LOOPBACK": True, "DEBUG": True}) == []


def test_data_must_not_be_served(settings: Settings) -> None:
    folder = Path(settings.STATICFILES_DIRS[0])
    assert ids(settings, LOOPBACK | {"DATA_DIR": folder / "data"}) == ["rlsinfo.E006"]


@pytest.mark.django_db
def test_a_database_without_a_guard_is_told_with_what_to_do() -> None:
    assert checks.guarded(databases=["default"]) == []
    guards.remove(connection)
    (message,) = checks.guarded(databases=["default"])
    assert message.id == "rlsinfo.W002"
    assert "migrate" in (message.hint or "")
    assert checks.guarded() == []  # nobody asked for the database
    with pytest.raises(SystemCheckError, match=r"rlsinfo\.W002"):
        call_command("check", databases=["default"], fail_level="WARNING")
    call_command("migrate", verbosity=0)
    assert checks.guarded(databases=["default"]) == []


def test_the_checks_are_registered(settings: Settings) -> None:
    for name, value in (PUBLIC | {"DEBUG": True}).items():
        setattr(settings, name, value)
    with pytest.raises(SystemCheckError, match=r"rlsinfo\.E001"):
        call_command("check")
