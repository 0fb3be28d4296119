"""What one check of an address found, before anything is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

from resources.models import VERDICTS, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a page is known again by: title, and 64 bits of main text (16 hexadecimal digits; empty: none)."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: why, in a sentence, with what could be done.

    ``final_url``: where redirects led, if they did. ``suggested_url``: the address to take instead. ``seen``: the
    page's fingerprint, None where none was read (nothing has changed, or nothing came). ``took_ms`` milliseconds,
    ``read_bytes`` bytes on the wire. ``wait_seconds``: how long the host asked to be left alone.
    """

    reason: Reason
    summary: str
    fix: str = ""
    status: int | None = None
    final_url: str = ""
    suggested_url: str = ""
    etag: str = ""
    last_modified: str = ""
    seen: Fingerprint | None = None
    took_ms: int = 0
    read_bytes: int = 0
    wait_seconds: int = 0

    @property
    def verdict(self) -> Verdict:
        """Whether readers can be sent there."""
        return VERDICTS[self.reason]
