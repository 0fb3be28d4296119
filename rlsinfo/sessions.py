"""Sessions in the database, asked for only by keys that could be one.

Django takes any cookie of eight characters or more to the database; PostgreSQL refuses some of them (a NUL) with an
error, which a stranger could so provoke at will.
"""

from __future__ import annotations

import re

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    """Django's own, with a strict look at the key that a browser sends."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and re.fullmatch(r"[a-z0-9]{32}", key))
