"""Whether what fails is the fault of its host, or of our own network: only what has witnesses counts as a failure."""

from __future__ import annotations

from collections import OrderedDict

from resources.models import FAILURES, VERDICTS, Link, Reason, Verdict

OWN_WORDS = (Reason.GONE, Reason.SOFT_404)
"""Failures that the site itself tells us of. Any other could be the fault of our own network: no connection, no name
server, a portal or filter in between that answers for everybody, a clock that makes every certificate wrong."""
HOSTS_HEARD = 10
"""How many hosts are heard: those that were asked last."""
SHARE_NEEDED = 0.75
HEARD_BEFORE_SECONDS = 60.0
"""How long before a host was asked another may have answered, where one failure alone has no consequences."""
TRUSTED_SECONDS = 120.0
"""How long it holds that witnesses who were called have answered."""


class Witnesses:
    """What the hosts that were asked last have shown of our own network. Times are seconds of any one clock."""

    def __init__(self) -> None:
        self._heard: OrderedDict[str, tuple[bool, float]] = OrderedDict()
        self._trusted_until = float("-inf")

    def hear(self, host: str, *, answered: bool, at: float) -> None:
        """A host answered, or failed although it had not failed before."""
        self._heard.pop(host, None)
        self._heard[host] = (answered, at)
        if len(self._heard) > HOSTS_HEARD + 1:
            self._heard.popitem(last=False)

    def trust(self, now: float) -> None:
        """Witnesses were called and have answered."""
        self._trusted_until = now + TRUSTED_SECONDS

    def vouch_for(self, host: str, reason: Reason, *, began: float, now: float) -> bool:
        """Whether our network worked when a host, asked at ``began``, failed.

        So it is where three in four of the other hosts that were heard last have answered, and one of them lately: not
        longer than a minute before, or, of danger, which acts at once, while it was being asked or later.
        """
        since = began - (0 if VERDICTS[reason] == Verdict.DANGER else HEARD_BEFORE_SECONDS)
        if now < self._trusted_until:
            return True
        others = [heard for name, heard in self._heard.items() if name != host]
        answered = [at for good, at in others if good]
        return bool(answered) and len(answered) >= SHARE_NEEDED * len(others) and max(answered) >= since


def is_doubtful(link: Link, reason: Reason) -> bool:
    """Whether a finding needs witnesses: a failure that could be our own, of a link that readers are still given."""
    return VERDICTS[reason] in FAILURES and reason not in OWN_WORDS and link.broken_since is None


def has_answered(link: Link, reason: Reason) -> bool:
    """Whether a link that was called as a witness shows that our network works.

    One that worked before must work: a portal would send it to sign in. Of one that nobody has asked before, whatever
    is no doubtful failure will do.
    """
    return VERDICTS[reason] == Verdict.OK or (link.verdict != Verdict.OK and not is_doubtful(link, reason))


def enough(asked: int, answered: int) -> bool:
    """Whether so many called witnesses show that our network works: all of them; of three or more, all but one."""
    return asked > 0 and answered >= (asked if asked < 3 else asked - 1)  # noqa: PLR2004 (as it says)
