"""How long a start takes, and what a web process needs: ``make bench-start``.

The whole site from the command to the first answer (promised: a later one in 5 s); one web process from its command to
the first article page (promised: 1 s), beside a bare Django page by the same server; and its memory then, and after
100,000 requests (promised: 120 MB, and no growth).
"""

from __future__ import annotations

import http.client
import os
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from rlsinfo.processes import FRUGAL, Child, granian, stop
from tests.children import children
from tests.scripts import ROOT
from tests.site import Site, free_port

LATER_STARTS, COLD_STARTS = 5, 7
REQUESTS = 100_000
KEPT = ("/articles/mirtazapine-restless-legs/", "/", "/articles/", "/medicines/mirtazapine/", "/topics/", "/about/")
MADE = ("/support/?country=GB", "/search/?q=restless+legs")


def start(data_dir: Path) -> float:
    """Start the site, stop it again; returns the seconds until it said that it is ready."""
    began = time.monotonic()
    site = Site(data_dir).wait_until_ready()
    took = time.monotonic() - began
    site.stop()
    return took


@contextmanager
def worker(module: str, path: str, environment: Mapping[str, str]) -> Iterator[tuple[float, int, Child]]:
    """One web process; gives the seconds until its first page, its port and the server."""
    port = free_port()
    began = time.monotonic()
    command = [*granian("127.0.0.1", port, workers=1, log_level="error"), module]
    child = Child("granian", command, environment=environment, folder=ROOT)
    try:
        yield first_page(port, path, began), port, child
    finally:
        stop([child])


def first_page(port: int, path: str, began: float) -> float:
    """The seconds until a page is answered."""
    while time.monotonic() - began < 60:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
            response.read()
            return time.monotonic() - began
        time.sleep(0.005)
    raise AssertionError("no answer")


def megabytes(child: Child) -> float:
    """The memory of the web process (Linux: its resident pages)."""
    lines = (
        line for pid in children(child.process.pid) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    return max(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def memory(port: int, child: Child) -> list[float]:
    """Megabytes after the first page, and after each quarter of the requests."""
    found = [megabytes(child)]
    for _ in range(4):
        readers = [threading.Thread(target=read, args=(port, REQUESTS // 16)) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        found.append(megabytes(child))
    return found


def read(port: int, times: int) -> None:
    """Read so many pages over one connection; one of twenty-five is made each time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in range(times):
        path = MADE[number // 25 % len(MADE)] if number % 25 == 0 else KEPT[number % len(KEPT)]
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, path
    connection.close()


def main() -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory(prefix="rlsinfo-bench-") as folder:
        line("first start (empty DATA_DIR)", [start(Path(folder))])
        line("later starts", [start(Path(folder)) for _ in range(LATER_STARTS)])
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment |= {"DATA_DIR": folder, "LINK_CHECKS_OFF": "1", **FRUGAL}
        ours, bare = [], []
        for _ in range(COLD_STARTS):
            with worker("rlsinfo.wsgi:application", KEPT[0], environment) as (took, _, _):
                ours.append(took)
            with worker("tests.bare:application", "/", environment) as (took, _, _):
                bare.append(took)
        line("a web process to its first article page", ours)
        line("the same with a bare Django page", bare)
        with worker("rlsinfo.wsgi:application", KEPT[0], environment) as (_, port, child):
            found = [f"{each:.0f}" for each in memory(port, child)]
    print(f"memory of a web process, MB: {found[0]}, then after each {REQUESTS // 4:,} requests {', '.join(found[1:])}")


def line(what: str, seconds: list[float]) -> None:
    """One line of the table."""
    print(f"{what:<42}{statistics.median(seconds):6.2f} s, worst {max(seconds):.2f} s", flush=True)


if __name__ == "__main__":
    main()
