"""Goes to an address and follows where it leads: every step judged anew, inside one deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from resources.linkcheck.addresses import Malformed, Refused, Target, WrongPort, fragment_of, joined, location
from resources.linkcheck.fetching import REDIRECTS, Answer
from resources.linkcheck.network import Deadline
from resources.linkcheck.reading import Page, read
from resources.linkcheck.troubles import Trouble
from resources.linkcheck.visitor import Visitor
from resources.models import Reason

PERMANENT = (301, 308)
SHORT = 100
"""Words of a page below which its wish to send browsers on is followed."""


class EndlessError(Exception):
    """Redirects lead in circles or too far."""


@dataclass(frozen=True)
class Visit:
    """Where it began, as it was asked for, each redirect by its status (0: the page's own wish), and the end."""

    start: str
    steps: tuple[int, ...]
    answer: Answer
    fragment: str = ""

    @property
    def end(self) -> str:
        """The address that answered at last."""
        return self.answer.target.url + self.fragment

    @property
    def redirected(self) -> bool:
        """Whether it led anywhere else."""
        return bool(self.steps)

    @property
    def permanent(self) -> bool:
        """Whether every redirect was for good."""
        return bool(self.steps) and all(status in PERMANENT for status in self.steps)

    @cached_property
    def page(self) -> Page:
        """What the last answer says."""
        return read(self.answer.body, self.answer.headers.get("content-type", ""))


def visit(
    url: str, *, visitor: Visitor, method: str, seconds: float, conditions: Mapping[str, Mapping[str, str]]
) -> Visit:
    """Ask for an address and follow it. ``conditions``: headers for the address that answered the last time.

    Raises ``Trouble``, with the reason ``ROBOTS`` where a host wants no programs.
    """
    deadline = Deadline(seconds)
    steps: list[int] = []
    seen: set[str] = set()
    here, start, fragment, cookies = url, "", fragment_of(url), False
    while True:
        try:
            answer = _step(here, steps, seen, visitor=visitor, method=method, deadline=deadline, conditions=conditions)
            start = start or answer.target.url
            found = Visit(start, tuple(steps), answer, fragment)
            onward = _onward(found)
        except EndlessError as endless:
            raise _no_end(here, cookies=cookies) from endless
        except Trouble as trouble:
            trouble.where = here if steps else ""
            if steps and trouble.inside:
                trouble.reason = Reason.FORBIDDEN
            raise
        if onward is None:
            return found
        steps.append(answer.status if answer.status in REDIRECTS else 0)
        cookies = cookies or "set-cookie" in answer.headers
        here = joined(answer.target, onward)
        fragment = fragment_of(here) or fragment


def _step(
    here: str,
    steps: list[int],
    seen: set[str],
    *,
    visitor: Visitor,
    method: str,
    deadline: Deadline,
    conditions: Mapping[str, Mapping[str, str]],
) -> Answer:
    """Ask for one address on the way. Raises ``EndlessError`` where the way has been there, or is too long."""
    target = _target(here, visitor, first=not steps)
    if target.url in seen or len(steps) > visitor.limits.redirects:
        raise EndlessError
    seen.add(target.url)
    with deadline.paused():
        welcome = visitor.welcome(target)
    if not welcome:
        raise Trouble(Reason.ROBOTS, f"{target.host} asks programs to stay away from this page.")
    return visitor.ask(target, method=method, deadline=deadline, headers=conditions.get(target.url))


def _target(url: str, visitor: Visitor, *, first: bool) -> Target:
    try:
        return visitor.policy.target(url.partition("#")[0])
    except Malformed as malformed:
        reason = Reason.NO_HOST if first else Reason.REDIRECTS
        raise Trouble(reason, f"It {'is' if first else 'redirects to'} {malformed}.") from malformed
    except WrongPort as port:
        raise Trouble(
            Reason.BOT_WALL, f"It {'leads' if first else 'redirects'} to {port}; no check goes there."
        ) from port
    except Refused as refused:
        raise Trouble(Reason.FORBIDDEN, f"It {'leads' if first else 'redirects'} to {refused}.") from refused


def _onward(visit: Visit) -> str | None:
    """Where an answer leads on, None where it is the last."""
    answer = visit.answer
    if answer.status in REDIRECTS:
        if not answer.headers.get("location"):
            raise Trouble(Reason.REDIRECTS, "It redirects without saying where to.", answer.status)
        return location(answer.headers["location"])
    if answer.status == 200 and answer.body and b"refresh" in answer.body[:20000].lower():  # noqa: PLR2004
        page = visit.page
        if page.refresh and len(page.words) < SHORT and joined(answer.target, page.refresh) != answer.target.url:
            return page.refresh
    return None


def _no_end(where: str, *, cookies: bool) -> Trouble:
    trouble = Trouble(Reason.REDIRECTS, "It redirects in circles, or more often than browsers should follow.")
    if cookies:
        summary = "It redirects in circles unless cookies are kept, which a check does not do."
        trouble = Trouble(Reason.BOT_WALL, summary)
    trouble.where = where
    return trouble
