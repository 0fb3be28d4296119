"""One check of one address, from the first request to the finding."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Mapping
from dataclasses import replace

from django.utils import timezone

from resources.findings import Finding
from resources.linkcheck import judging
from resources.linkcheck.addresses import Refused, parse
from resources.linkcheck.troubles import Trouble
from resources.linkcheck.visiting import Visit, visit
from resources.linkcheck.visitor import Visitor, visitor_from_settings
from resources.models import Link, Reason

__all__ = ["Visitor", "check", "visitor_from_settings"]

ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"\Z')
READ_ANEW_WEEKS = 4
PRINTABLE = re.compile(r"[\x20-\x7e]+\Z")
Conditions = Mapping[str, Mapping[str, str]]


def check(link: Link, *, visitor: Visitor) -> Finding:
    """Look at an address and say how it stands. Never raises for anything that a site does; asks no database."""
    began = time.monotonic()
    try:
        finding = _check(link, visitor)
    except Trouble as trouble:
        finding = judging.of_trouble(trouble)
    return replace(finding, took_ms=round((time.monotonic() - began) * 1000))


def _check(link: Link, visitor: Visitor) -> Finding:
    """HEAD may tell that nothing has changed, or that there is nothing to read. Everything else is told by GET."""
    conditions = _conditions(link)
    head = _head(link, visitor, conditions)
    if head is not None:
        return head
    visited = visit(link.url, visitor=visitor, method="GET", seconds=visitor.limits.seconds, conditions=conditions)
    same = _not_modified(visited, conditions)
    finding = judging.unchanged(visited) if same else judging.of_visit(link, visited)
    return replace(finding, read_bytes=visited.answer.read_bytes)


def _head(link: Link, visitor: Visitor, conditions: Conditions) -> Finding | None:
    """What HEAD decides; None where it does not. Raises ``Trouble`` only where GET would end the same."""
    seconds = visitor.limits.head_seconds
    try:
        visited = visit(link.url, visitor=visitor, method="HEAD", seconds=seconds, conditions=conditions)
    except Trouble as trouble:
        if trouble.final or trouble.reason == Reason.ROBOTS:
            raise
        return None
    if _not_modified(visited, conditions) or _same_tag(link, visited, conditions):
        return judging.unchanged(visited)
    if visited.answer.status == 200 and not visited.answer.readable:  # noqa: PLR2004 (a file: nothing to read)
        return judging.of_visit(link, visited)
    return None


def _conditions(link: Link) -> dict[str, dict[str, str]]:
    """Headers for the address that answered the last time, if it worked and was what had been accepted."""
    if link.reason != Reason.WORKS or link.accepted_at is None or not link.is_as_accepted or _is_read_anew(link):
        return {}
    headers = {}
    if ETAG.match(link.etag):
        headers["If-None-Match"] = link.etag
    if PRINTABLE.match(link.last_modified):
        headers["If-Modified-Since"] = link.last_modified
    try:
        return {parse(link.final_url or link.url).url: headers} if headers else {}
    except Refused:
        return {}


def _is_read_anew(link: Link) -> bool:
    """Whether it is read whatever it says of itself: one week in four, so that nothing passes as unchanged for ever."""
    week = timezone.now().toordinal() // 7
    return (week + zlib.crc32(link.url.encode())) % READ_ANEW_WEEKS == 0


def _not_modified(visited: Visit, conditions: Conditions) -> bool:
    return visited.answer.status == 304 and visited.answer.target.url in conditions  # noqa: PLR2004 (not modified)


def _same_tag(link: Link, visited: Visit, conditions: Conditions) -> bool:
    """Whether a success carries the tag that the page had when it was read last."""
    tag = visited.answer.headers.get("etag", "")
    known = visited.answer.target.url in conditions and ETAG.match(link.etag)
    same = known and tag.removeprefix("W/") == link.etag.removeprefix("W/")
    return bool(same) and visited.answer.status == 200  # noqa: PLR2004 (success)
