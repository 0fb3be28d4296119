"""The whole suite on both database engines: ``python -m tests.engines [pytest arguments]``.

What is missing on this machine is said in one line and left out; with CI=true it is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from rlsinfo import env
from tests import postgres
from tests.browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
WORKERS = 2


@dataclass(frozen=True)
class Outcome:
    """How one run of the suite ended: pytest's exit code and what it counted."""

    code: int
    passed: int = 0
    failed: int = 0


def main(arguments: Sequence[str]) -> int:
    """Run the suite on SQLite, then on PostgreSQL; returns 0 where all of it passed and nothing CI needs is missing."""
    strict = env.flag("CI")
    missing = []
    if find_chromium() is None:
        missing.append("Chromium is not on this machine: the browser journeys are left out (Debian: chromium).")
    outcomes = [run("SQLite", {}, arguments)]
    with ExitStack() as running:
        servers = [running.enter_context(postgres_url()) for _ in range(WORKERS)]
        urls = [url for url, _ in servers if url]
        if len(urls) == WORKERS:
            outcomes.append(run("PostgreSQL", of_workers(urls), arguments))
        else:
            missing.extend({reason for _, reason in servers if reason})
    for line in missing:
        print(line, file=sys.stderr if strict else sys.stdout, flush=True)
    ran = [outcome for outcome in outcomes if outcome.code != NOTHING_COLLECTED]
    failed = not ran or any(outcome.code for outcome in ran) or (strict and bool(missing))
    print(f"{sum(o.passed for o in outcomes)} passed, {sum(o.failed for o in outcomes)} failed", flush=True)
    return int(failed)


def of_workers(urls: Sequence[str]) -> dict[str, str]:
    """What tells each worker of pytest-xdist which server is its own (``tests.settings``).

    A PostgreSQL server counts the transactions of all its databases together, so a long one of one worker's test would
    hold up what the other one's waits for.
    """
    return {"DATABASE_URL": urls[0]} | {f"DATABASE_URL_GW{number}": url for number, url in enumerate(urls)}


def run(engine: str, servers: Mapping[str, str], arguments: Sequence[str]) -> Outcome:
    """Run pytest on one engine, on ``WORKERS`` workers."""
    print(f"\n=== {engine} {'=' * (75 - len(engine))}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment.update(servers)
    with tempfile.TemporaryDirectory(prefix="rlsinfo-report-") as folder:
        report = Path(folder) / "junit.xml"
        options = ["-q", "-n", str(WORKERS), "--dist", "loadscope", f"--junit-xml={report}"]
        command = [sys.executable, "-m", "pytest", *options, *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        return counted(code, report)


def counted(code: int, report: Path) -> Outcome:
    """What pytest wrote into its report; a run that ended without one counts as one failure."""
    if not report.exists():
        return Outcome(code, failed=int(code != NOTHING_COLLECTED))
    suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 (written by pytest a moment ago)
    if suite is None:
        return Outcome(code, failed=1)
    count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return Outcome(code, passed=max(0, count["tests"] - failed - count["skipped"]), failed=failed)


@contextmanager
def postgres_url() -> Iterator[tuple[str | None, str]]:
    """The address of a PostgreSQL for tests, or None with the reason in words."""
    if given := os.environ.get("TEST_POSTGRES_URL", "").strip():
        yield given, ""
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        yield None, "PostgreSQL is not on this machine: tests ran on SQLite only (Debian: postgresql)."
        return
    with ExitStack() as running:
        try:
            url = running.enter_context(postgres.private_server(binaries))
        except postgres.PrivateServerError as error:
            yield None, f"PostgreSQL could not be started, tests ran on SQLite only: {error}"
            return
        yield url, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
