"""What an engine elsewhere is sent: whatever the index has that it does not have yet.

The rows of the index are the outbox: each entry, and each that is gone, carries the revision that wrote it, and the
index knows up to which revision everything was sent, and into which index. Sending twice does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings

from finding import index
from finding.engines import elsewhere, opensearch
from finding.engines.elsewhere import NotAnswering, NotThere
from finding.models import Entry, Gone, IndexState

PART: Final = 200
"""Entries of one request."""
NEWER_IS_THERE: Final = 409
"""What becomes of a line that came late."""


def is_due() -> bool:
    """Whether there is an engine elsewhere that lacks something. One query at most."""
    if not settings.SEARCH_URL:
        return False
    now = IndexState.objects.filter(pk=1).first()
    return now is not None and now.sent < now.revision


def send() -> int:
    """Send what is newer than what was sent, or all of it where the index is not there. Returns how many entries.

    Raises ``NotAnswering``; then nothing counts as sent.
    """
    into = _served()
    if into is None:
        return send_all()
    now = IndexState.objects.get(pk=1)
    since = now.sent if into == now.sent_to else 0
    path = f"/{elsewhere.name()}/_bulk?require_alias=true&refresh=wait_for"
    count = _bulk(path, since, now.revision)
    count += _bulk_gone(path, since, now.revision)
    if _served() == into:
        # Whoever swapped the index meanwhile, or sent more, has noted that.
        held = IndexState.objects.filter(pk=1, sent=now.sent, sent_to=now.sent_to)
        held.update(sent=now.revision, sent_to=into)
    return count


def send_all(say: Callable[[int, int], object] | None = None) -> int:
    """Make a new index of everything there, then let it take the place of the old one at once. Returns how many.

    The old one is asked until then. ``say`` is told how many of how many are done. Raises ``NotAnswering``.
    """
    now = IndexState.objects.get_or_create(pk=1)[0]
    alias, made = elsewhere.name(), f"{elsewhere.name()}-{time.time_ns()}"
    elsewhere.ask("PUT", f"/{made}", opensearch.MAPPING)
    try:
        count = _bulk(f"/{made}/_bulk", 0, now.revision, say)
        elsewhere.ask("POST", f"/{made}/_refresh")
        old = _served()
        actions: list[dict[str, Any]] = [{"add": {"index": made, "alias": alias}}]
        actions += [{"remove_index": {"index": old}}] if old else []
        elsewhere.ask("POST", "/_aliases", {"actions": actions})
    except NotAnswering:
        _drop(made)
        raise
    IndexState.objects.filter(pk=1).update(sent=now.revision, sent_to=made)
    return count


def _drop(made: str) -> None:
    try:
        elsewhere.ask("DELETE", f"/{made}")
    except NotAnswering:
        elsewhere.logger.warning("The unfinished index %s is left there; delete it.", made)


def _served() -> str | None:
    """The index behind the name that is asked, or None. Raises ``NotAnswering``."""
    try:
        found = elsewhere.ask("GET", f"/_alias/{elsewhere.name()}")
    except NotThere:
        return None
    return next(iter(sorted(found)), None)


def _bulk(path: str, since: int, until: int, say: Callable[[int, int], object] | None = None) -> int:
    """Send what was written after one revision up to another. Raises ``NotAnswering`` where a part is not taken."""
    entries = Entry.objects.filter(revision__gt=since, revision__lte=until)
    keys = list(entries.order_by("pk").values_list("pk", flat=True))
    done = 0
    for part in index.batched(keys, PART):
        rows = Entry.objects.filter(pk__in=part)
        _put(path, (line for row in rows for line in opensearch.put(row, index.texts_of(row))))
        done += len(part)
        if say:
            say(done, len(keys))
    return done


def _bulk_gone(path: str, since: int, until: int) -> int:
    rows = list(Gone.objects.filter(revision__gt=since, revision__lte=until).order_by("pk"))
    for part in index.batched(rows, PART):
        _put(path, (line for row in part for line in opensearch.drop(row)))
    return len(rows)


def _put(path: str, lines: Iterator[dict[str, Any]]) -> None:
    answer = elsewhere.send_lines(path, lines)
    for item in answer.get("items", ()):
        for told in item.values():
            if "error" in told and told.get("status") != NEWER_IS_THERE:
                raise NotAnswering(f"{told.get('_id')} was not taken: {told['error']}")
