"""Who sends a form without having signed in: whether it comes from our own page, and how often one address sends.

Nothing is kept of an address but a count under a keyed hash of it, in memory, for the hour.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

MOST_OF_AN_ADDRESS = 10
"""Reports that are kept from one address in an hour; each web process counts for itself."""
HOUR = 3600
NETWORK_OF_A_HOME = 64
"""Bits of an IPv6 address that a home has to itself; whoever lives there has all addresses below."""


def from_our_page(request: HttpRequest) -> bool:
    """Whether a form was sent by a page of this site, as far as the browser says. Old browsers say nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    try:
        return origin is None or urlsplit(origin).netloc in (request.get_host(), urlsplit(settings.SITE_URL).netloc)
    except ValueError:  # such as http://[, which no browser sends
        return False


def may_send(request: HttpRequest) -> bool:
    """Count a form of an address; whether it is not one too many in this hour."""
    hour = timezone.now().strftime("%Y-%m-%d %H")
    keyed = salted_hmac("resources.senders", f"{hour} {_address(request)}", algorithm="sha256").hexdigest()
    key = f"reports:{keyed}"
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) <= MOST_OF_AN_ADDRESS
    except ValueError:  # it fell out of a full memory in between
        return True


def _address(request: HttpRequest) -> str:
    """The network that a request comes from. Behind a front it is the one that the front added, at the end."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_TLS_FRONT:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, NETWORK_OF_A_HOME), strict=False))
    return str(found)
