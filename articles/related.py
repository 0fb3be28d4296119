"""The articles that stand as related at the foot of another: those that editors pinned, then those that share most.

What two articles share is weighted: a tag by how rare it is, ln(1 + articles / uses), as search engines weigh words
(K. Spärck Jones, Journal of Documentation 28, 1972); the medicine and the condition as much as a tag that one article
in twenty has. Articles are never deleted, so the highest key stands for their number, rounded down to its first digit:
with each new article, weights would change a little on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils.translation import get_language_info

from articles.guards.sizes import rounded
from articles.models import Article
from freshness import keys, reading, replica

Row = tuple[Any, ...]

SHOWN: Final = 6
"""How many related articles a page names."""

SAME_TOPIC: Final = log(20)
"""What the same medicine weighs, and the same condition."""

MOST_TAGGINGS: Final = 200
"""The rarest tags are followed, as far as they are on so many articles together; the others say little beside them.
This bounds the work, however large the site is."""

NAMED: Final = 2
"""How many shared things a reason names."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that two articles share, and what it weighs. ``uses``: of a tag, how many articles have it."""

    name: str
    weight: float
    slug: str = ""
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Related:
    """A published article that stands as related to another. ``shared``: what weighs most first.

    ``words``: an editor's own. ``foreign``: the name of its language, where it is not the reader's.
    """

    article: Article
    title: str
    pinned: bool
    words: str
    score: float
    shared: tuple[Shared, ...]
    foreign: str

    @property
    def made_of(self) -> str:
        """What its score is made of, in words: akathisia 3.2 (on 3 articles), mirtazapine 3.0."""
        return ", ".join(
            f"{each.name} {each.weight:.1f}{f' (on {each.uses:,} articles)' if each.uses else ''}"
            for each in self.shared
        )

    @property
    def reason(self) -> str:
        """Why it stands there, in a few words."""
        if self.words:
            return self.words
        names = list({shared.name.casefold(): _within(shared.name) for shared in self.shared}.values())[:NAMED]
        return f"Also about {' and '.join(names)}" if names else "On a related subject"


CLOSEST: Final = 40
"""Of how many of the closest, those in the reader's language first, it is looked whether readers may be shown them."""


def _same(topic: str) -> str:
    """The newest few articles about the same in the reader's language: of these alone can one share nothing else. An
    article in another language has to share a tag.
    """
    newest = (
        f"SELECT id FROM articles_article WHERE {topic} AND language = %(language)s ORDER BY id DESC LIMIT {CLOSEST}"
    )
    return f"SELECT id, 0.0, NULL, NULL FROM ({newest}) newest"


_BY_KEY: Final = {
    "postgresql": "CROSS JOIN LATERAL (SELECT * FROM {table} r WHERE r.id = {key} OFFSET 0) {name}",
    "sqlite": "JOIN {table} {name} ON {name}.id = {key}",
}
"""Rows by their keys. PostgreSQL would read the whole table for a few hundred of them, since it guesses that each costs
a reading of the disk; what has an OFFSET it looks up row by row.
"""

# One statement; the engines differ by that alone. Each step works on few rows, however large the site is: the tags of
# one article; at most MOST_TAGGINGS taggings of the rarest of them; the newest few of each topic; of all these the
# CLOSEST; at last those SHOWN, with a row for each of their tags.
_STATEMENT: Final = f"""
WITH used AS MATERIALIZED (
    SELECT t.tag_id, g.slug, g.name, (
        SELECT COUNT(*) FROM (
            SELECT 1 FROM articles_tagging u WHERE u.tag_id = t.tag_id LIMIT {MOST_TAGGINGS + 1}) few) AS uses
    FROM articles_tagging t {{tags}}
    WHERE t.article_id = %(article)s AND g.retired_at IS NULL
), weighed AS MATERIALIZED (
    SELECT tag_id, slug, name, uses,
        LN(1 + CAST({rounded("(SELECT id FROM articles_article ORDER BY id DESC LIMIT 1)")} AS DOUBLE PRECISION) / uses)
        AS weight
    FROM (SELECT used.*, SUM(uses) OVER (ORDER BY uses, tag_id) AS so_far FROM used) rarest
    WHERE uses > 1 AND so_far <= {MOST_TAGGINGS}
), possible AS (
    SELECT t.article_id AS id, w.weight, NULL AS position, NULL AS words
    FROM weighed w JOIN articles_tagging t ON t.tag_id = w.tag_id
    UNION ALL SELECT other_id, 0.0, position, words FROM articles_relatedchoice
    WHERE article_id = %(article)s AND kind = 'pinned'
    UNION ALL {_same("medicine_id = %(medicine)s AND condition_id = %(condition)s")}
    UNION ALL {_same("medicine_id = %(medicine)s")}
    UNION ALL {_same("condition_id = %(condition)s")}
), closest AS MATERIALIZED (
    SELECT c.id, c.slug, c.language, c.medicine_id, c.condition_id, COALESCE(c.translation_of_id, c.id) AS family,
        p.position, p.words, p.weight
        + CASE WHEN c.medicine_id = %(medicine)s THEN {SAME_TOPIC} ELSE 0 END
        + CASE WHEN c.condition_id = %(condition)s THEN {SAME_TOPIC} ELSE 0 END AS score
    FROM (
        SELECT id, SUM(weight) AS weight, MIN(position) AS position, MAX(words) AS words FROM possible GROUP BY id
    ) p {{articles}}
    WHERE COALESCE(c.translation_of_id, c.id) <> %(family)s AND c.id NOT IN (
        SELECT other_id FROM articles_relatedchoice WHERE article_id = %(article)s AND kind = 'excluded')
    ORDER BY p.position IS NULL, p.position, c.language <> %(language)s, score DESC, c.id DESC LIMIT {CLOSEST}
), best AS (
    SELECT c.*, e.title FROM closest c JOIN articles_edition e ON e.article_id = c.id AND e.state = 'published'
    WHERE (c.score > 0 OR c.position IS NOT NULL)
    -- In the reader's language, or else the first of a family that has nothing published in it.
    AND (c.language = %(language)s OR NOT EXISTS (
        SELECT 1 FROM articles_article f JOIN articles_edition fe ON fe.article_id = f.id AND fe.state = 'published'
        WHERE (f.id = c.family OR f.translation_of_id = c.family)
        AND f.id <> c.id AND (f.language = %(language)s OR f.id < c.id)))
    ORDER BY c.position IS NULL, c.position, c.score DESC, c.id DESC LIMIT {SHOWN}
)
SELECT '' AS what, b.id, b.slug, b.language, b.medicine_id, b.condition_id, b.title, b.position, b.words, b.score,
    w.slug AS tag, w.name, w.weight, w.uses
FROM best b LEFT JOIN articles_tagging t ON t.article_id = b.id LEFT JOIN weighed w ON w.tag_id = t.tag_id
-- What the answer depends on beside: the tags with how many articles have each, and what was looked at.
UNION ALL SELECT 'tag', tag_id, '', '', NULL, NULL, '', NULL, '', 0.0, '', '', 0.0, uses FROM used
UNION ALL SELECT 'near', id, '', '', family, NULL, '', position, '', score, '', '', 0.0, 0 FROM closest
ORDER BY 1, 8 NULLS LAST, 10 DESC, 2 DESC, 13 DESC, 12"""


