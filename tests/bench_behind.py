"""How far one machine is behind what another wrote: ``make bench-behind``.

Two machines that share nothing but a PostgreSQL database: here one writes, and a process with stamps of its own, as a
web process has them, follows the journal. Measured is the time from the end of the commit until the other machine's
pages that show it are no longer true, for 200 writes at moments of no rhythm.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITES = 200
LIMIT_SECONDS = 1.0


def main() -> None:
    """Start a PostgreSQL, and measure in a process with its settings."""
    from tests.engines import postgres_url  # noqa: PLC0415 (needs no settings; the measured process has its own)

    with postgres_url() as (url, reason):
        if not url:
            print(reason)
            return
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "tests.bench_behind", "--measure"], env=environment, check=True)


def measure() -> None:
    """Write on one machine, and watch the stamps of the other."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="rlsinfo-behind-") as folder:
        path = Path(folder) / "stamps"
        command = [sys.executable, "-m", "tests.bench_behind", "--other", str(path)]
        with subprocess.Popen(command) as other:
            try:
                report(delays(path))
            finally:
                other.terminate()


def delays(path: Path) -> list[float]:
    """How long the other machine took to learn of each write, in seconds."""
    from articles.models import Topic  # noqa: PLC0415
    from freshness.stamps import Stamps, slot  # noqa: PLC0415

    topic = Topic.objects.get_or_create(slug="written", kind="medicine", name="Written")[0]
    place = [slot(f"topic:{topic.pk}")]
    while not path.exists():
        time.sleep(0.1)
    stamps, found = Stamps(path), []
    dice = random.Random(1)  # noqa: S311 (no secret)
    for number in range(WRITES):
        time.sleep(dice.uniform(0, 0.5))
        before = stamps.read(place)
        Topic.objects.filter(pk=topic.pk).update(name=f"Written {number}")
        began = time.perf_counter()
        while stamps.read(place) == before:
            time.sleep(0.0005)
        found.append(time.perf_counter() - began)
    return found


def other_machine(path: Path) -> None:
    """A process that serves readers on another machine."""
    import django  # noqa: PLC0415

    django.setup()
    from freshness.following import Follower  # noqa: PLC0415

    Follower(path).begin()
    while True:
        time.sleep(1)


def report(found: list[float]) -> None:
    """Print the table."""
    found.sort()
    over = "  TOO MUCH" if found[-1] > LIMIT_SECONDS else ""
    print(f"{len(found)} writes, seconds until another machine knows{'':<4}median    p95  worst  limit")
    figures = (statistics.median(found), found[int(len(found) * 0.95)], found[-1], LIMIT_SECONDS)
    print(f"{'PostgreSQL':<48}" + "".join(f"{figure:>7.2f}" for figure in figures) + over)


if __name__ == "__main__":
    if "--other" in sys.argv:
        other_machine(Path(sys.argv[-1]))
    elif "--measure" in sys.argv:
        measure()
    else:
        main()
