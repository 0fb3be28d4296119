"""What finding related articles costs on a large site: ``make bench-related``.

10,000 published articles in two languages with 100,000 taggings, medicines and conditions that are spread as they are
in life: a few are on very many articles, most on few (Zipf's law). The time of the query for 200 articles, the best
of a few tries for each, as median (held against its limit) and 95th
percentile, on each engine that this machine has.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from itertools import accumulate
from typing import Any

ARTICLES = 10_000
TAGGINGS = 100_000
TAGS = 2_000
MEDICINES, CONDITIONS = 300, 60
MEASURED = 200
TRIES = 5
"""The best of so many counts for each article: what a busy machine did meanwhile says nothing about the query."""

LIMITS = {"SQLite": 15.0, "PostgreSQL": 5.0}
PINNED = 3


def main() -> None:
    """Measure on every engine, each in a process with its own settings, and print the table."""
    from tests.engines import postgres_url  # noqa: PLC0415 (needs no settings; the measured process has its own)

    print(f"{ARTICLES:,} articles, {TAGGINGS:,} taggings{'':<6}{'median':>10}{'p95':>10}{'worst':>10}{'limit':>10}")
    measured("SQLite", {})
    with postgres_url() as (url, reason):
        if url:
            measured("PostgreSQL", {"DATABASE_URL": url})
        else:
            print(reason)


def measured(engine: str, settings: dict[str, str]) -> None:
    """One engine's line of the table."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", **settings}
    command = [sys.executable, "-m", "tests.bench_related", "--server"]
    answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    median, p95, worst = json.loads(answer.stdout.splitlines()[-1])
    over = "  TOO MUCH" if median > LIMITS[engine] else ""
    print(f"{engine:<38}{median:>7.2f} ms{p95:>7.2f} ms{worst:>7.2f} ms{LIMITS[engine]:>7} ms{over}", flush=True)


def server() -> None:
    """In a process of its own: make the articles in a test database, measure, print JSON."""
    import django  # noqa: PLC0415

    django.setup()
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(json.dumps(figures()))
    finally:
        teardown_databases(databases, verbosity=0)


def figures() -> tuple[float, float, float]:
    """Median, 95th percentile and worst time of the query in milliseconds."""
    from django.db import connection  # noqa: PLC0415

    from articles import related  # noqa: PLC0415
    from articles.models import Article  # noqa: PLC0415

    make()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    dice = random.Random(2)  # noqa: S311 (a benchmark)
    people = Article.objects.select_related("medicine", "condition")
    keys = dice.sample(list(Article.objects.values_list("pk", flat=True)), MEASURED)
    articles = list(people.filter(pk__in=keys))
    for article in articles[:10]:
        related.related(article)
    times = []
    for article in articles:
        tries = []
        for _ in range(TRIES):
            start = time.perf_counter()
            found = related.related(article)
            tries.append((time.perf_counter() - start) * 1000)
        times.append(min(tries))
        assert len(found) == related.SHOWN
    if "--explain" in sys.argv:
        explained(articles[times.index(max(times))])
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)


def explained(article: Any) -> None:
    """Print how the slowest article's query is planned."""
    from django.db import connection  # noqa: PLC0415

    from articles import related  # noqa: PLC0415

    how = "EXPLAIN (ANALYZE, COSTS OFF, TIMING ON)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {related.query(connection.vendor)}", related._told(article))
        for row in cursor.fetchall():
            print(row[-1], file=sys.stderr)


def spread(dice: random.Random, keys: list[int]) -> Any:
    """Draws keys so that the second is half as common as the first, the third a third, and so on."""
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(keys))))
    return lambda count: dice.choices(keys, cum_weights=weights, k=count)


def make() -> None:
    """The articles, each with one published edition of no content, straight into the tables."""
    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Article, ChoiceKind, RelatedChoice, Tag, Tagging, Topic, TopicKind  # noqa: PLC0415
    from tests import makers  # noqa: PLC0415

    dice, author, now = random.Random(1), makers.author(), timezone.now()  # noqa: S311 (a benchmark)
    tags = Tag.objects.bulk_create(Tag(slug=f"common-{n}", name=f"Tag {n}") for n in range(TAGS))
    topics = {
        kind: Topic.objects.bulk_create(
            Topic(slug=f"common-{kind}-{n}", kind=kind, name=f"{kind} {n}") for n in range(count)
        )
        for kind, count in ((TopicKind.MEDICINE, MEDICINES), (TopicKind.CONDITION, CONDITIONS))
    }
    medicines, conditions = (spread(dice, [topic.pk for topic in topics[kind]])(ARTICLES) for kind in topics)
    about = zip(medicines, conditions, strict=True)
    articles = Article.objects.bulk_create(
        Article(
            slug=f"article-{n}",
            language="de" if n % 20 == 0 else "en",
            medicine_id=medicine,
            condition_id=condition,
            created_at=now,
            created_by=author,
        )
        for n, (medicine, condition) in enumerate(about)
    )
    publish(articles)
    draw, pairs = spread(dice, [tag.pk for tag in tags]), set[tuple[int, int]]()
    while len(pairs) < TAGGINGS:
        for article, tag in zip(dice.choices(articles, k=TAGGINGS), draw(TAGGINGS), strict=True):
            if len(pairs) < TAGGINGS:
                pairs.add((article.pk, tag))
    Tagging.objects.bulk_create((Tagging(article_id=a, tag_id=t) for a, t in sorted(pairs)), batch_size=5_000)
    chosen = {(dice.choice(articles).pk, dice.choice(articles).pk) for _ in range(PINNED * ARTICLES // 10)}
    RelatedChoice.objects.bulk_create(
        RelatedChoice(article_id=a, other_id=b, kind=ChoiceKind.PINNED, chosen_at=now, chosen_by=author)
        for a, b in chosen
        if a != b
    )


def publish(articles: list[Any]) -> None:
    """Make a copy of one published edition for each article, past the guards, which keep editions to their lives."""
    from django.db import connection  # noqa: PLC0415

    from articles import guards  # noqa: PLC0415
    from articles.models import Edition  # noqa: PLC0415
    from tests import makers  # noqa: PLC0415

    model = makers.starter(text=makers.short_document(), slug="a-model")
    model.refresh_from_db()
    guards.remove(connection)
    columns = {field.attname: getattr(model, field.attname) for field in Edition._meta.concrete_fields}
    Edition.objects.bulk_create(
        (Edition(**{**columns, "id": None, "article_id": each.pk, "title": f"About {each.slug}"}) for each in articles),
        batch_size=500,
    )
    guards.install(connection)


if __name__ == "__main__":
    if "--server" in sys.argv:
        server()
    else:
        main()
