"""What settings take from the environment, each read loudly: a bad value stops the start with its name and the rule."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language_info

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
# Each with the port that is meant where none is named. ``smtps`` is left out: people mean two things by it.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
MAIL_TO_A_FOLDER = "filemail"
CC_BY = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


def text(name: str, default: str = "") -> str:
    """A setting without the spaces around it; ``default`` where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """A yes/no setting; absent is no. Raises ``ImproperlyConfigured`` for any other word."""
    value = text(name).lower()
    if value in ("", "0", "no", "false", "off"):
        return False
    if value in ("1", "yes", "true", "on"):
        return True
    raise ImproperlyConfigured(f"{name} is '{value}'; it must be 1 or 0.")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list, without empty entries."""
    found = [word.strip() for word in os.environ.get(name, "").split(",")]
    return [word for word in found if word] or default


def number(name: str, default: int, *, most: int, what: str = "a number") -> int:
    """A whole number from 1 to ``most``. Raises ``ImproperlyConfigured`` for anything else."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal() and 1 <= int(value[:20]) <= most):
        raise ImproperlyConfigured(f"{name} is '{value}'; it must be {what} from 1 to {most}.")
    return int(value)


def days(name: str) -> int | None:
    """A number of days, up to ten years, or None where nothing is given. Raises ``ImproperlyConfigured``."""
    return number(name, 1, most=3650, what="a number of days") if text(name) else None


def port(name: str, default: int) -> int:
    """A TCP port. Raises ``ImproperlyConfigured`` where it is none."""
    return number(name, default, most=65535, what="a port number")


def folder(name: str, default: Path) -> Path:
    """A folder as an absolute path; a relative one is meant from where the command was given."""
    value = text(name, str(default))
    try:
        return Path(value).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:  # such as ~nobody, or a circle of links
        raise ImproperlyConfigured(f"{name} is '{value}'; it must be the path of a folder.") from error


def email(name: str) -> str:
    """An email address, or nothing. Raises ``ImproperlyConfigured`` for what is no address."""
    value = text(name)
    try:
        if value:
            validate_email(value)
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"{name} is '{value}'; it must be an email address such as editors@example.org."
        ) from error
    return value


def sender(name: str) -> str:
    """Who mail comes from: an address, or a name with one. Raises ``ImproperlyConfigured`` for anything else."""
    value = text(name)
    shown, address = parseaddr(value)
    try:
        if value:
            validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it must be desk@example.org, or: Our desk <desk@example.org>."
        ) from error
    if value and (not value.isprintable() or value not in (address, f"{shown} <{address}>", f'"{shown}" <{address}>')):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one address, with a name before it or without.")
    return value


def mail() -> dict[str, Any]:
    """EMAIL_URL as Django's settings; mail is printed where it is absent. Never says the password in an error."""
    url = text("EMAIL_URL", "consolemail://")
    scheme = url.partition(":")[0]
    if scheme not in ("consolemail", MAIL_TO_A_FOLDER, *MAIL_PORTS):
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with '{scheme[:20]}:'; it must be smtp+tls://user:password@host:587 (STARTTLS), "
            "smtp+ssl://… (TLS from the start), smtp://host:25 (in the clear), filemail:///folder or consolemail://."
        )
    try:
        config = dict(environ.Env.email_url_config(url))
        port_number = config.pop("EMAIL_PORT") or MAIL_PORTS.get(scheme, 0)
    except ValueError:
        config, port_number = {}, 0
    if scheme in MAIL_PORTS and not (config.get("EMAIL_HOST") and 0 < port_number <= 65535):  # noqa: PLR2004
        raise ImproperlyConfigured(
            "EMAIL_URL has no host or a wrong port; in a user or password, write each of @ : / ? # % + as %40 %3A %2F "
            "%3F %23 %25 %2B."
        )
    if scheme == MAIL_TO_A_FOLDER:
        if not config.get("EMAIL_FILE_PATH") or config.get("EMAIL_HOST"):
            raise ImproperlyConfigured(f"EMAIL_URL is '{url}'; it must be filemail:///absolute/path.")
        config["EMAIL_FILE_PATH"] = f"/{config['EMAIL_FILE_PATH']}"
    given = {name: value for name, value in config.items() if value and name.startswith("EMAIL_")}
    # Nobody waits longer for a mail server that does not answer.
    return given | {"EMAIL_PORT": port_number, "EMAIL_TIMEOUT": 10}


