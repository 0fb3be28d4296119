"""What the edition editor costs with twelve sections of ten points: ``make bench-desk``.

On each engine that this machine has: server time and queries to open, save (unchanged, and with every point changed)
and preview, as medians. Its processor time tells whether the machine was busy with something else meanwhile. In a
browser, where there is one: from the address to the first card that can be written in.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser import find_chromium

ROUNDS = 25
BROWSER_ROUNDS = 5
LIMITS = {"open": 50, "save unchanged": 150, "save, all points changed": 150, "preview": 30, "first interaction": 1000}
MOST_QUERIES = {"open": 10}


def main() -> None:
    """Measure on every engine, each in a process with its own settings, then in the browser; print the table."""
    from tests.engines import postgres_url  # noqa: PLC0415 (needs no settings; the measured process has its own)

    print(f"{'':<12}{'':<27}{'median':>10}{'CPU':>12}{'limit':>10}{'queries':>10}")
    measured("SQLite", {})
    with postgres_url() as (url, reason):
        if url:
            measured("PostgreSQL", {"DATABASE_URL": url})
        else:
            print(reason)
    if find_chromium() is None:
        print("Chromium is not on this machine: the first interaction was not measured.")
    else:
        line("Chromium", "first interaction", first_interaction())


def measured(engine: str, settings: dict[str, str]) -> None:
    """One engine's lines of the table."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", **settings}
    command = [sys.executable, "-m", "tests.bench_desk", "--server"]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    for name, (milliseconds, processor, queries) in json.loads(answer.stdout.splitlines()[-1]).items():
        line(engine, name, milliseconds, processor, queries)


def line(
    engine: str, name: str, milliseconds: float, processor: float | None = None, queries: int | None = None
) -> None:
    """Print one line, marked where it is over its limit."""
    over = milliseconds > LIMITS[name] or (queries or 0) > MOST_QUERIES.get(name, 1000)
    own = "" if processor is None else f"{processor:.1f} ms"
    counted = "" if queries is None else str(queries)
    figures = f"{milliseconds:>7.1f} ms{own:>12}{LIMITS[name]:>7} ms{counted:>10}"
    print(f"{engine:<12}{name:<27}{figures}{'  TOO MUCH' if over else ''}", flush=True)


def server() -> None:
    """In a process of its own: make the draft in a test database, measure, print JSON."""
    import django  # noqa: PLC0415

    django.setup()
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    # Without Django's test environment, which copies the context of every template that is rendered.
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(json.dumps(figures()))
    finally:
        teardown_databases(databases, verbosity=0)


def figures() -> dict[str, tuple[float, float, int]]:
    """The median time and processor time in milliseconds, and the queries, of each request."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from tests import makers  # noqa: PLC0415
    from tests.desk.big import big_document  # noqa: PLC0415

    author = makers.author()
    edition = makers.draft(text=big_document(), by=author)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(author)
    address = {name: reverse(f"admin:desk-{name}", args=[edition.pk]) for name in ("edit", "save", "preview")}
    html = client.get(address["edit"]).content.decode()
    found = re.search(r'<script id="editor-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    state = json.loads(found[1] if found else "{}")

    def save() -> None:
        sent = {"document": state["document"], "version": state["version"]}
        answer = client.post(address["save"], sent, content_type="application/json")
        state["version"] = answer.json()["version"]

    def change() -> None:
        for section in state["document"]["sections"]:
            for point in section["points"]:
                point["term"] = point["term"].rstrip("!") + "!" * (state["version"] % 5)
                point["text"] = point["text"].replace("<p>", "<p>Now ", 1)

    def write() -> None:
        state["document"]["sections"][3]["points"][2]["text"] += "<p>One more.</p>"

    def preview() -> None:
        client.post(address["preview"], {"document": state["document"]}, content_type="application/json")

    return {
        "open": timed(lambda: client.get(address["edit"])),
        "save unchanged": timed(save),
        "save, all points changed": timed(save, before=change),
        "preview": timed(preview, before=write),
    }


def timed(act: Callable[[], Any], before: Callable[[], None] = lambda: None) -> tuple[float, float, int]:
    """The medians of several rounds, and the queries of one more."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    times, processor = [], []
    for _ in range(ROUNDS):
        before()
        began, worked = time.perf_counter(), time.process_time()
        act()
        times.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    before()
    with CaptureQueriesContext(connection) as queries:
        act()
    return statistics.median(times), statistics.median(processor), len(queries)


def first_interaction() -> float:
    """In the browser, with a site as people start it: the median time until the first card is open to be written in."""
    from tests.desk.running import big_draft, opened_after  # noqa: PLC0415
    from tests.site import Site  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="rlsinfo-bench-") as folder:
        site = Site(Path(folder)).wait_until_ready()
        try:
            path = big_draft(site)
            return statistics.median(opened_after(site, path, rounds=BROWSER_ROUNDS))
        finally:
            site.stop()


if __name__ == "__main__":
    if "--server" in sys.argv:
        server()
    else:
        main()
