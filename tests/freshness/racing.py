"""A race between somebody who publishes and many who read: a real publisher, real servers, readers in threads.

Every page that is read carries the number of its edition. What a reader gets must be at least the edition whose
publishing had returned before the request was sent, whole, and of one edition alone.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from rlsinfo.processes import Child, granian, stop
from tests.children import children
from tests.scripts import ROOT
from tests.site import free_port
from tests.worker import WorkerSite

START_SECONDS = 60
YOUNG_SECONDS = 6.5
"""Granian ends altogether when a worker dies within 5.5 s of its start."""
DROPPED_REST_SECONDS = 0.02
NUMBER = re.compile(rb"Edition no (\d{6})")
ENCODINGS = ("identity", "gzip", "br")
SLUG = "raced"
PATHS = (f"/articles/{SLUG}/", "/", "/articles/")
# What is approved before its race begins takes no time away from it. The number is written once publishing returned.
PUBLISHER = """
import os, struct, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rlsinfo.settings"
django.setup()
from articles.models import Article
from tests import makers, people, support
from itertools import count
makers._numbers = people._numbers = support._numbers = count(time.time_ns() // 1000)
times, slug, told, first = int(sys.argv[1]), sys.argv[2], os.open(sys.argv[3], os.O_RDWR), int(sys.argv[4])
clinician, publisher, author = makers.reviewer(), makers.publisher(), makers.author()
for number in range(first, first + times):
    of = Article.objects.filter(slug=slug).first()
    text = makers.short_document(title=f"Edition no {number:06}", summary=f"This is Edition no {number:06}.")
    edition = makers.approved(of=of, by=author, reviewed_by=clinician, text=text, **({} if of else {"slug": slug}))
    began = time.perf_counter()
    makers.workflow.publish(
        edition, by=publisher, change=makers.ChangeKind.MINOR, next_review_due=makers.next_year(), public_note=""
    )
    os.pwrite(told, struct.pack("<q", number), 0)
    print(time.perf_counter() - began, flush=True)
"""


class Web:
    """The web server on its own, with worker processes of its own, for the database of a ``WorkerSite``."""

    def __init__(self, site: WorkerSite, settings: Mapping[str, str], *, workers: int = 3) -> None:
        self.port = free_port()
        self.host = settings.get("ALLOWED_HOSTS", "127.0.0.1")
        self.environment = site.environment | {"PORT": str(self.port), **settings}
        command = granian("127.0.0.1", self.port, workers=workers, log_level="error")
        command += ["--respawn-failed-workers", "--workers-kill-timeout", "2", "rlsinfo.wsgi:application"]
        self.count, self.killed = workers, 0
        self.child = Child("web server", command, environment=self.environment, folder=ROOT)

    def wait(self) -> Web:
        """Return once it answers. Raises ``AssertionError`` where it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.child.ended:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/health/", headers={"Host": self.host})
                connection.getresponse().read()
                connection.close()
                return self
            time.sleep(0.1)
        raise AssertionError("the web server does not answer")

    def workers(self) -> list[int]:
        """The pids of its worker processes (Linux)."""
        return children(self.child.process.pid)

    def kill_one(self, _turn: int) -> None:
        """Kill outright the worker that has lived longest, unless another is still missing; the server replaces it."""
        ages = {pid: age for pid in self.workers() if (age := _age(pid)) > YOUNG_SECONDS}
        if len(ages) == self.count:
            self.killed += 1
            os.kill(max(ages, key=lambda pid: ages[pid]), 9)

    def stop(self) -> None:
        """End it."""
        stop([self.child])


def _age(pid: int) -> float:
    """For how many seconds a process has run (Linux)."""
    ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(site: WorkerSite, settings: Mapping[str, str] | None = None, *, workers: int = 3) -> Iterator[Web]:
    """A web server that answers, and is ended afterwards."""
    web = Web(site, settings or {}, workers=workers)
    try:
        yield web.wait()
    finally:
        web.stop()


def gather(site: WorkerSite) -> None:
    """Gather the static files, without which no page can be made; quickly, so not compressed."""
    quick = "from rlsinfo.storage import HashedFiles\nHashedFiles.compress_files = lambda *_: iter(())\n"
    site.run(f"{quick}from rlsinfo import assets\nassets.gather()")


@dataclass
class Outcome:
    """What readers met. ``dropped``: connections that ended without an answer, as a killed worker's do."""

    reads: int = 0
    unchanged: int = 0
    published: int = 0
    seconds: list[float] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dropped: int = 0

    @property
    def figures(self) -> str:
        """One line for people."""
        typical = sorted(self.seconds)[len(self.seconds) // 2] * 1000 if self.seconds else 0
        return (
            f"{self.published} published ({typical:.0f} ms each), {self.reads} read, {self.unchanged} of them "
            f"unchanged; {len(self.stale)} stale, {len(self.torn)} torn, {len(self.errors)} errors, "
            f"{self.dropped} dropped"
        )


class Reader(threading.Thread):
    """Reads pages one after the other over one connection, in all encodings, also by asking whether it changed."""

    def __init__(self, race: Race, number: int) -> None:
        super().__init__(name=f"reader-{number}", daemon=True)
        self.race, self.number = race, number
        self.outcome = Outcome()
        self.tags: dict[tuple[str, str], tuple[str, int]] = {}
        self._connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Read until the race is over."""
        turn = self.number
        while not self.race.over.is_set():
            path = self.race.paths[turn % len(self.race.paths)]
            self.read(path, ENCODINGS[turn // len(self.race.paths) % len(ENCODINGS)], ask=turn % 5 == 0)
            turn += 1
        if self._connection is not None:
            self._connection.close()

    def read(self, path: str, encoding: str, *, ask: bool) -> None:
        """One request, judged."""
        headers = {"Host": self.race.host, "Accept-Encoding": encoding, **self.race.headers}
        tag, shown = self.tags.get((path, encoding), ("", 0))
        if ask and tag:
            headers["If-None-Match"] = tag
        least = self.race.told()
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.race.port, timeout=30)
            self._connection.request("GET", path, headers=headers)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self.outcome.dropped += 1
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            time.sleep(DROPPED_REST_SECONDS)
            return
        self.outcome.reads += 1
        if response.status == http.HTTPStatus.NOT_MODIFIED:
            self.outcome.unchanged += 1
            numbers = {shown}
        elif response.status != http.HTTPStatus.OK:
            self.outcome.errors.append(f"{path}: {response.status} {body[:200]!r}")
            return
        else:
            numbers = self._numbers(path, response.getheader("Content-Encoding", ""), body)
            if len(numbers) == 1:
                self.tags[path, encoding] = (response.getheader("ETag", ""), min(numbers))
        if numbers and min(numbers) < least:
            self.outcome.stale.append(f"{path} ({encoding}, {response.status}): {min(numbers)}, not {least}")

    def _numbers(self, path: str, encoding: str, body: bytes) -> set[int]:
        try:
            text = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)(body)
        except (OSError, EOFError, brotli.error):
            self.outcome.torn.append(f"{path}: {encoding} cannot be read")
            return set()
        numbers = {int(number) for number in NUMBER.findall(text)}
        if len(numbers) != 1 or not text.rstrip().endswith(b"</html>"):
            self.outcome.torn.append(f"{path}: editions {sorted(numbers)}, ends with {text[-20:]!r}")
        return numbers


@dataclass
class Race:
    """A race at a port. ``disturb``: called again and again meanwhile, with 0, 1, 2 …"""

    site: WorkerSite
    port: int
    host: str = "127.0.0.1"
    paths: Sequence[str] = PATHS
    headers: dict[str, str] = field(default_factory=dict)
    readers: int = 8
    publishes: int = 200
    disturb: Callable[[int], None] | None = None
    disturb_every: float = 0.5
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.over = threading.Event()
        path = self.site.folder / "told"
        if not path.exists():
            path.write_bytes(struct.pack("<q", 0))
        self._told = os.open(path, os.O_RDWR)

    def told(self) -> int:
        """The number of the edition whose publishing has returned last."""
        return int(struct.unpack("<q", os.pread(self._told, 8, 0))[0])

    def publish(self, times: int) -> list[float]:
        """Publish, in a process of its own; the seconds that each took. The first time makes the article."""
        command = [sys.executable, "-W", "ignore", "-c", PUBLISHER, str(times), SLUG]
        command += [str(self.site.folder / "told"), str(self.told() + 1)]
        environment = self.site.environment | self.environment | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [float(line) for line in done.stdout.split()]

    def run(self) -> Outcome:
        """Publish so often, while everybody reads."""
        if not self.told():
            self.publish(1)
        readers = [Reader(self, number) for number in range(self.readers)]
        disturber = threading.Thread(target=self._disturb, daemon=True)
        for thread in (*readers, disturber):
            thread.start()
        try:
            seconds = self.publish(self.publishes)
        finally:
            self.over.set()
            for thread in (*readers, disturber):
                thread.join(60)
        outcome = Outcome(published=len(seconds), seconds=seconds)
        for one in (reader.outcome for reader in readers):
            outcome.reads += one.reads
            outcome.unchanged += one.unchanged
            outcome.dropped += one.dropped
            outcome.stale += one.stale
            outcome.torn += one.torn
            outcome.errors += one.errors
        os.close(self._told)
        return outcome

    def _disturb(self) -> None:
        turn = 0
        while self.disturb is not None and not self.over.wait(self.disturb_every):
            self.disturb(turn)
            turn += 1
