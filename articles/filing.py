"""Filing names under their letters: which lines the A to Z has. Each function runs inside its caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet, Subquery

from articles import collation
from articles.models import Article, Edition, Filed, State, Topic, TopicName


class Line(NamedTuple):
    """A line as it should stand."""

    language: str
    name: str
    article: int | None = None
    topic: int | None = None
    further: bool = False


def published(language: str) -> QuerySet[Article]:
    """The articles that readers of a language are shown, in no order."""
    return Article.objects.filter(language=language, editions__state=State.PUBLISHED).order_by()


def first(rows: QuerySet[Any]) -> Subquery:
    """The first of some rows, to ask whether there is one, row by row: with EXISTS PostgreSQL may read all of them."""
    return Subquery(rows.values("pk")[:1])


def file_articles(articles: QuerySet[Article]) -> None:
    """Let the A to Z have the titles of articles as they are published now, and of no others of these."""
    shown = Edition.objects.published().filter(article__in=articles)
    rows = shown.values_list("article__language", "title", "article_id")
    wanted = {Line(language, title, article=pk) for language, title, pk in rows}
    _settle(Filed.objects.filter(article__in=articles), wanted)


def file_article(article: Article, title: str) -> None:
    """Let the A to Z have an article under the title that it is published with."""
    _settle(Filed.objects.filter(article=article), {Line(article.language, title, article=article.pk)})


def file_topics(topics: QuerySet[Topic]) -> None:
    """Let the A to Z have the names of topics in each language in which something is published about them."""
    wanted = {line for topic in topics for line in _lines(topic)}
    _settle(Filed.objects.filter(topic__in=topics), wanted)


def _lines(topic: Topic) -> Iterator[Line]:
    for language, _ in settings.LANGUAGES:
        if published(language).filter(**{topic.kind: topic})[:1]:
            yield Line(language, topic.name, topic=topic.pk)
            names = TopicName.objects.shown(language).filter(topic=topic).values_list("name", flat=True)
            # The same name in two countries, or one that differs in case alone, is one line.
            others = {name.casefold(): name for name in names if name.casefold() != topic.name.casefold()}
            for name in others.values():
                yield Line(language, name, topic=topic.pk, further=True)


def _settle(held: QuerySet[Filed], wanted: Iterable[Line]) -> None:
    """Write what differs."""
    missing = set(wanted)
    gone = []
    for row in held:
        line = Line(row.language, row.name, row.article_id, row.topic_id, row.further)
        if line in missing:
            missing.remove(line)
        else:
            gone.append(row.pk)
    if gone:
        Filed.objects.filter(pk__in=gone).delete()
    made = []
    for language, name, article, topic, further in sorted(missing, key=lambda line: (line.language, line.name)):
        letter, key = collation.filed(name, language)
        made.append(
            Filed(
                language=language,
                letter=letter,
                key=key,
                name=name,
                article_id=article,
                topic_id=topic,
                further=further,
            )
        )
    Filed.objects.bulk_create(made)
