"""System checks: settings that are unsafe where strangers can reach the site, and a database without its guards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 (Django's own name)
from django.db import connections
from django.http.request import validate_host

from articles import guards
from rlsinfo.env import LOOPBACK

SECRET_LENGTH = 50
SECRET_VARIETY = 5


def on_loopback_only() -> bool:
    """Whether only this machine can reach the site: where it listens, its address and all names it answers to."""
    return LOOPBACK.issuperset([settings.HOST, settings.SITE_HOST, *settings.ALLOWED_HOSTS])


def safe_in_public(**_: Any) -> list[CheckMessage]:
    """Refuse what only a site on loopback may have."""
    if on_loopback_only():
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error("DEBUG is on, and it shows the code and settings to strangers.", "Unset DEBUG.", id="rlsinfo.E001")
        )
    if broad := [name for name in settings.ALLOWED_HOSTS if _matches_too_much(name)]:
        found.append(
            Error(
                f"ALLOWED_HOSTS has '{broad[0]}', which lets a stranger choose the site's name.",
                "Name each host, such as ALLOWED_HOSTS=www.example.org,example.org.",
                id="rlsinfo.E002",
            )
        )
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            Error(
                f"SITE_URL is {settings.SITE_URL}, but a site that others can reach must be on https.",
                "Put a front with TLS before it and set SITE_URL=https://www.example.org, or keep HOST and "
                "ALLOWED_HOSTS on 127.0.0.1.",
                id="rlsinfo.E003",
            )
        )
    if len(settings.SECRET_KEY) < SECRET_LENGTH or len(set(settings.SECRET_KEY)) < SECRET_VARIETY:
        found.append(
            Error(
                f"SECRET_KEY can be guessed: it must have {SECRET_LENGTH} characters or more, "
                f"{SECRET_VARIETY} of them different.",
                "Unset it to have one made and kept in DATA_DIR, or make one: "
                "python -c 'import secrets; print(secrets.token_urlsafe(64))'.",
                id="rlsinfo.E004",
            )
        )
    if not settings.CONTACT_EMAIL:
        found.append(
            Warning(
                "CONTACT_EMAIL is empty: readers have no way to report a mistake.",
                "Set CONTACT_EMAIL to an address that somebody reads.",
                id="rlsinfo.W001",
            )
        )
    if settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend":
        found.append(
            Warning(
                "EMAIL_URL is not set: invitations and digests are printed, not sent.",
                "Set EMAIL_URL=smtp+tls://user:password@mail.example.org:587.",
                id="rlsinfo.W003",
            )
        )
    search = urlsplit(settings.SEARCH_URL)
    if search.scheme == "http" and search.hostname not in LOOPBACK:
        found.append(
            Warning(
                f"SEARCH_URL asks {search.hostname} in the clear: whoever is between can read and change its answers.",
                "Use https, or a server on this machine.",
                id="rlsinfo.W004",
            )
        )
    return found


def consistent(**_: Any) -> list[CheckMessage]:
    """Refuse what is wrong on every site."""
    found: list[CheckMessage] = []
    shown = f"[{settings.SITE_HOST}]" if ":" in settings.SITE_HOST else settings.SITE_HOST
    if not validate_host(shown, settings.ALLOWED_HOSTS):
        found.append(
            Error(
                f"ALLOWED_HOSTS lacks '{shown}', the host of SITE_URL: the site would refuse its own address.",
                f"Add it: ALLOWED_HOSTS={shown}.",
                id="rlsinfo.E005",
            )
        )
    if settings.LINK_CHECK_LOOPBACK and not settings.DEBUG:
        found.append(
            Error(
                "LINK_CHECK_LOOPBACK is on: whoever enters a link could have this machine ask itself.",
                "Unset LINK_CHECK_LOOPBACK. It is for tests, with DEBUG on.",
                id="rlsinfo.E007",
            )
        )
    if settings.EDGE and settings.PAGES_DIR:
        found.append(
            Warning(
                "Both EDGE_URL and PAGES_DIR are set: a page that a front sends from a file tells the cache before it "
                "nothing, and is not kept there.",
                "Unset one of them.",
                id="rlsinfo.W005",
            )
        )
    data_dir = Path(settings.DATA_DIR).resolve()
    if any(data_dir.is_relative_to(Path(folder).resolve()) for folder in settings.STATICFILES_DIRS):
        found.append(
            Error(
                f"DATA_DIR ({data_dir}) is inside a folder of static files: the database would be served to readers.",
                "Choose another DATA_DIR.",
                id="rlsinfo.E006",
            )
        )
    return found


def guarded(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn of a database that would let published content be changed. Asked by ``check --database default`` only.

    Only a warning, since migrate asks first, and it is what mends it. Before the first there is nothing to guard.
    """
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        missing = guards.names() - guards.present(connection)
        if missing and "articles_edition" in connection.introspection.table_names():
            found.append(
                Warning(
                    f"The database lacks {len(missing)} of the triggers that guard published content, "
                    f"such as {min(missing)}.",
                    "Start the site (make run), or: python manage.py migrate.",
                    id="rlsinfo.W002",
                )
            )
    return found


def _matches_too_much(name: str) -> bool:
    """Whether a name of ALLOWED_HOSTS stands for every host, or for every host of a top-level domain."""
    return name == "*" or (name.startswith(".") and "." not in name.strip("."))
