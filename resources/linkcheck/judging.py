"""What a visit means: from what came back to a finding, in a sentence for a curator and one on what to do."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from django.utils import timezone

from resources.findings import Finding, Fingerprint
from resources.linkcheck import comparing, phrases, signs
from resources.linkcheck.addresses import Refused, fragment_of, parse
from resources.linkcheck.reading import Page, tidy
from resources.linkcheck.troubles import Trouble
from resources.linkcheck.visiting import Visit
from resources.models import LONGEST_URL, Link, Reason

SHORT_PAGE = 250
"""Words of main text below which a page may be a message instead of a page."""
VERY_SHORT = 60
LITTLE = 40
"""Words of main text below which also what sound pages have in common with others is taken for a sign."""
WAIT, LONGEST_WAIT = 3600, 7 * 24 * 3600
LOOK = "Open it in a browser. If it is right, press “It is right as it is”."
REPLACE = "Look for where it has gone, and enter that address or take this one out."
AGAIN = "Nothing to do yet: it is tried again."
TROUBLE_FIXES = {
    Reason.NO_HOST: "Look whether the organisation has another address; take this one out if not.",
    Reason.FORBIDDEN: "Take this address out, or enter one that everybody can open.",
    Reason.CERTIFICATE: "Tell the organisation: browsers warn people away from it. Use another address meanwhile.",
    Reason.CHAIN: "Most browsers find the missing one themselves. Open it, also on a phone; tell the organisation.",
    Reason.ROBOTS: "A program may not look here. Open it yourself; if it is right, press “It is right as it is”.",
    Reason.BOT_WALL: LOOK,
    Reason.TOO_LARGE: LOOK,
    Reason.REDIRECTS: "Open it in a browser. If it fails there too, look for another address.",
    Reason.NOT_HTTP: "Open it in a browser. If it fails there too, look for another address.",
}

STATUSES = {
    401: (Reason.LOGIN, "It asks for a name and password (status 401).", LOOK),
    402: (Reason.LOGIN, "It asks to be paid (status 402).", LOOK),
    404: (Reason.GONE, "There is no such page (any more): status 404.", REPLACE),
    407: (Reason.LOGIN, "It asks for a name and password (status 407).", LOOK),
    408: (Reason.SLOW, "It did not answer in time (status 408).", AGAIN),
    410: (Reason.GONE, "This page was taken away for good: status 410.", REPLACE),
    451: (Reason.BOT_WALL, "It is withheld for legal reasons where the check was made (status 451).", LOOK),
}


def of_trouble(trouble: Trouble) -> Finding:
    """What it means that nothing came."""
    return Finding(
        trouble.reason,
        trouble.summary,
        TROUBLE_FIXES.get(trouble.reason, AGAIN),
        status=trouble.status,
        final_url=_where(trouble),
    )


def _where(trouble: Trouble) -> str:
    """Where it led, if that may be given to a curator to click: an address on the web, and none inside a network."""
    try:
        shown = trouble.where and trouble.reason != Reason.FORBIDDEN
        return parse(trouble.where.partition("#")[0]).url + fragment_of(trouble.where) if shown else ""
    except Refused:
        return ""


def of_visit(link: Link, visit: Visit) -> Finding:
    """What it means that something came."""
    status = visit.answer.status
    if not 200 <= status < 300:  # noqa: PLR2004 (success)
        return _of_status(visit)
    if visit.answer.unread:
        return _finding(visit, Reason.TOO_LARGE, "It sends its page in an encoding that a check does not read.", LOOK)
    if not visit.answer.readable:
        return _standing(link, visit, Fingerprint(title=tidy(visit.answer.media_type)))
    return _of_page(link, visit)


def unchanged(visit: Visit) -> Finding:
    """The page has not changed since it last worked: nothing was read. It may have moved all the same."""
    if _moved_for_good(visit):
        return _moved(visit)
    end = visit.end if visit.redirected else ""
    return Finding(Reason.WORKS, "It works, and has not changed.", status=visit.answer.status, final_url=end)


def _finding(visit: Visit, reason: Reason, summary: str, fix: str = "", *, seen: Fingerprint | None = None) -> Finding:
    headers = visit.answer.headers
    return Finding(
        reason,
        summary,
        fix,
        status=visit.answer.status,
        final_url=visit.end if visit.redirected else "",
        etag=headers.get("etag", "") if seen is not None else "",
        last_modified=headers.get("last-modified", "") if seen is not None else "",
        seen=seen,
    )


def _of_status(visit: Visit) -> Finding:
    """What a status means that is no success."""
    status, wait = visit.answer.status, _wait(visit.answer.headers.get("retry-after", ""))
    if _challenged(visit):
        summary = f"It turns programs away (status {status}), so nothing can be said about it."
        finding = _finding(visit, Reason.BOT_WALL, summary, LOOK)
    elif status == 429 or (status == 503 and wait):  # noqa: PLR2004 (too many requests; unavailable)
        wait = wait or WAIT
        summary = f"It was too busy and asked to be left alone for a while (status {status})."
        finding = _finding(visit, Reason.BUSY, summary, AGAIN)
    else:
        finding = _finding(visit, *_meaning(status))
    waits = finding.reason in (Reason.BUSY, Reason.BOT_WALL, Reason.SERVER)
    return replace(finding, wait_seconds=wait if waits else 0)


def _meaning(status: int) -> tuple[Reason, str, str]:
    """Reason, summary and what to do."""
    if status in STATUSES:
        return STATUSES[status]
    if 400 <= status < 500 or status >= 600:  # noqa: PLR2004 (refusals; 999 and the like)
        return Reason.BOT_WALL, f"It refuses to answer a program (status {status}).", LOOK
    if status >= 500:  # noqa: PLR2004 (failures of the server)
        return Reason.SERVER, f"Its server fails (status {status}).", AGAIN
    return Reason.SERVER, f"It gives an answer that makes no sense here (status {status}).", AGAIN


def _of_page(link: Link, visit: Visit) -> Finding:
    """What a page means that came with success: the worst that it can be is looked for first."""
    page = visit.page
    if for_sale := _for_sale(visit, page):
        fix = "Take this address out: it may lead readers anywhere. Look for the organisation's new one."
        return _finding(visit, Reason.PARKED, for_sale, fix, seen=page.print)
    if _challenged(visit):
        return _finding(visit, Reason.BOT_WALL, "It shows programs a test instead of the page.", LOOK)
    if not page.words and not page.title:
        return _of_nothing(visit, page)
    return _of_message(link, visit, page) or _standing(link, visit, page.print)


def _of_message(link: Link, visit: Visit, page: Page) -> Finding | None:
    """What a page means that stands in place of the one that was meant; None where it does not."""
    if said := _not_found(page):
        summary = f"It answers as if all were well, but says “{said}”."
        return _finding(visit, Reason.SOFT_404, summary, REPLACE, seen=page.print)
    if _signs_in(visit, page):
        return _finding(visit, Reason.LOGIN, "It asks to sign in before it shows anything.", LOOK, seen=page.print)
    if spam := comparing.spam(link, page):
        return _finding(visit, Reason.CHANGED, spam, LOOK, seen=page.print)
    return None


def _of_nothing(visit: Visit, page: Page) -> Finding:
    if visit.answer.cut:
        return _finding(visit, Reason.TOO_LARGE, "It sends more than a check reads, and nothing of use in it.", LOOK)
    return _finding(visit, Reason.BOT_WALL, "It sent the check a page without title or text.", LOOK)


def _standing(link: Link, visit: Visit, seen: Fingerprint) -> Finding:
    """What a page means that is one: whether it is the one that was accepted, and where it stands now."""
    change = comparing.compare(link, seen, visit)
    if change is not None and change.dangerous:
        fix = "Take this address out, and look for the organisation's new one."
        return _finding(visit, Reason.ELSEWHERE, change.summary, fix, seen=seen)
    start, end = urlsplit(visit.start), urlsplit(visit.end)
    first, last = (signs.registrable(parts.hostname or "") for parts in (start, end))
    if _leads_home(start, end) and not signs.leads_on(first):
        other = f" of another site, {last}" if first != last else ""
        summary = f"It leads to the home page{other} now, not to the page that was meant."
        return _finding(visit, Reason.HOME, summary, "Look for the page's new address.", seen=seen)
    if change is not None:
        return _finding(visit, Reason.CHANGED, change.summary, LOOK, seen=seen)
    if _moved_for_good(visit):
        return _moved(visit, seen)
    if first != last and not signs.leads_on(first) and not comparing.accepted(link, seen):
        fix = "Open it, and see whether it still is the same organisation's."
        return _finding(visit, Reason.OTHER_SITE, f"It leads to another site, {last}.", fix, seen=seen)
    summary = f"It works, by way of a redirect to {last}." if visit.redirected else "It works."
    return _finding(visit, Reason.WORKS, summary, seen=seen)


def _leads_home(start: SplitResult, end: SplitResult) -> bool:
    """Whether a page was meant and a home page came; /?p=12 is a page."""
    began_home = signs.is_home(start.path)
    meant_home = began_home and not start.query
    return not meant_home and signs.is_home(end.path) and not (began_home and end.query)


def _moved_for_good(visit: Visit) -> bool:
    """Whether an address leads on for good that is not made for that."""
    return visit.permanent and not signs.leads_on(signs.registrable(urlsplit(visit.start).hostname or ""))


def _moved(visit: Visit, seen: Fingerprint | None = None) -> Finding:
    """That a page has moved, with the address to take instead."""
    summary, fix = _how_moved(visit)
    suggested = visit.end if len(visit.end) <= LONGEST_URL else ""
    return replace(_finding(visit, Reason.MOVED, summary, fix, seen=seen), suggested_url=suggested)


def _how_moved(visit: Visit) -> tuple[str, str]:
    """How a page has moved, and what to do."""
    start, end = urlsplit(visit.start), urlsplit(visit.end)
    first, last = (signs.registrable(parts.hostname or "") for parts in (start, end))
    if first != last:
        summary = f"It has moved for good to another site, {last}."
        return summary, "See that it is the same organisation's, and use the new address."
    summary = "It has moved for good."
    fix = "Use the new address."
    small = start._replace(scheme="", fragment=""), end._replace(scheme="", fragment="")
    same = [parts._replace(netloc=_plain(parts.netloc), path=parts.path.rstrip("/")) for parts in small]
    if same[0] == same[1]:
        changes = [
            *(["https instead of http"] if (start.scheme, end.scheme) == ("http", "https") else []),
            *(["http instead of https"] if (start.scheme, end.scheme) == ("https", "http") else []),
            *(["a slash at the end"] if f"{start.path}/" == end.path or start.path == f"{end.path}/" else []),
            *(["www"] if _bare(start.netloc) != _bare(end.netloc) else []),
        ]
        summary = f"The same page has a slightly different address now ({', '.join(changes) or 'its spelling'})."
        fix = "Use the new address; the old one works too."
    return summary, fix


def _plain(netloc: str) -> str:
    return _bare(netloc).removeprefix("www.")


def _bare(netloc: str) -> str:
    return netloc.lower().rpartition("@")[2].removesuffix(":80").removesuffix(":443")


def _for_sale(visit: Visit, page: Page) -> str:
    """That a domain is parked or for sale, in a sentence; empty where it is not."""
    end = visit.answer.target.host
    if signs.sells_domains(end) and not signs.sells_domains(urlsplit(visit.start).hostname or ""):
        return f"Its domain is for sale: it leads to {end}."
    if len(page.words) >= SHORT_PAGE:
        return ""
    said = " ".join((page.title, page.heading, page.text[:3000]))
    if phrases.FOR_SALE.search(said) or any(map(phrases.TAKEN.search, (page.title, page.heading))):
        return "Its domain is parked or for sale."
    if signs.PARKING_MARKS.search(page.lowered):
        return "Its domain is parked: it shows advertisements instead of the page."
    return ""


def _challenged(visit: Visit) -> bool:
    """Whether a wall against programs answered instead of the site."""
    answer, page = visit.answer, visit.page
    headers = signs.CHALLENGE_HEADERS.items()
    if any(name in answer.headers and value in answer.headers[name].lower() for name, value in headers):
        return True
    if answer.status in (404, 410) or len(page.words) >= SHORT_PAGE:
        return False
    marks = any(mark in page.lowered for mark in signs.CHALLENGE_MARKS)
    titled = signs.CHALLENGE_TITLE.search(page.title) is not None
    if 200 <= answer.status < 300:  # noqa: PLR2004 (success: healthy pages carry such scripts and titles too)
        return (titled and marks) or ((titled or marks) and len(page.words) < VERY_SHORT)
    return titled or marks


def _not_found(page: Page) -> str:
    """The words by which a short page says that it is none; empty where it does not."""
    if len(page.words) >= SHORT_PAGE:
        return ""
    looked_for = [phrases.NOT_FOUND, phrases.DEFAULT_PAGE]
    if len(page.words) < LITTLE:
        looked_for.append(phrases.MAYBE_NOT_FOUND)
    for text in (page.title, page.heading):
        if any(pattern.search(text) for pattern in looked_for):
            return text[:120]
    if len(page.words) >= VERY_SHORT:
        return ""
    said = phrases.NOT_FOUND.search(page.text[:400]) or phrases.DEFAULT_PAGE.search(page.text[:400])
    return said[0][:120] if said and not phrases.UNAVAILABLE.search(said[0]) else ""


def _signs_in(visit: Visit, page: Page) -> bool:
    """Whether somebody must sign in to see what was meant."""
    start, end = urlsplit(visit.start), urlsplit(visit.end)
    led = _comes(signs.SIGN_IN_PATH, start.path, end.path) or _comes(signs.SIGN_IN_HOST, start.netloc, end.netloc)
    if visit.redirected and led:
        return True
    says = signs.SIGN_IN.search(f"{page.title} {page.heading}") is not None
    if visit.redirected and _comes(signs.MAYBE_SIGN_IN, visit.start, visit.end):
        return page.password or says or len(page.words) < LITTLE
    return page.password and (says or len(page.words) < VERY_SHORT) and len(page.words) < SHORT_PAGE


def _comes(sign: re.Pattern[str], start: str, end: str) -> bool:
    """Whether a redirect has brought a sign that the start did not have."""
    return sign.search(end) is not None and sign.search(start) is None


def _wait(retry_after: str) -> int:
    """The seconds of a header Retry-After, which holds seconds or a date; 0 where it says nothing of use."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(int(retry_after[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
    return int(min(max((until - timezone.now()).total_seconds(), 0), LONGEST_WAIT))
