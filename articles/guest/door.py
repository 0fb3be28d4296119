"""Whether somebody pressed the button on the landing page of a link, as a signed cookie says.

A mail scanner that fetches every link in a mail presses no buttons, so it never reads the text and records nothing.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles import links
from articles.models import Invitation

COOKIE = "review"
SALT = "articles.guest.door"
STAYS_OPEN = dt.timedelta(hours=12)
"""Longer than anybody reads in one go; after it they press the button again."""


def is_open(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether this browser opened the text of this invitation in the last hours."""
    found = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=STAYS_OPEN)
    return found == str(invitation.pk)


def leave_open(response: HttpResponse, invitation: Invitation) -> None:
    """Let this browser read on. The cookie is sent to the invitation's own address only."""
    response.set_signed_cookie(
        COOKIE,
        str(invitation.pk),
        salt=SALT,
        max_age=STAYS_OPEN,
        path=links.guest_path(invitation),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
