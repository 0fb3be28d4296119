"""What a public page costs that no cache holds: ``make bench-page``.

The whole WSGI call (every middleware, no compression) on a site as ``serve`` prepares it: processor time and time on
the clock of one request as medians, queries, bytes, on each engine that this machine has.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROUNDS = 60
WARM = 5
ARTICLE = "/articles/mirtazapine-restless-legs/"
PAGES = {
    "article": ARTICLE,
    "history": f"{ARTICLE}history/",
    "edition": f"{ARTICLE}editions/1/",
    "hub": "/medicines/mirtazapine/",
    "medicines": "/medicines/",
    "conditions": "/conditions/",
    "tag": "/topics/restless-legs/",
    "tags": "/topics/",
    "directory": "/support/",
    "directory, a country": "/support/?country=GB",
    "organisation": "/support/samaritans/",
    "A to Z": "/articles/",
    "search": "/search/?q=restless+legs",
    "home": "/",
    "statement": "/about/how-pages-are-made/",
}
LIMITS = {"article": (4, 3.0)}
"""Of queries and milliseconds of processor time."""


def main() -> None:
    """Measure on every engine, each in a process with its own settings, and print the table."""
    from tests.engines import postgres_url  # noqa: PLC0415 (needs no settings; the measured process has its own)

    print(f"{'':<36}{'queries':>8}{'processor':>13}{'clock':>13}{'bytes':>9}")
    measured("SQLite", {})
    with postgres_url() as (url, reason):
        if url:
            measured("PostgreSQL", {"DATABASE_URL": url})
        else:
            print(reason)


def measured(engine: str, settings: dict[str, str]) -> None:
    """One engine's lines of the table: a site is prepared and stopped, then measured in another process."""
    from tests.site import Site  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="rlsinfo-bench-") as folder:
        Site(Path(folder), **settings).wait_until_ready().stop()
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
        environment |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "rlsinfo.settings", **settings}
        command = [sys.executable, "-m", "tests.bench_page", "--server"]
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    for name, (queries, processor, clock, size) in json.loads(answer.stdout.splitlines()[-1]).items():
        most = LIMITS.get(name)
        over = "  TOO MUCH" if most and (queries > most[0] or processor > most[1]) else ""
        print(f"{engine:<12}{name:<24}{queries:>8}{processor:>10.2f} ms{clock:>10.2f} ms{size:>9,}{over}", flush=True)


def server() -> None:
    """In a process of its own: ask for each page in turn, so that a busy moment meets all of them; print JSON."""
    from rlsinfo.wsgi import django_application as application  # noqa: PLC0415 (what answers where no page is kept)

    queries = {name: counted(application, path) for name, path in PAGES.items()}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}
    sizes = {}
    for turn in range(WARM + ROUNDS):
        for name, path in PAGES.items():
            cpu, clock = time.thread_time(), time.perf_counter()
            body = get(application, path)
            if turn >= WARM:
                times[name].append((time.thread_time() - cpu, time.perf_counter() - clock))
            sizes[name] = len(body)
    medians = {
        name: [statistics.median(each) * 1000 for each in zip(*took, strict=True)] for name, took in times.items()
    }
    print(json.dumps({name: [queries[name], *medians[name], sizes[name]] for name in PAGES}))


def counted(application: Any, path: str) -> int:
    """How many queries a page takes once it was asked for before."""
    from django.db import connection  # noqa: PLC0415

    get(application, path)
    seen: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        get(application, path)
    return len(seen)


def get(application: Any, path: str) -> bytes:
    """The body of a page, as a server asks for it."""
    parts = urlsplit(path)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    answered = []
    answer = application(environ, lambda status, *_: answered.append(status))
    body = b"".join(answer)
    answer.close()
    assert answered == ["200 OK"], (path, answered)
    return body


if __name__ == "__main__":
    if "--server" in sys.argv:
        server()
    else:
        main()
