"""How long a start takes, from the command to the first answer: ``make bench-start``. Promised: a later one in 5 s."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from tests.site import Site

LATER_STARTS = 5


def start(data_dir: Path) -> float:
    """Start the site, stop it again; returns the seconds until it said that it is ready."""
    began = time.monotonic()
    site = Site(data_dir).wait_until_ready()
    took = time.monotonic() - began
    site.stop()
    return took


def main() -> None:
    """Print the first start of an empty folder and the median of later ones."""
    with tempfile.TemporaryDirectory(prefix="rlsinfo-bench-") as folder:
        first = start(Path(folder))
        later = [start(Path(folder)) for _ in range(LATER_STARTS)]
    print(f"first start (empty DATA_DIR)  {first:5.1f} s")
    print(f"later starts, median of {LATER_STARTS}     {statistics.median(later):5.1f} s (worst {max(later):.1f} s)")


if __name__ == "__main__":
    main()
