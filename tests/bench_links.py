"""What checking many links takes, with the default politeness: ``make bench-links``.

Websites of this machine, 1 % of their pages dead (gone, refused, some that never answer). ``--full``: 10,000 addresses
on 400 hosts; else 2,000 on 200. Then a run is killed (SIGKILL) in the middle and another goes on: nothing may be asked
twice. ``--postgres`` does it on PostgreSQL.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.scripts import ROOT
from tests.site import free_port
from tests.worker import WorkerSite

PAUSE = 2
MAKE = """
from resources.models import Organisation, Contact
one = makers.organisation(name="Bench")
given = dict(organisation=one, kind="website", verified_on=one.verified_on, verified_by=one.verified_by,
             verification_source="bench")
Contact.objects.bulk_create((Contact(value=url, **given) for url in {urls!r}), batch_size=500)
"""
COUNT = """
from django.db.models import Count
from resources.models import Link, LinkCheck
checks = dict(LinkCheck.objects.order_by().values_list("reason").annotate(Count("pk")))
twice = LinkCheck.objects.values("link").annotate(n=Count("pk")).filter(n__gt=1).count()
due = Link.objects.due(timezone.now()).count()
lost = Link.objects.filter(checked_at=None).count() - due
print(json.dumps([checks, twice, due, lost]))
"""


def addresses(number: int, hosts: int, port: int) -> list[str]:
    """So many, 1 % of them dead: two in ten of these refused by hosts of their own, one in ten never answered."""
    dead = number // 100
    refused, silent = free_port(), max(2, dead // 10)
    urls = [f"http://refused{each}.test:{refused}/" for each in range(dead // 5)]
    urls += [f"http://silent{each // 2}.test:{port}/hang{each}" for each in range(silent)]
    gone = dead - len(urls)
    rest = number - len(urls)
    return urls + [
        f"http://h{each % hosts}.test:{port}/{'gone' if each < gone else 'page'}{each}" for each in range(rest)
    ]


@contextmanager
def served() -> Iterator[str]:
    """The websites, in a process of their own; yields the address of what they counted."""
    process = subprocess.Popen([sys.executable, "-m", "tests.websites"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def counted(server: str) -> Any:
    """What the websites were asked."""
    with urllib.request.urlopen(f"{server}/counts", timeout=60) as answer:  # noqa: S310 (our own)
        return json.load(answer)


def memory(pid: int) -> float:
    """The resident memory of a process, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


def check(site: WorkerSite, server: str, *, kill_at: int = 0) -> list[float]:
    """Run ``check_links`` to its end, or until the websites gave so many pages; gives back its memory each second."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "check_links"],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # it says how many are broken
    )
    sizes: list[float] = []
    while process.poll() is None:
        time.sleep(1)
        sizes.append(memory(process.pid))
        if kill_at and counted(server)["pages"] >= kill_at:
            process.send_signal(signal.SIGKILL)
            process.wait()
    return [size for size in sizes if size]


def measure(site: WorkerSite, urls: list[str], hosts: int, server: str) -> None:
    """The whole run, and its figures."""
    site.run(MAKE.format(urls=urls))
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    sizes = check(site, server)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    asked, (checks, twice, due, _) = counted(server), site.run(COUNT)
    done = sum(checks.values())
    print(f"{len(urls)} addresses on {hosts} hosts: {took / 60:.1f} minutes, {done / took:.0f} checks a second")
    print(
        f"  politeness alone: {len(urls) / hosts:.0f} visits a host, {PAUSE} s apart: {len(urls) / hosts * PAUSE:.0f} s"
    )
    print(f"  {asked['requests']} requests, {cpu:.0f} s of CPU; at most {asked['most_at_once']} at once to a host")
    print(f"  least time between two visits to a host: {asked['least_gap']:.2f} s")
    third = max(1, len(sizes) // 10)
    print(
        f"  memory: {sizes[third]:.0f} MB early, {sizes[len(sizes) // 2]:.0f} in the middle, {sizes[-1]:.0f} at the end"
    )
    print(f"  found: {', '.join(f'{reason} {count}' for reason, count in sorted(checks.items()))}")
    print(f"  checked twice: {twice}, still due: {due}")


def kill(site: WorkerSite, urls: list[str], server: str) -> None:
    """Kill a run in the middle, and go on with another."""
    site.run(MAKE.format(urls=urls))
    check(site, server, kill_at=len(urls) // 2)
    at_kill = counted(server)
    time.sleep(31)  # its turn ends
    check(site, server)
    asked, (_, twice, due, lost) = counted(server), site.run(COUNT)
    print(f"Killed after {at_kill['pages']} pages, and gone on with to {asked['pages']}:")
    print(f"  asked twice: {asked['twice']}, checked twice: {twice}, still due: {due}")
    print(f"  claimed when it was killed, so next asked in a week: {lost}")


def main() -> None:
    """Measure on one engine."""
    number, hosts = (10_000, 400) if "--full" in sys.argv else (2_000, 200)
    with databases() as urls_of:
        for part in ("whole", "killed"):
            with tempfile.TemporaryDirectory(prefix="rlsinfo-bench-") as folder, served() as server:
                site = WorkerSite(Path(folder), urls_of(part, folder))
                site.environment |= {"DEBUG": "1", "LINK_CHECK_LOOPBACK": "1", "LINK_CHECK_PAUSE_SECONDS": str(PAUSE)}
                site.migrate()
                urls = addresses(number, hosts, int(server.rpartition(":")[2]))
                if part == "whole":
                    measure(site, urls, hosts, server)
                else:
                    kill(site, urls, server)
                site.close()


@contextmanager
def databases() -> Iterator[Any]:
    """What gives a database to each part, by its name and folder."""
    if "--postgres" not in sys.argv:
        yield lambda part, folder: f"sqlite:///{folder}/{part}.sqlite3"
        return
    import psycopg2  # noqa: PLC0415

    from tests.engines import postgres_url  # noqa: PLC0415

    with postgres_url() as (url, reason):
        if not url:
            raise SystemExit(reason)
        names = []

        def made(part: str, _folder: str) -> str:
            name = f"rlsinfo_bench_{part}_{os.getpid()}"
            connection = psycopg2.connect(url)
            connection.autocommit = True
            connection.cursor().execute(f"CREATE DATABASE {name}")
            connection.close()
            names.append(name)
            head, _, rest = url.rpartition("/postgres")
            return f"{head}/{name}{rest}"

        yield made


if __name__ == "__main__":
    main()