@cache
def query(vendor: str) -> str:
    """The statement for an engine."""
    by_key = _BY_KEY[vendor]
    return _STATEMENT.format(
        tags=by_key.format(table="articles_tag", key="t.tag_id", name="g"),
        articles=by_key.format(table="articles_article", key="p.id", name="c"),
    )


class Here(NamedTuple):
    """What is to be known of the article at whose foot they stand: its language, and its topics, each with its name."""

    language: str
    topics: tuple[tuple[int | None, str], ...]

    @classmethod
    def of(cls, article: Article) -> Here:
        """An article, as far as it is to be known."""
        topics = (article.medicine, article.condition)
        return cls(article.language, tuple((topic.pk, topic.name) if topic else (None, "") for topic in topics))


def related(article: Article, names: Mapping[str, str] | None = None) -> list[Related]:
    """What stands as related at the foot of an article's page, in order. One query.

    ``names``: of the article's own tags, by their slugs, in its language.
    """
    return told(found(article), Here.of(article), names or {})


def found(article: Article) -> tuple[Row, ...]:
    """The rows of what is related to an article, in order. One query."""
    with reading.showing(keys.SIZE), replica.connection().cursor() as cursor:
        cursor.execute(query(connection.vendor), _told(article))
        rows = cursor.fetchall()
    _show(article, rows)
    return tuple(row[1:] for row in rows if not row[0])


def _show(article: Article, rows: Iterable[Row]) -> None:
    """Note what the answer depends on: of those that were looked at, all that stand before the last one shown, or all
    where fewer are shown than there is room for.
    """
    if reading.current() is None:
        return
    reading.show(*(keys.about(topic) for topic in (article.medicine_id, article.condition_id) if topic))
    shown = list(dict.fromkeys(row[1] for row in rows if not row[0]))
    last = shown[-1] if len(shown) == SHOWN else None
    for _, pk, *_, uses in (row for row in rows if row[0] == "tag"):
        reading.show(keys.tag(pk), keys.under(pk) if uses <= MOST_TAGGINGS else keys.fewer(pk))
    for _, pk, _, _, family, *_ in (row for row in rows if row[0] == "near"):
        reading.show(keys.article(pk), keys.family(family))
        if pk == last:
            break


def told(rows: Iterable[Row], here: Here, names: Mapping[str, str]) -> list[Related]:
    """What such rows say, each article with what it shares with the one here."""
    return [_related(here, of_one, names) for _, of_one in groupby(rows, key=lambda row: row[0])]


def _told(article: Article) -> dict[str, Any]:
    """What the query asks of an article."""
    return {
        "article": article.pk,
        "family": article.translation_of_id or article.pk,
        "language": article.language,
        "medicine": article.medicine_id,
        "condition": article.condition_id,
    }


def _related(here: Here, found: Iterable[Row], names: Mapping[str, str]) -> Related:
    """One related article, of a row for each tag that it shares."""
    rows = list(found)
    pk, slug, language, medicine, condition, title, position, words, score = rows[0][:9]
    shared = [
        Shared(names.get(tag, name), weight, tag, uses) for *_, tag, name, weight, uses in rows if tag is not None
    ]
    for (topic, name), same in zip(here.topics, (medicine, condition), strict=True):
        if topic is not None and topic == same:
            shared.append(Shared(name, SAME_TOPIC))
    return Related(
        article=Article(pk=pk, slug=slug, language=language),
        title=title,
        pinned=position is not None,
        words=words or "",
        score=score,
        shared=tuple(sorted(shared, key=lambda each: -each.weight)),
        foreign=_name_of(language) if language != here.language else "",
    )


def _name_of(language: str) -> str:
    """What a language is called where the page is read."""
    try:
        return str(get_language_info(language)["name_translated"])
    except KeyError:
        return language


def _within(name: str) -> str:
    """A name as it stands inside a sentence: "Restless legs" loses its capital; "SSRIs", "Parkinson's" do not."""
    first, _, _ = name.partition(" ")
    proper = first[1:] != first[1:].lower() or "'" in first or "’" in first
    return name if proper else name[:1].lower() + name[1:]
