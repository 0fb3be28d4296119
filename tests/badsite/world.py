"""An invented internet: names with public addresses, which in truth are ports of this machine.

The guard sees public addresses and refuses what it would refuse outside; only the last step, the socket, leads here.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from resources.linkcheck.addresses import Policy
from resources.linkcheck.network import Limits
from resources.linkcheck.robots import Memory
from resources.linkcheck.visitor import Visitor, system_trust

trust = cache(system_trust)


@dataclass
class World:
    """Which names there are, where their addresses lead, and what was connected to.

    ``answers``: for one name, what it resolves to each time it is asked for, the last again and again.
    """

    names: dict[str, Sequence[str]] = field(default_factory=dict)
    ports: dict[tuple[str, int], int] = field(default_factory=dict)
    answers: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)

    def put(self, name: str, port: int, *, at: str = "", listening: int = 80) -> None:
        """Let a name stand for a server of this machine, under a public address of its own."""
        address = at or f"93.184.215.{len(self.names) + 14}"
        self.names[name] = [address]
        self.ports[address, listening] = port

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Its name server."""
        self.resolved.append(host)
        if host in self.answers:
            waiting = self.answers[host]
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return self.names[host]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        """Its cables."""
        self.dialled.append((address, port))
        if (address, port) not in self.ports:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.ports[address, port]), seconds)

    def visitor(self, *, tls: ssl.SSLContext | None = None, **limits: Any) -> Visitor:
        """Somebody who goes there."""
        return Visitor(
            agent="rlsinfo-linkcheck/1.0 (+https://site.example/about/how-pages-are-made/; desk@site.example)",
            policy=Policy(resolver=self.resolve, dial=self.dial),
            limits=replace(Limits(), **limits),
            robots=Memory(),
            tls=tls or trust(),
        )
