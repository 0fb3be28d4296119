"""OpenSearch, for sites that outgrow one database: asked with our own stems, so nothing is parsed or analysed there.

The entries in the database stay the truth. Documents carry the revision that wrote the entry as their version, so that
a late one never takes the place of a newer one. https://docs.opensearch.org/latest/query-dsl/,
https://docs.opensearch.org/latest/api-reference/document-apis/bulk/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from finding.engines import elsewhere
from finding.engines.question import WEIGHTS, Answer, Question, Texts
from finding.models import Entry, Gone

FIELDS: Final = [f"{part}^{weight:g}" for part, weight in WEIGHTS.items()]
MOST_CLAUSES: Final = 1_000
"""A server takes 1,024 clauses in one query (indices.query.bool.max_clause_count): a word in a field is one."""

_TEXT: Final = {"type": "text", "analyzer": "whitespace"}
_WORD: Final = {"type": "keyword"}
MAPPING: Final[Mapping[str, Any]] = {
    "settings": {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        # What was deleted is remembered for longer than any request takes, so that a late one does not bring it back.
        "gc_deletes": "1h",
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "entry": {"type": "long"},
            "language": _WORD,
            "kind": _WORD,
            "medicine": _WORD,
            "tags": _WORD,
            **dict.fromkeys(WEIGHTS, _TEXT),
            "stems": {"type": "text", "index": False},
        },
    },
}
"""How an index is made."""


def query(question: Question) -> dict[str, Any]:
    """A question as OpenSearch is asked it. Each group is one of words of which any will do, in the part that has it
    best. Where a question has very many words, only the first of each group are asked for.
    """
    filters = [{"term": {"language": question.language}}]
    filters += [
        {"term": {field: value}}
        for field, value in (("kind", question.kind), ("medicine", question.medicine), ("tags", question.tag))
        if value
    ]
    allowed = max(1, MOST_CLAUSES // (len(WEIGHTS) * max(1, len(question.groups))))
    groups = [
        {"multi_match": {"query": " ".join(stems[:allowed]), "fields": FIELDS, "type": "best_fields", "operator": "or"}}
        for stems in question.groups
    ]
    asked: dict[str, Any] = {"filter": filters}
    asked |= {"must": groups} if question.all_groups else {"should": groups, "minimum_should_match": 1}
    return {
        "size": question.most,
        "query": {"bool": asked},
        "sort": ["_score", {"entry": "asc"}],
        "track_total_hits": False,
        "_source": ["entry", "kind", "medicine", "tags", "stems"],
    }


def put(entry: Entry, texts: Texts) -> list[dict[str, Any]]:
    """The lines of a bulk request that keep an entry, unless a newer one is there."""
    document = {
        "entry": entry.pk,
        "language": entry.language,
        "kind": entry.kind,
        "medicine": entry.medicine,
        "tags": entry.tags.split(),
        **{part: " ".join(stems) for part, stems in texts._asdict().items()},
        "stems": entry.stems,
    }
    return [{"index": _identified(entry)}, document]


def drop(gone: Gone) -> list[dict[str, Any]]:
    """The line of a bulk request that takes out what is gone, unless it has come back meanwhile."""
    return [{"delete": _identified(gone)}]


def _identified(row: Entry | Gone) -> dict[str, Any]:
    return {"_id": f"{row.ref} {row.language}", "version": row.revision, "version_type": "external"}


class _OpenSearch:
    def match(self, question: Question) -> list[Answer]:
        """The entries that match, the likeliest first. Raises ``NotAnswering``."""
        path = f"/{elsewhere.name()}/_search"
        answer = elsewhere.ask("POST", path, query(question), seconds=elsewhere.ANSWER_SECONDS)
        try:
            sources = [hit["_source"] for hit in answer["hits"]["hits"]]
            return [
                Answer(int(told["entry"]), told["kind"], told["medicine"], " ".join(told["tags"]), told["stems"])
                for told in sources
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise elsewhere.NotAnswering("its answer is not one of a search") from error


ENGINE: Final = _OpenSearch()
"""The engine elsewhere."""
