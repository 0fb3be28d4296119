"""Who goes and looks: its name, what it may ask, its limits, and what it remembers of hosts during one run."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field

from django.conf import settings

from resources.linkcheck.addresses import Policy, Refused, Target, ask_system, joined, location, parse
from resources.linkcheck.fetching import REDIRECTS, Answer, fetch
from resources.linkcheck.network import Deadline, Limits
from resources.linkcheck.robots import Memory, RobotsMemory, Rules
from resources.linkcheck.troubles import Trouble
from resources.models import Reason

PRODUCT = "rlsinfo-linkcheck"
"""The name by which a robots.txt can address us."""
VERSION = "1.0"
ACCEPT = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "en, *;q=0.5"}
NAMES_FOR_TESTS = ".test"
"""Names that no name server knows (RFC 6761): with loopback allowed, each of them is this machine."""
LEGACY_SERVERS = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT: servers without secure renegotiation, which browsers still visit."""


def system_trust() -> ssl.SSLContext:
    """TLS as this machine trusts it."""
    context = ssl.create_default_context()
    context.options |= LEGACY_SERVERS
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # the default from Python 3.13 on, and stricter than browsers
    return context


@dataclass
class Visitor:
    """What a whole run shares. Safe to use from several threads; never touches the database.

    ``turn(host)`` is entered around every single request, those of redirects and of robots.txt included: whoever runs
    checks can keep to one request at a time per host with it; waiting there counts for no time limit.
    ``robots`` remembers each host's robots.txt.
    """

    agent: str = f"{PRODUCT}/{VERSION}"
    policy: Policy = field(default_factory=Policy)
    limits: Limits = field(default_factory=Limits)
    robots: RobotsMemory = field(default_factory=Memory)
    tls: ssl.SSLContext = field(default_factory=system_trust)
    turn: Callable[[str], AbstractContextManager[object]] = field(default=lambda _: nullcontext())

    def ask(
        self, target: Target, *, method: str, deadline: Deadline, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Make one request. Raises ``Trouble``."""
        sent = {"User-Agent": self.agent, **ACCEPT, **(headers or {})}
        turn = self.turn(target.host)
        with ExitStack() as stack:
            with deadline.paused():
                stack.enter_context(turn)
            return fetch(
                target,
                method=method,
                headers=sent,
                policy=self.policy,
                limits=self.limits,
                tls=self.tls,
                deadline=deadline,
            )

    def welcome(self, target: Target) -> bool:
        """Whether the host's robots.txt lets us ask for this address.

        Raises ``Trouble`` where the host cannot be asked for anything: it does not exist, is forbidden, and so on.
        """
        rules = Rules.of(target, PRODUCT, memory=self.robots, ask=self._ask_for_robots)
        return rules.allow(target.url, PRODUCT)

    def pause_for(self, host: str) -> float:
        """The seconds that a host wants between two requests, by what is remembered of its robots.txt; 0: no wish.

        ``host`` is scheme, host and port, as a link's ``host`` is.
        """
        try:
            known = self.robots.get(parse(host).origin)
        except Refused:
            return 0
        return Rules(known[0]).pause(PRODUCT) if known else 0

    def _ask_for_robots(self, target: Target) -> Answer | Trouble:
        """The answer of a host for its robots.txt, over redirects. Raises ``Trouble`` as ``welcome``."""
        deadline = Deadline(self.limits.robots_seconds)
        try:
            answer = self.ask(target, method="GET", deadline=deadline)
        except Trouble as trouble:
            if trouble.final:
                raise
            return trouble
        for _ in range(self.limits.redirects):
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                break
            try:
                onward = self.policy.target(joined(answer.target, location(answer.headers["location"])))
                answer = self.ask(onward, method="GET", deadline=deadline)
            except Refused:
                return Trouble(Reason.FORBIDDEN, "Its robots.txt leads where no public page is.")
            except Trouble as trouble:
                return trouble
        return answer


def visitor_from_settings(
    *, robots: RobotsMemory | None = None, turn: Callable[[str], AbstractContextManager[object]] | None = None
) -> Visitor:
    """The visitor that this site sends. The one place that reads whether it may reach this machine."""
    loopback = settings.LINK_CHECK_LOOPBACK and settings.DEBUG
    resolver = ask_for_tests if loopback else ask_system
    about = f"{settings.SITE_URL}/about/how-pages-are-made/"
    contact = f"; {settings.CONTACT_EMAIL}" if settings.CONTACT_EMAIL else ""
    return Visitor(
        agent=f"{PRODUCT}/{VERSION} (+{about}{contact})",
        policy=Policy(loopback=bool(loopback), resolver=resolver),
        robots=robots or Memory(),
        turn=turn or (lambda _: nullcontext()),
    )


def ask_for_tests(host: str, port: int) -> Sequence[str]:
    """As ``ask_system``, but every name below .test is this machine."""
    return ["127.0.0.1"] if host.endswith(NAMES_FOR_TESTS) else ask_system(host, port)
