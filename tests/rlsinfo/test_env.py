"""Settings from the environment: read loudly, each mistake named."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rlsinfo import env

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("given", "expected"), [("", False), ("0", False), ("no", False), ("OFF", False), ("1", True), (" Yes ", True)]
)
def test_a_flag_is_yes_or_no(given: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", given)
    assert env.flag("DEBUG") is expected


def test_a_flag_refuses_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe'; it must be 1 or 0"):
        env.flag("DEBUG")


def test_words_are_trimmed_and_empty_ones_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example ,, b.example,")
    assert env.words("ALLOWED_HOSTS", ["x"]) == ["a.example", "b.example"]
    monkeypatch.setenv("ALLOWED_HOSTS", " , ")
    assert env.words("ALLOWED_HOSTS", ["x"]) == ["x"]


def test_a_port_is_a_number_in_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert env.port("PORT", 8000) == 8000
    monkeypatch.setenv("PORT", "65535")
    assert env.port("PORT", 8000) == 65535


@pytest.mark.parametrize("given", ["0", "65536", "-1", "http", "80 80", "8.0"])
def test_a_port_refuses_what_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(ImproperlyConfigured, match=f"PORT is '{given}'; it must be a port number"):
        env.port("PORT", 8000)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 (nothing listens)
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_address_follows_the_host(host: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    assert env.site_url(host, 8000) == expected


def test_the_address_loses_its_closing_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://www.example.org/")
    assert env.site_url("127.0.0.1", 8000) == "https://www.example.org"


@pytest.mark.parametrize(
    "given",
    [
        "www.example.org",
        "ftp://example.org",
        "https://example.org/x",
        "https://a?b=c",
        "https://a#x",
        "https://u:p@a",
        "https://a:b",
        "https://[::1",
    ],
)
def test_the_address_refuses_what_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", given)
    with pytest.raises(ImproperlyConfigured, match=r"it must look like https://www\.example\.org"):
        env.site_url("127.0.0.1", 8000)


def test_a_given_secret_key_is_taken_and_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert env.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_is_made_once_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    made = env.secret_key(tmp_path / "data")
    assert len(made) >= 50
    assert env.secret_key(tmp_path / "data") == made
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]


def test_a_secret_key_that_cannot_be_kept_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="The secret key cannot be kept in"):
        env.secret_key(tmp_path / "file" / "data")


def test_what_a_killed_start_left_of_a_key_is_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    (tmp_path / f".secret-key-{os.getpid()}").write_text("half")
    assert len(env.secret_key(tmp_path)) >= 50


def test_those_that_start_together_agree_on_one_secret_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    together = threading.Barrier(8)

    def start(_: int) -> str:
        together.wait()
        return env.secret_key(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(start, range(8)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("given", ["0", "65", "-1", "two", "1.5", "²", "9" * 5000])
def test_a_number_stays_in_its_range(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "64")
    assert env.number("WEB_WORKERS", 2, most=64) == 64
    monkeypatch.setenv("WEB_WORKERS", given)
    with pytest.raises(ImproperlyConfigured, match=f"WEB_WORKERS is '{given}'; it must be a number from 1 to 64"):
        env.number("WEB_WORKERS", 2, most=64)


def test_days_are_a_number_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WITHDRAW_OVERDUE_DAYS", " ")
    assert env.days("WITHDRAW_OVERDUE_DAYS") is None
    monkeypatch.setenv("WITHDRAW_OVERDUE_DAYS", "90")
    assert env.days("WITHDRAW_OVERDUE_DAYS") == 90
    monkeypatch.setenv("WITHDRAW_OVERDUE_DAYS", "0")
    with pytest.raises(ImproperlyConfigured, match="it must be a number of days from 1 to 3650"):
        env.days("WITHDRAW_OVERDUE_DAYS")


def test_a_relative_folder_is_meant_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", "data/../mine")
    assert env.folder("DATA_DIR", Path("/default")) == tmp_path / "mine"
    monkeypatch.setenv("DATA_DIR", " ")
    assert env.folder("DATA_DIR", Path("/default")) == Path("/default")
    monkeypatch.setenv("DATA_DIR", "~nobody-of-this-name/data")
    with pytest.raises(ImproperlyConfigured, match="DATA_DIR is '~nobody-of-this-name/data'; it must be the path"):
        env.folder("DATA_DIR", Path("/default"))


@pytest.mark.parametrize("given", ["editors", "editors@", "a b@example.org", "https://a.example", "a@b.c\nBcc: d@e.f"])
def test_an_email_address_refuses_what_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTACT_EMAIL", "")
    assert env.email("CONTACT_EMAIL") == ""
    monkeypatch.setenv("CONTACT_EMAIL", " desk@example.org ")
    assert env.email("CONTACT_EMAIL") == "desk@example.org"
    monkeypatch.setenv("CONTACT_EMAIL", given)
    with pytest.raises(ImproperlyConfigured, match=r"it must be an email address such as editors@example\.org"):
        env.email("CONTACT_EMAIL")


@pytest.mark.parametrize("given", ["Europe/Atlantis", "Europe", "/etc/passwd", "../UTC"])
def test_a_time_zone_refuses_what_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_TIME_ZONE", "Europe/Amsterdam")
    assert env.time_zone("SITE_TIME_ZONE", "Europe/London") == "Europe/Amsterdam"
    monkeypatch.setenv("SITE_TIME_ZONE", given)
    with pytest.raises(ImproperlyConfigured, match=f"SITE_TIME_ZONE is '{given}'; it must be a time zone of the IANA"):
        env.time_zone("SITE_TIME_ZONE", "Europe/London")


def test_the_licence_has_a_name_and_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENT_LICENCE", raising=False)
    monkeypatch.delenv("CONTENT_LICENCE_URL", raising=False)
    assert env.licence() == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    monkeypatch.setenv("CONTENT_LICENCE", "OGL 3.0")
    with pytest.raises(ImproperlyConfigured, match="set both, or neither"):
        env.licence()
    monkeypatch.setenv("CONTENT_LICENCE_URL", "javascript:alert(1)")
    with pytest.raises(ImproperlyConfigured, match="it must begin with https://"):
        env.licence()
    monkeypatch.setenv("CONTENT_LICENCE_URL", "https://example.org/ogl/")
    assert env.licence() == ("OGL 3.0", "https://example.org/ogl/")


def test_the_database_is_embedded_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = env.database(tmp_path)
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / "rlsinfo.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_is_taken_from_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:secret@db.example:5433/site")
    config = env.database(tmp_path)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "site")
    assert config["OPTIONS"]["connect_timeout"] == 5


@pytest.mark.parametrize("given", ["mysql://a@b/c", "nonsense", "/var/lib/site.sqlite3"])
def test_other_databases_are_refused(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    with pytest.raises(ImproperlyConfigured, match="it must be postgres://user:password@host/name"):
        env.database(tmp_path)


@pytest.mark.parametrize("given", ["sqlite:///site.sqlite3", "sqlite://:memory:", "sqlite://"])
def test_an_embedded_database_has_one_place(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    with pytest.raises(ImproperlyConfigured, match="SQLite needs sqlite:////absolute/path"):
        env.database(tmp_path)


def test_a_database_address_with_a_wrong_port_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@db.example:port/site")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be read"):
        env.database(tmp_path)


def test_a_language_has_a_name() -> None:
    assert env.language_name("de") == "German"
    with pytest.raises(ImproperlyConfigured, match="SITE_LANGUAGES has 'xx-nowhere'"):
        env.language_name("xx-nowhere")
