"""Settings as a fresh process reads them from its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_engine
HSTS = "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD"
PUBLIC = {
    "SITE_URL": "https://www.example.org",
    "ALLOWED_HOSTS": "www.example.org",
    "CONTACT_EMAIL": "editors@example.org",
    "EMAIL_URL": "smtp+tls://desk:secret@mail.example.org",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz",
}


def python(
    *arguments: str, given: Mapping[str, str], folder: Path = settings.BASE_DIR
) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "DATA_DIR") if name in os.environ}
    environment = {**kept, "SECRET_KEY": "given", "PYTHONPATH": str(settings.BASE_DIR), **given}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def values(names: str, given: Mapping[str, str], *, folder: Path = settings.BASE_DIR) -> list[str]:
    script = f"from rlsinfo import settings as s\nfor n in {names.split()!r}: print(getattr(s, n, None))"
    done = python("-c", script, given=given, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_https_alone_binds_no_other_host() -> None:
    assert values(HSTS, PUBLIC) == ["31536000", "False", "False"]
    assert values(HSTS, PUBLIC | {"HSTS_SUBDOMAINS": "1"}) == ["31536000", "True", "False"]
    assert values(HSTS, PUBLIC | {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}) == ["31536000", "True", "True"]
    assert values(HSTS, {}) == ["None", "None", "None"]


def test_a_public_site_passes_djangos_own_checks() -> None:
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", given=PUBLIC)
    assert done.returncode == 0, done.stderr


def test_the_data_folder_is_meant_from_where_the_command_was_given(tmp_path: Path) -> None:
    assert values("DATA_DIR STATIC_ROOT", {"DATA_DIR": "here"}, folder=tmp_path) == [
        str(tmp_path / "here"),
        str(tmp_path / "here" / "gathered-static"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_WORKERS", "65"),
        ("SITE_TIME_ZONE", "Mars/Olympus"),
        ("CONTACT_EMAIL", "nobody"),
        ("CONTENT_LICENCE", "X"),
        ("MAIL_FROM", "nobody"),
    ],
)
def test_a_bad_value_is_one_line_and_stops_every_command(name: str, value: str) -> None:
    done = python("manage.py", "check", given={name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"rlsinfo is not configured: {name} ")
    assert len(done.stderr.splitlines()) == 1


SENDERS = "DEFAULT_FROM_EMAIL SERVER_EMAIL"


def test_mail_comes_from_the_contact_address_unless_another_is_given() -> None:
    assert values(SENDERS, PUBLIC) == ["editors@example.org"] * 2
    assert values(SENDERS, PUBLIC | {"MAIL_FROM": "desk@example.org"}) == ["desk@example.org"] * 2
    assert values(SENDERS, {}) == ["webmaster@localhost"] * 2


def test_mail_goes_where_its_address_says() -> None:
    backend, smtp = "django.core.mail.backends.console.EmailBackend", PUBLIC["EMAIL_URL"]
    assert values("EMAIL_BACKEND EMAIL_TIMEOUT", {}) == [backend, "10"]
    assert values("EMAIL_HOST EMAIL_PORT EMAIL_USE_TLS", {"EMAIL_URL": smtp}) == ["mail.example.org", "587", "True"]


def test_a_server_that_loads_the_application_itself_does_not_get_round_the_checks() -> None:
    done = python("-c", "import rlsinfo.wsgi", given=PUBLIC | {"DEBUG": "1"})
    assert done.returncode != 0
    assert "rlsinfo.E001" in done.stderr