def search_url() -> str:
    """SEARCH_URL, with the name of the index as its path; empty where it is absent.

    Never says the password in an error. Raises ``ImproperlyConfigured`` for what is no address of an OpenSearch.
    """
    url = text("SEARCH_URL")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fit = False
    if not fit or parts.query or parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        raise ImproperlyConfigured(
            "SEARCH_URL must be https://user:password@host:9200/name of an OpenSearch; in a user or password, write "
            "each of @ : / ? # % as %40 %3A %2F %3F %23 %25."
        )
    name = parts.path.strip("/") or "rlsinfo"
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", name):
        raise ImproperlyConfigured(f"SEARCH_URL ends in '/{name}'; the name of an index has a-z, 0-9, _ and - only.")
    return f"{parts.scheme}://{parts.netloc}/{name}"


def time_zone(name: str, default: str) -> str:
    """A time zone that this machine knows. Raises ``ImproperlyConfigured`` for any other."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"{name} is '{value}'; it must be a time zone of the IANA list that this machine knows, "
            "such as Europe/London."
        ) from error
    return value


def licence() -> tuple[str, str]:
    """Name and address of the licence of the texts; both are given, or neither. Raises ``ImproperlyConfigured``."""
    name, url = text("CONTENT_LICENCE"), text("CONTENT_LICENCE_URL")
    if not name and not url:
        return CC_BY
    if not name or not url:
        raise ImproperlyConfigured("CONTENT_LICENCE and CONTENT_LICENCE_URL go together: set both, or neither.")
    if not url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"CONTENT_LICENCE_URL is '{url}'; it must begin with https://.")
    return name, url


def site_url(host: str, port_number: int) -> str:
    """The address under which readers reach the site, without a closing slash; never taken from a request."""
    shown = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # noqa: S104 (compared, not bound)
    shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
    value = text("SITE_URL").rstrip("/") or f"http://{shown}:{port_number}"
    if not re.fullmatch(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?", value):
        raise ImproperlyConfigured(f"SITE_URL is '{value}'; it must look like https://www.example.org.")
    return value


def secret_key(data_dir: Path) -> str:
    """SECRET_KEY, or the one kept in ``data_dir``, made there at the first start and readable by its owner only."""
    if given := text("SECRET_KEY"):
        return given
    kept = data_dir / "secret-key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not kept.exists():
            # Written whole under a name of its own, then linked: two processes that start together agree on one key,
            # and what a killed one left behind is in nobody's way. Readable by its owner only from the first moment.
            with tempfile.NamedTemporaryFile("w", dir=data_dir, prefix=".secret-key-") as draft:
                draft.write(secrets.token_urlsafe(64))
                draft.flush()
                with contextlib.suppress(FileExistsError):
                    os.link(draft.name, kept)
        return kept.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key cannot be kept in {data_dir}: {error.strerror}.") from error


def database(data_dir: Path) -> dict[str, Any]:
    """DATABASE_URL as Django's settings; the embedded SQLite in ``data_dir`` where it is absent."""
    return database_at("DATABASE_URL", text("DATABASE_URL", f"sqlite:///{(data_dir / 'rlsinfo.sqlite3').resolve()}"))


def replica() -> dict[str, dict[str, Any]]:
    """REPLICA_URL as Django's settings of a second database, or no second one where it is absent."""
    url = text("REPLICA_URL")
    return {"replica": {**database_at("REPLICA_URL", url), "TEST": {"MIRROR": "default"}}} if url else {}


def database_at(name: str, url: str) -> dict[str, Any]:
    """What a setting with the address of a database says, as Django's settings. Raises ``ImproperlyConfigured``."""
    scheme = url.partition(":")[0]
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} begins with '{scheme}:'; it must be postgres://user:password@host/name "
            "or sqlite:////absolute/path."
        )
    try:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error
    if scheme == "sqlite":
        if not Path(config["NAME"]).is_absolute():  # each process would look in its own folder
            raise ImproperlyConfigured(f"{name} is '{url}'; SQLite needs sqlite:////absolute/path.")
        # WAL lets readers read while one writer writes; IMMEDIATE makes a second writer wait instead of failing.
        # Each thread of the web server has a connection with a cache of its own, here of 4 MB at most.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4000; "
            # REPLACE deletes the row that stands in its way; only so do the guards see it.
            "PRAGMA recursive_triggers=ON;",
        }
    else:
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
        # A server that is gone without a word is noticed in ten seconds rather than in fifteen minutes.
        config["OPTIONS"].setdefault("tcp_user_timeout", 10_000)
        config["CONN_HEALTH_CHECKS"] = True
    # Opening one costs more than most pages: SQLite reads the whole schema, with all its triggers, each time.
    config["CONN_MAX_AGE"] = 60
    return config


def language_name(code: str) -> str:
    """A language's English name. Raises ``ImproperlyConfigured`` for a code that Django does not know."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError as error:
        raise ImproperlyConfigured(f"SITE_LANGUAGES has '{code}', which is no language code.") from error
