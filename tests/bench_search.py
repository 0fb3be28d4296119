"""What searching costs on a large site: ``make bench-search``.

10,000 articles of about 900 words in twelve sections, with their medicines, conditions, tags and organisations, of a
vocabulary of 30,000 words (tests/corpus.py). The whole of ``search`` (reading the query, candidates, ranking, facets,
marked snippets) for 200 mixed queries, and ``suggest`` for 200 beginnings, on each engine that this machine has, with
the limits of issue 5. Everything is asked once before it is measured, so caches are warm; the first query of a
process, which loads the vocabulary, is shown by itself.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MEASURED = 200
PUBLISHINGS = 20
PART = 200
LIMITS = {"SQLite": (100.0, 10.0), "PostgreSQL": (50.0, 10.0)}
"""Milliseconds that search and suggest may take, 19 times out of 20."""


def main() -> None:
    """Measure on every engine, each in processes with their own settings, and print the table."""
    from tests.engines import postgres_url  # noqa: PLC0415 (needs no settings; the measured process has its own)

    print(f"{'':<12}{'p50':>9}{'p95':>9}{'worst':>9}{'limit':>9}   (milliseconds, caches warm)")
    with tempfile.TemporaryDirectory(prefix="rlsinfo-bench-") as folder:
        measured("SQLite", f"sqlite:///{Path(folder) / 'search.sqlite3'}")
    with postgres_url() as (url, reason):
        if url:
            measured("PostgreSQL", url)
        else:
            print(reason)


def measured(engine: str, url: str) -> None:
    """One engine's lines of the table: made in one process, measured in another, as a server would find it."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    told: dict[str, Any] = {}
    for step in ("--make", "--measure"):
        command = [sys.executable, "-m", "tests.bench_search", step]
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        told |= json.loads(answer.stdout.splitlines()[-1])
    print(engine)
    for what, limit in zip(("search", "suggest"), LIMITS[engine], strict=True):
        p50, p95, worst = told[what]
        over = "" if p95 <= limit else "  TOO MUCH"
        print(f"  {what:<10}{p50:>9.1f}{p95:>9.1f}{worst:>9.1f}{limit:>9.0f}{over}")
    print("  first query of a process {first:.0f} ms; one publishing {publishing:.0f} ms".format_map(told))
    print("  index of {entries:,} entries made in {made:.0f} s, {size:.0f} MB".format_map(told), flush=True)


def make() -> dict[str, Any]:
    """Make the index of the whole site, part by part; the seconds that took and the size of its tables."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from finding import index  # noqa: PLC0415
    from finding.models import Entry  # noqa: PLC0415
    from tests.corpus import Corpus  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    pages = list(Corpus().pages())
    before, start = _bytes(), time.perf_counter()
    for part in index.batched(pages, PART):
        index.replace({ref: [page] for ref, page in part})
    index.sign()
    made = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"made": made, "size": (_bytes() - before) / 1e6, "entries": Entry.objects.count()}


def _bytes() -> int:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'finding_%'"
            )
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def measure() -> dict[str, Any]:
    """Ask, and publish."""
    from finding import index  # noqa: PLC0415
    from finding.searching import Asked, search  # noqa: PLC0415
    from finding.suggesting import suggest  # noqa: PLC0415
    from tests.corpus import Corpus  # noqa: PLC0415

    corpus = Corpus()
    pages = list(corpus.pages())
    asked, typed = corpus.queries(MEASURED, [p for _, p in pages]), corpus.beginnings(MEASURED, [p for _, p in pages])
    first = _took(lambda: search(Asked("restless legs", "en")))
    told: dict[str, Any] = {"first": first}
    told["search"] = _figures(search, asked)
    told["suggest"] = _figures(lambda begun: suggest(begun, "en"), typed)
    again = [(ref, page) for ref, page in pages[:PUBLISHINGS]]
    times = [
        _took(lambda ref=ref, other=other: index.replace({ref: [other]}))  # type: ignore[misc]
        for (ref, _), (_, other) in zip(again, reversed(again), strict=True)
    ]
    return told | {"publishing": statistics.median(times)}


def _took(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def _figures(ask: Callable[[Any], object], questions: Sequence[Any]) -> tuple[float, float, float]:
    """Median, 95th percentile and worst of asking each, once all were asked before."""
    for question in questions:
        ask(question)
    times = {number: _took(lambda question=question: ask(question)) for number, question in enumerate(questions)}  # type: ignore[misc]
    if "--slowest" in sys.argv:
        for number in sorted(times, key=lambda number: -times[number])[:15]:
            print(f"{times[number]:8.1f} ms  {questions[number]}", file=sys.stderr)
    values = list(times.values())
    return statistics.median(values), statistics.quantiles(values, n=20)[-1], max(values)


if __name__ == "__main__":
    import django

    if "--make" in sys.argv or "--measure" in sys.argv:
        django.setup()
        print(json.dumps(make() if "--make" in sys.argv else measure()))
    else:
        main()
