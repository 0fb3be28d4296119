"""Why there was no answer, told apart and in words."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator

import httpcore2

from resources.models import Reason

# OpenSSL's numbers (X509_V_ERR_…).
NOT_YET_VALID, EXPIRED, SELF_SIGNED, SELF_SIGNED_CHAIN, WRONG_HOST, WRONG_ADDRESS = 9, 10, 18, 19, 62, 64
NO_ISSUER, NO_LEAF = 20, 21
UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN, errno.EHOSTDOWN}

FOR_ANY_REQUEST = (Reason.NO_HOST, Reason.REFUSED, Reason.FORBIDDEN, Reason.CERTIFICATE, Reason.CHAIN)


class Trouble(Exception):
    """There is nothing to read: the reason, what was found in a sentence, and the status of HTTP where one came.

    ``connected``: a connection was made, so that another request might fare better. ``where``: redirects had led there.
    ``inside``: a name led to an address where no public page is.
    """

    def __init__(self, reason: Reason, summary: str, status: int | None = None) -> None:
        super().__init__(summary)
        self.reason, self.summary, self.status = reason, summary, status
        self.connected = True
        self.where = ""
        self.inside = False

    @property
    def final(self) -> bool:
        """Whether another request to the same address would end the same."""
        return not self.where and (self.reason in FOR_ANY_REQUEST or not self.connected)


def explain(error: BaseException, host: str) -> Trouble:
    """What an error of the network means."""
    for each in _causes(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return _certificate(each, host)
        for kinds, reason, summary in MEANINGS:
            if isinstance(each, kinds):
                return Trouble(reason, summary.format(host=host))
        if isinstance(each, OSError) and each.errno in UNREACHABLE:
            return Trouble(Reason.REFUSED, f"{host} cannot be reached over the network.")
    return Trouble(Reason.NOT_HTTP, "It does not answer as a web server does.")


MEANINGS: tuple[tuple[tuple[type[BaseException], ...], Reason, str], ...] = (
    ((TimeoutError, httpcore2.TimeoutException), Reason.SLOW, "It did not answer in time."),
    ((ConnectionRefusedError,), Reason.REFUSED, "{host} does not let anybody connect."),
    ((ConnectionError, ssl.SSLEOFError), Reason.NOT_HTTP, "It broke the connection off without an answer."),
    ((ssl.SSLError,), Reason.CERTIFICATE, "No secure connection to {host} could be made."),
)
"""Errors in the order in which they are looked for, with what each means."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the innermost first."""
    chain = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    yield from reversed(chain)


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> Trouble:
    code = error.verify_code
    if code == EXPIRED:
        return Trouble(Reason.CERTIFICATE, f"The certificate of {host} has expired.")
    if code == NOT_YET_VALID:
        return Trouble(Reason.CERTIFICATE, f"The certificate of {host} is not valid yet.")
    if code in (WRONG_HOST, WRONG_ADDRESS):
        return Trouble(Reason.CERTIFICATE, f"The certificate is one of another host, not of {host}.")
    if code in (SELF_SIGNED, SELF_SIGNED_CHAIN):
        return Trouble(Reason.CERTIFICATE, f"The certificate of {host} is signed by nobody that browsers trust.")
    if code in (NO_ISSUER, NO_LEAF):
        return Trouble(Reason.CHAIN, f"{host} sends its certificate without the one that signed it.")
    return Trouble(Reason.CERTIFICATE, f"The certificate of {host} is not one that browsers accept.")
