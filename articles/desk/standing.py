"""How published pages stand against the rules today, fast enough for a list of all of them.

What a sealed text breaks by itself never changes, so it is worked out once for each text and process; what has come to
stand against it since (a retracted source, a broken address, its review date) is asked of the database each time.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from articles import checking, crosslinks, readiness
from articles.crosslinks import CrossLink
from articles.desk import addresses
from articles.document import unseal
from articles.models import Edition, Source, Standing
from articles.places import Problem
from articles.readiness import Facts

MOST_KEPT = 20_000
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a published page breaks."""

    edition: Edition
    problem: Problem

    @property
    def address(self) -> str:
        """Where something can be done about it: the article's page."""
        return addresses.of_article(self.edition.article_id)


@dataclass(frozen=True, slots=True)
class _Text:
    """What a sealed text breaks by itself, the sources that it cites, and its links to other articles."""

    problems: tuple[Problem, ...]
    cited: tuple[str, ...]
    links: tuple[CrossLink, ...]


_Key = tuple[str, bool]
_known: dict[_Key, _Text] = {}


def whole(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Published editions with what findings show of them."""
    return rows.select_related("article")


def findings(rows: QuerySet[Edition]) -> list[Finding]:
    """Every blocking problem of the published editions, in their order. Two queries, one where they link articles,
    and one for each 200 texts that were not read yet.
    """
    editions = list(rows)
    texts = _texts(editions)
    poor = Source.objects.exclude(standing=Standing.CURRENT, broken_since=None)
    sources = list(poor.values_list("key", "standing", "broken_since"))
    retracted = frozenset(key for key, standing, _ in sources if standing == Standing.RETRACTED)
    broken = frozenset(key for key, _, broken_since in sources if broken_since)
    linked = checking.linked({link.identity for text in texts.values() for link in text.links})
    found = []
    for edition in editions:
        text, (_, medicine) = texts[_key(edition)], _key(edition)
        facts = Facts(medicine, retracted=retracted, broken=broken, overdue=checking.overdue(edition), linked=linked)
        problems = (*text.problems, *readiness.since(text.cited, facts, text.links))
        found += [Finding(edition, problem) for problem in problems]
    return found


def _key(edition: Edition) -> _Key:
    return edition.sealed_sha256, edition.article.medicine_id is not None


def _texts(editions: list[Edition]) -> dict[_Key, _Text]:
    """What the sealed texts of the editions are by themselves."""
    if len(_known) > MOST_KEPT:
        _known.clear()
    texts = {key: text for key in map(_key, editions) if (text := _known.get(key))}
    new = {edition.pk: _key(edition) for edition in editions if _key(edition) not in texts}
    keys = list(new)
    for start in range(0, len(keys), CHUNK):
        sealed = Edition.objects.filter(pk__in=keys[start : start + CHUNK]).values_list("pk", "sealed_json")
        for pk, canonical in sealed:
            document = unseal(canonical or "")
            problems = readiness.blocking(document, Facts(about_medicine=new[pk][1]))
            texts[new[pk]] = _Text(tuple(problems), document.cited_keys(), crosslinks.of(document))
    _known.update(texts)
    return texts
