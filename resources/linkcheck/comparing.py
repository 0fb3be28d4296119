"""Whether a page still is the one that was accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from resources.findings import Fingerprint
from resources.linkcheck import signs
from resources.linkcheck.reading import Page, scripts, shared_words, similarity
from resources.linkcheck.visiting import Visit
from resources.models import Link

ALIKE = 0.7
"""Texts above share more than half of their pairs of words: the angle between them is below 54°, 0.3 of 180°."""
STRANGE = 0.6
"""Texts below share less than a third. Two that have nothing in common are near 0.5, with a deviation of 0.06."""
SPAM_WORDS = 3
"""Different words of gambling, pornography or unlawful pharmacies from which a page is taken for one of theirs.

Those that help with gambling or explain medicines say such words too, but hardly what only sellers say."""


@dataclass(frozen=True, slots=True)
class Change:
    """A page has become something else; ``dangerous``: and what it has become is nothing for readers."""

    summary: str
    dangerous: bool = False


def accepted(link: Link, seen: Fingerprint) -> bool:
    """Whether this is the page that was accepted, or one much like it."""
    if link.accepted_at is None:
        return False
    alike = similarity(link.accepted_print, seen.text)
    return link.accepted_title == seen.title if alike is None else alike >= ALIKE


def compare(link: Link, seen: Fingerprint, visit: Visit) -> Change | None:
    """How a page differs from the one that was accepted; None where it does not, or none was."""
    if link.accepted_at is None or not (link.accepted_title or link.accepted_print):
        return None
    titles = shared_words(link.accepted_title, seen.title)
    texts = similarity(link.accepted_print, seen.text)
    if not _changed(titles, texts, same=link.accepted_title == seen.title):
        return None
    nothing_shared = not titles and (texts is None or texts < ALIKE)
    if nothing_shared and visit.answer.readable and (why := _bad(link, visit)):
        return Change(f"Something else stands there now: {why} Its title is “{seen.title[:100]}”.", dangerous=True)
    before, now = link.accepted_title[:80] or "a page without a title", seen.title[:80] or "none"
    spoken = _spam_words(visit.page, signs.SPAM)
    more = f" It speaks of {_listed(spoken)}." if len(spoken) >= SPAM_WORDS else ""
    return Change(f"Its content is not what it was: the title was “{before}”, now “{now}”.{more}")


def spam(link: Link, page: Page) -> str:
    """That a page which nobody has accepted yet speaks of what no support page does; empty where it does not."""
    if link.accepted_at is not None or len(_spam_words(page, signs.HARD_SPAM)) < SPAM_WORDS:
        return ""
    return "It speaks of gambling, pornography or unlawful pharmacies. See whether it is what was meant."


def _changed(titles: float | None, texts: float | None, *, same: bool) -> bool:
    if texts is None:
        return titles == 0
    return texts < (STRANGE if same or titles == 1 else ALIKE)


def _bad(link: Link, visit: Visit) -> str:
    """Why what stands there now is nothing for readers, in a sentence; empty where nothing says so."""
    page = visit.page
    words = _spam_words(page, signs.HARD_SPAM)
    if len(words) >= SPAM_WORDS:
        return f"it speaks of {_listed(words)}."
    if signs.registrable(urlsplit(visit.start).hostname or "").partition(".")[0] in page.lowered:
        return ""
    before, now = scripts(link.accepted_title), scripts(f"{page.title} {page.text}")
    if before and now and not before & now:
        return "it is in another script."
    return ""


def _listed(words: set[str]) -> str:
    return ", ".join(word[:20] for word in sorted(words)[:SPAM_WORDS])


def _spam_words(page: Page, words: re.Pattern[str]) -> set[str]:
    return {found[0].lower() for found in words.finditer(f"{page.title} {page.heading} {page.text[:20_000]}")}
