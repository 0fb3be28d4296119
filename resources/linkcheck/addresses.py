"""Which addresses a check may ask: public ones on the web, in whatever notation they are written.

A name is resolved once, everything that it resolves to is judged, and the connection goes to what was judged.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
"""Name and port to addresses in text. Raises ``OSError`` (``socket.gaierror``) for a name that has none."""
Dial = Callable[[str, int, float], socket.socket]
"""Connects to an address: address, port, seconds. Raises ``OSError``."""

DEFAULT_PORTS = {"http": 80, "https": 443}
UNFIT = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
"""What no address may hold; browsers drop some of it and take backslashes for slashes, which others do not."""
LONGEST_URL = 4000
LONGEST_HOST = 253
NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z")
NUMBERS = (
    ("0x", 16, re.compile(r"[0-9a-f]*\Z")),
    ("0", 8, re.compile(r"[0-7]+\Z")),
    ("", 10, re.compile(r"(0|[1-9][0-9]*)\Z")),
)
INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "invalid")
"""Names that never stand for a public host (RFC 6761, 6762, 7686, 8375; ICANN's .internal)."""

# Written out beside Python's is_global, which has gaps (3.11 takes 192.0.0.0/24, 192.88.99.0/24, 64:ff9b:1::/48 or
# 3fff::/20 for public). IANA's registries of special-purpose addresses, and what clouds serve their secrets from.
NOT_PUBLIC_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",
    )
]
PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
NOT_PUBLIC_6 = [
    ipaddress.IPv6Network(network)
    # Protocol assignments with Teredo, benchmarks and ORCHID; documentation; 6to4; AS112; documentation again.
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
ISATAP = (0x00005EFE, 0x02005EFE)


class Refused(Exception):
    """An address that a check may not ask. Its text says why, in words that follow "it leads to"."""


class Malformed(Refused):
    """What browsers would not take for an address of the web either."""


class WrongPort(Refused):
    """A port that is not one of the web: no check goes there, but readers may find a sound page."""


class NoSuchHost(Exception):
    """A name that does not exist."""


class NotLookedUp(Exception):
    """A name of which nothing could be learned just now: the name servers failed or took too long."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the web taken apart: host in ASCII, lower case and without brackets, path ready for a request."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as hosts are remembered by."""
        return f"{self.scheme}://{self.host}:{self.port}"[:300]

    @property
    def named_host(self) -> str:
        """What the header Host says: brackets around IPv6, the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as one text, without fragment."""
        return f"{self.scheme}://{self.named_host}{self.path}"


def ask_system(host: str, port: int) -> list[str]:
    """Addresses of a name as this machine resolves names; the dot keeps it from trying its own domain behind it."""
    found = socket.getaddrinfo(host + "." if not host.endswith(".") else host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address that was judged: an address, so nothing is resolved here. Raises ``OSError``."""
    return socket.create_connection((address, port), seconds)


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be asked. ``loopback`` lets tests reach this machine at any port; see ``visitor_from_settings``.

    ``resolver`` finds the addresses of a name, ``dial`` connects to one of them: address, port, seconds.
    """

    loopback: bool = False
    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    resolver: Resolver = ask_system
    dial: Dial = connect

    def target(self, url: str) -> Target:
        """The parts of an address that may be asked, as far as it tells by itself. Raises ``Refused``."""
        target = parse(url)
        address = literal(target.host)
        if address is not None:
            self._judge(address)
        elif not self.loopback and ("." not in target.host or within(target.host, INSIDE)):
            raise Refused("a name that only stands for something inside a network")
        if target.port not in self.ports and not self.loopback:
            raise WrongPort(f"port {target.port}, which is not one of the web")
        return target

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """Every address of a host, each of them public. Raises ``Refused``, ``NoSuchHost``, ``NotLookedUp``."""
        address = literal(host)
        found = [str(address)] if address is not None else self._resolve(host, port, seconds)
        judged = [self._judge(each) for each in found]
        if port not in self.ports and not (self.loopback and all(each.is_loopback for each in judged)):
            raise WrongPort(f"port {port}, which is not one of the web")
        return [str(each) for each in judged]

    def _judge(self, address: str | IPAddress) -> IPAddress:
        try:
            real = ipaddress.ip_address(address)
        except ValueError as error:
            raise Malformed("what is no address") from error
        if isinstance(real, ipaddress.IPv6Address) and real.ipv4_mapped is not None and real.scope_id is None:
            real = real.ipv4_mapped
        if not (is_public(real) or (self.loopback and real.is_loopback)):
            raise Refused(f"{real}, which is not a public address")
        return real

    def _resolve(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Look a name up in a thread of its own: the system's resolver knows no time limit."""
        found: list[str] = []
        failed: list[BaseException] = []

        def look_up() -> None:
            try:
                found.extend(self.resolver(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        thread = threading.Thread(target=look_up, daemon=True, name="look up a host")
        thread.start()
        thread.join(max(seconds, 0))
        if thread.is_alive():
            raise NotLookedUp
        if failed:
            gone = isinstance(failed[0], UnicodeError) or getattr(failed[0], "errno", None) in NO_SUCH_HOST
            raise (NoSuchHost if gone else NotLookedUp) from failed[0]
        if not found:
            raise NoSuchHost
        return found


NO_SUCH_HOST = {socket.EAI_NONAME, socket.EAI_NODATA} if hasattr(socket, "EAI_NODATA") else {socket.EAI_NONAME}


def is_public(address: IPAddress) -> bool:
    """Whether an address is globally routable unicast, also after unwrapping what stands inside of IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in NOT_PUBLIC_4)
    if address.scope_id is not None:
        return False
    inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in NAT64:
        return is_public(inner)
    if int(address) >> 32 & 0xFFFFFFFF in ISATAP and not is_public(inner):
        return False
    return address in PUBLIC_6 and address.is_global and not any(address in network for network in NOT_PUBLIC_6)


def parse(url: str) -> Target:
    """Take an address apart as browsers do, more strictly. Raises ``Refused`` for what is no address of the web."""
    if len(url) > LONGEST_URL or UNFIT.search(url):
        raise Malformed("an address that is not well formed")
    try:
        parts = urlsplit(url)
        port = parts.port
        bracketed = parts.netloc.rpartition("@")[2].startswith("[")
    except ValueError as error:
        raise Malformed("an address that is not well formed") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise Refused("something that is neither http nor https")
    if "@" in parts.netloc:
        raise Refused("an address with a user name or password in it")
    host = _host(parts.hostname or "", bracketed=bracketed)
    if port == 0:
        raise Refused("port 0, which is not one of the web")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._[]|^{}")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|^{}`")
    return Target(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], path + (f"?{query}" if query else ""))


def _host(host: str, *, bracketed: bool) -> str:
    """A host in ASCII and lower case, numbers in their usual notation. Raises ``Refused``."""
    if bracketed and "%" in host:
        raise Refused("an address of one network interface")
    if bracketed:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise Malformed("what is no address") from error
    try:
        if not host.isascii() and len(host) <= LONGEST_HOST:
            host = idna.encode(host, uts46=True, transitional=False).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise Malformed("a host name that cannot be") from error
    host = host.lower().removesuffix(".")
    if not NAME.match(host):
        raise Malformed("a host name that cannot be")
    address = literal(host)
    return host if address is None else str(address)


def literal(host: str) -> IPAddress | None:
    """The address that a host is, None for a name. Raises ``Refused`` for numbers that are no address.

    A host whose last part is a number is an IPv4 address, in any of the notations that inet_aton knows (WHATWG URL).
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError as error:
            raise Malformed("what is no address") from error
    parts = host.lower().removesuffix(".").split(".")
    if _number(parts[-1]) is None and not parts[-1].isdigit():
        return None
    numbers = [_number(part) for part in parts]
    if len(parts) > 4 or None in numbers:  # noqa: PLR2004 (IPv4 has four parts)
        raise Malformed("what is no address")
    *first, last = [number for number in numbers if number is not None]
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(parts)):  # noqa: PLR2004 (a byte)
        raise Malformed("what is no address")
    return ipaddress.IPv4Address(sum(number << (24 - 8 * place) for place, number in enumerate(first)) + last)


def _number(part: str) -> int | None:
    """A part of an IPv4 address: hexadecimal after 0x, octal after 0, else decimal. None: not a number."""
    for prefix, base, digits in NUMBERS:
        rest = part.removeprefix(prefix)
        if part.startswith(prefix) and digits.match(rest) and len(rest) <= 64:  # noqa: PLR2004 (no number of use)
            return int(rest or "0", base)
    return None


def within(host: str, domains: Sequence[str]) -> bool:
    """Whether a host is one of these domains or below one."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def location(header: str) -> str:
    """The address that a header Location gives: its bytes, which come as Latin-1, are UTF-8 where they can be."""
    with suppress(UnicodeError):
        header = header.encode("latin-1").decode()
    return header.strip().replace(" ", "%20")


def fragment_of(url: str) -> str:
    """The part of an address behind "#", with it, in ASCII; empty where there is none. No request carries or checks it.

    Sites choose it: quoted, it holds nothing that a terminal, a database or a page would act on.
    """
    fragment = url.partition("#")[2]
    return f"#{quote(fragment, safe='/?:@!$&()*+,;=~-._%')}" if fragment else ""


def joined(target: Target, onward: str) -> str:
    """Where an address leads that a page of this target gives. What cannot be joined is left as it is."""
    try:
        return urljoin(target.url, onward)
    except ValueError:
        return onward
