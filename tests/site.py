"""The real site as people start it, in a process of its own, with a data folder and a port of its own."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from tests.children import children
from tests.scripts import ROOT, Scripts

START_SECONDS = 180
READY = "Ctrl-C stops everything."


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """``manage.py serve`` with only these settings, and what it has printed so far."""

    def __init__(self, data_dir: Path, *arguments: str, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = int(settings.get("PORT", 0)) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        # The worker of a test never goes out to the internet.
        own = {"DATA_DIR": str(data_dir), "PORT": str(self.port), "LINK_CHECKS_OFF": "1"}
        environment |= own | settings
        self.scripts = Scripts(environment)
        self.lines: list[str] = []
        self._coming: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def printed(self) -> str:
        """Everything printed so far, on either stream."""
        return "\n".join(self.lines)

    def wait_until_ready(self) -> Site:
        """Return once it has printed where it is. Raises ``AssertionError`` with its output where it does not start."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            line = self._coming.get(timeout=START_SECONDS)
            if line is None:
                break
            if READY in line:
                return self
        self.stop(signal.SIGTERM)
        raise AssertionError(f"The site did not start:\n{self.printed}")

    def wait(self, seconds: float = 30) -> int:
        """Wait for its end; returns its exit code."""
        code = self.process.wait(seconds)
        self.scripts.close()
        self._reader.join(seconds)  # the last lines come after the end
        return code

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def password_of(self, username: str) -> str:
        """The generated password of a starter account."""
        lines = (self.data_dir / "starter-passwords.txt").read_text().splitlines()
        return next(line.split()[1] for line in lines if line.startswith(f"{username} "))

    def children(self) -> dict[int, str]:
        """The processes that it and its children started, as pid and command line (Linux)."""
        found: dict[int, str] = {}
        wanted = [self.process.pid]
        while wanted:
            pid = wanted.pop()
            for child in children(pid):
                found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                wanted.append(child)
        return found

    def get(self, path: str) -> int:
        """The status with which it answers."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as response:  # noqa: S310 (our own site)
            return int(response.status)

    def _read(self) -> None:
        output = self.process.stdout
        if output is None:
            return
        with output:
            for line in output:
                self.lines.append(line.rstrip("\n"))
                self._coming.put(line)
        self._coming.put(None)
