"""A small mail server: it takes mail on a port of this machine, and refuses those that it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """What a server took. ``refuses``: addresses that it does not take; ``breaks_off``: it hangs up at the first."""

    port: int = 0
    refuses: set[str] = field(default_factory=set)
    breaks_off: bool = False
    taken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def people(self) -> list[str]:
        """To whom, in order of address."""
        return sorted(to for to, _ in self.taken)


@contextmanager
def mail_server() -> Iterator[Box]:
    """A running server and its box."""
    box = Box()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 ready")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    if box.breaks_off:
                        return
                    self.say("550 nobody of this name" if to in box.refuses else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    text = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                    box.taken.append((to, text))
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
