"""What settings take from the environment, each read loudly: a bad value stops the start with its name and the rule."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language_info

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")


def flag(name: str) -> bool:
    """A yes/no setting; absent is no. Raises ``ImproperlyConfigured`` for any other word."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false", "off"):
        return False
    if value in ("1", "yes", "true", "on"):
        return True
    raise ImproperlyConfigured(f"{name} is '{value}'; it must be 1 or 0.")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list, without empty entries."""
    found = [word.strip() for word in os.environ.get(name, "").split(",")]
    return [word for word in found if word] or default


def port(name: str, default: int) -> int:
    """A TCP port. Raises ``ImproperlyConfigured`` where it is none."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdigit() or int(value) not in range(1, 65536):
        raise ImproperlyConfigured(f"{name} is '{value}'; it must be a port number from 1 to 65535.")
    return int(value)


def site_url(host: str, port_number: int) -> str:
    """The address under which readers reach the site, without a closing slash; never taken from a request."""
    shown = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # noqa: S104 (compared, not bound)
    shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
    value = os.environ.get("SITE_URL", "").strip().rstrip("/") or f"http://{shown}:{port_number}"
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        raise ImproperlyConfigured(f"SITE_URL is '{value}'; it must look like https://www.example.org.")
    return value


def secret_key(data_dir: Path) -> str:
    """SECRET_KEY, or the one kept in ``data_dir``, made there at the first start and readable by its owner only."""
    if given := os.environ.get("SECRET_KEY", "").strip():
        return given
    kept = data_dir / "secret-key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written whole under another name, then linked: two processes that start together agree on one key.
        draft = data_dir / f".secret-key-{os.getpid()}"
        if not kept.exists():
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, kept)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return kept.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key cannot be kept in {data_dir}: {error.strerror}.") from error


def database(data_dir: Path) -> dict[str, Any]:
    """DATABASE_URL as Django's settings; the embedded SQLite in ``data_dir`` where it is absent."""
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{(data_dir / 'rlsinfo.sqlite3').resolve()}"
    scheme = url.partition(":")[0]
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with '{scheme}:'; it must be postgres://user:password@host/name "
            "or sqlite:////absolute/path."
        )
    try:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    if scheme == "sqlite":
        # WAL lets readers read while one writer writes; IMMEDIATE makes a second writer wait instead of failing.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        }
    else:
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


def language_name(code: str) -> str:
    """A language's English name. Raises ``ImproperlyConfigured`` for a code that Django does not know."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError as error:
        raise ImproperlyConfigured(f"SITE_LANGUAGES has '{code}', which is no language code.") from error
