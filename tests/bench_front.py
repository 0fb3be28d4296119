"""What the front page of the desk, its lists and an article's page cost with many articles: ``make bench-front``.

Processor time of the server and queries, as medians, on each engine that this machine has. The articles come about
through the workflow, which takes some minutes: a third of them in work, the others published, a fifth of these overdue.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

ARTICLES = 1000
LIMITS = {"every rule": 150, "CSV": 1500}
"""In milliseconds; 100 for every other page."""


def main() -> None:
    """Measure on every engine, each in a process with its own settings, and print the table."""
    from tests.engines import postgres_url  # noqa: PLC0415 (needs no settings; the measured process has its own)

    print(f"{ARTICLES} articles{'':<34}{'median':>10}{'limit':>10}{'queries':>10}")
    measured("SQLite", {})
    with postgres_url() as (url, reason):
        if url:
            measured("PostgreSQL", {"DATABASE_URL": url})
        else:
            print(reason)


def measured(engine: str, settings: dict[str, str]) -> None:
    """One engine's lines of the table."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", **settings}
    command = [sys.executable, "-m", "tests.bench_front", "--server"]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    for name, (milliseconds, queries) in json.loads(answer.stdout.splitlines()[-1]).items():
        limit = next((limit for known, limit in LIMITS.items() if name.startswith(known)), 100)
        over = "  TOO MUCH" if milliseconds > limit else ""
        print(f"{engine:<12}{name:<35}{milliseconds:>7.1f} ms{limit:>7} ms{queries:>10}{over}", flush=True)


def server() -> None:
    """In a process of its own: make the articles in a test database, measure, print JSON."""
    import django  # noqa: PLC0415

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: PLC0415

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(json.dumps(figures()))
    finally:
        teardown_databases(databases, verbosity=0)


def figures() -> dict[str, tuple[float, int]]:
    """The median processor time in milliseconds, and the queries, of each page."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from accounts.roles import Role  # noqa: PLC0415
    from tests import makers  # noqa: PLC0415
    from tests.bench_desk import timed  # noqa: PLC0415

    people = {role: makers.person(role) for role in Role}
    article = made(people[Role.AUTHOR])
    found = {}

    def page(name: str, address: str, role: Role = Role.PUBLISHER) -> None:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(people[role])

        def get() -> None:
            answer: Any = client.get(address)
            b"".join(answer) if answer.streaming else answer.content

        _, milliseconds, queries = timed(get)
        found[name] = (milliseconds, queries)

    def listed(name: str, **query: str) -> str:
        return reverse("admin:desk-list", args=[name], query=query)

    for role in Role:
        page(f"the front page: {role.value}", reverse("admin:index"), role)
    page("a list: published", listed("published"))
    page("a list: by topic, tag, person", listed("published", q="mirtazapine", author=people[Role.AUTHOR].username))
    page("every rule, again", listed("blocking"))
    page("CSV of all editions", listed("editions", format="csv"))
    page("an article's page", reverse("admin:desk-article", args=[article]))
    return found


def made(author: Any) -> int:
    """Make the articles; returns the key of one of them."""
    import datetime as dt  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Edition, State  # noqa: PLC0415
    from tests import makers  # noqa: PLC0415

    about: dict[str, Any] = {"medicine": makers.medicine(), "condition": makers.condition(), "tags": [makers.tag()]}
    reviewer, publisher, text = makers.reviewer(), makers.publisher(), makers.short_document()
    for number in range(ARTICLES):
        of = makers.article(by=author, **about)
        if number % 9 == 0:
            edition = makers.draft(of=of, by=author, text=text)
        elif number % 9 == 1:
            edition = makers.submitted(of=of, by=author, text=text)
        elif number % 9 == 2:
            edition = makers.approved(of=of, by=author, text=text, reviewed_by=reviewer)
        else:
            edition = makers.published(of=of, by=author, text=text, reviewed_by=reviewer, published_by=publisher)
    published = Edition.objects.published().values_list("pk", flat=True)
    overdue = [pk for number, pk in enumerate(published) if not number % 5]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Edition.objects.filter(pk__in=overdue, state=State.PUBLISHED).update(next_review_due=yesterday)
    return edition.article_id


if __name__ == "__main__":
    if "--server" in sys.argv:
        server()
    else:
        main()
