"""Child processes that end with their parent, however the parent ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
THREADS = 4
"""Requests that one process of the web server answers at a time."""
FRUGAL = {"MALLOC_TRIM_THRESHOLD_": "131072"}
"""What glibc is told, so that it gives memory back: a web process takes some megabytes less (docs/measured.md)."""


def end_with_parent(signal_number: int) -> Callable[[], None]:
    """What a new child calls first (``preexec_fn``), so that the kernel tells it when its parent is gone.

    Only Linux can do that. Elsewhere a child outlives a parent that was killed outright.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_kernel() -> None:
        if libc is None:
            return
        libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
        if os.getppid() != parent:  # it went before we could ask
            os._exit(1)

    return ask_kernel


class Child:
    """A process of ours under a name that people know, in a session of its own: Ctrl-C reaches only the parent."""

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str] | None = None, folder: Path
    ) -> None:
        self.name = name
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            cwd=folder,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 (no other thread holds a lock here)
        )

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.process.poll() is not None


def granian(host: str, port: int, *, workers: int, log_level: str = "warning") -> list[str]:
    """The command of the web server with all that was found best for this site, but for the application, which comes
    last.
    """
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--runtime-mode", "st"]
    server += ["--host", host, "--port", str(port), "--log-level", log_level]
    server += ["--workers", str(workers), "--blocking-threads", str(THREADS)]
    # Thousands who send a header slowly, or read slowly, do not shut others out: they wait in the server. Those who
    # send a body slowly: rlsinfo.bodies.
    return [*server, "--backlog", "8192", "--http1-header-read-timeout", "15000"]


def stop(children: Sequence[Child], *, patience: float = 10) -> None:
    """End all children: ask each, wait for ``patience`` seconds, then kill what is left with its own children."""
    for child in children:
        if not child.ended:
            child.process.terminate()
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        # Its own workers, should it have left any behind: the session it was started in is theirs alone.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
