"""A server on this machine that plays the part of an OpenSearch that is used here, and refuses what it would refuse.

It knows indexes with strict mappings, aliases, bulk requests with external versions, and the parts of the query
language that are asked of it: any other key, field or type is a 400, as OpenSearch has it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Refused(Exception):
    """What OpenSearch would not take: status and why."""


class Store:
    """What the server holds. ``down``: it answers 503; ``queries``: what it was asked."""

    def __init__(self) -> None:
        self.indexes: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, str] = {}
        self.down = False
        self.queries: list[Any] = []
        self.authorized: set[str] = set()

    def documents(self) -> dict[str, dict[str, Any]]:
        """What readers would find, by id."""
        (name,) = self.aliases.values()
        return {key: row["source"] for key, row in self.indexes[name]["rows"].items() if row["source"] is not None}

    def answer(self, method: str, path: str, body: bytes) -> Any:
        """The answer to one request. Raises ``Refused``."""
        parts = urlsplit(path)
        match (method, *parts.path.strip("/").split("/")):
            case ("PUT", name):
                told = json.loads(body)
                check(set(told) == {"settings", "mappings"} and told["mappings"]["dynamic"] == "strict", "strict")
                for field in told["mappings"]["properties"].values():
                    check(field["type"] in ("text", "keyword", "long"), "a field")
                    check(set(field) <= {"type", "analyzer", "index"}, "a parameter of a field")
                check(name not in self.indexes, "resource_already_exists_exception")
                self.indexes[name] = {"properties": told["mappings"]["properties"], "rows": {}}
            case ("DELETE", name):
                del self.indexes[name]
            case ("GET", "_alias", name):
                check(name in self.aliases, "alias missing", 404)
                return {self.aliases[name]: {"aliases": {name: {}}}}
            case ("POST", "_aliases"):
                for action in json.loads(body)["actions"]:
                    self._aliased(action)
            case ("POST", _, "_refresh"):
                pass
            case ("POST", name, "_bulk"):
                asked = parse_qs(parts.query)
                check(set(asked) <= {"require_alias", "refresh"}, "unrecognized parameter")
                check("require_alias" not in asked or name in self.aliases, "index_not_found_exception", 404)
                return self._bulk(self.indexes[self.aliases.get(name, name)], body)
            case ("POST", name, "_search"):
                check(name in self.aliases, "index_not_found_exception", 404)
                return self._search(self.indexes[self.aliases[name]], json.loads(body))
            case _:
                raise Refused(400, f"no handler for {method} {path}")
        return {"acknowledged": True}

    def _aliased(self, action: dict[str, Any]) -> None:
        ((kind, told),) = action.items()
        if kind == "add":
            check(told["index"] in self.indexes, "index_not_found_exception", 404)
            self.aliases[told["alias"]] = told["index"]
        else:
            check(kind == "remove_index", "an action")
            del self.indexes[told["index"]]

    def _bulk(self, index: dict[str, Any], body: bytes) -> Any:
        check(body.endswith(b"\n"), "The bulk request must be terminated by a newline")
        lines, items = iter(body.decode("ascii").splitlines()), []
        for line in lines:
            ((kind, told),) = json.loads(line).items()
            check(kind in ("index", "delete") and set(told) == {"_id", "version", "version_type"}, "an action")
            source = json.loads(next(lines)) if kind == "index" else None
            old, status = index["rows"].get(told["_id"]), {"index": 201, "delete": 200}[kind]
            item: dict[str, Any] = {"_id": told["_id"]}
            if old and old["version"] >= told["version"]:
                status, item["error"] = 409, {"type": "version_conflict_engine_exception"}
            elif source is not None and set(source) - set(index["properties"]):
                status, item["error"] = 400, {"type": "strict_dynamic_mapping_exception"}
            else:
                index["rows"][told["_id"]] = {"version": told["version"], "source": source}
            items.append({kind: item | {"status": status}})
        return {"errors": any("error" in next(iter(item.values())) for item in items), "items": items}

    def _search(self, index: dict[str, Any], asked: dict[str, Any]) -> Any:
        self.queries.append(asked)
        check(set(asked) == {"size", "query", "sort", "track_total_hits", "_source"}, "unknown key")
        check(set(asked["_source"]) <= set(index["properties"]), "a field")
        check(1 <= asked["size"] <= 10_000, "size")
        scored = [
            (score, row["source"])
            for row in index["rows"].values()
            if row["source"] is not None and (score := bool_score(asked["query"], row["source"], index["properties"]))
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1]["entry"]))
        shown = [{key: source[key] for key in asked["_source"]} for _, source in scored[: asked["size"]]]
        return {"hits": {"hits": [{"_source": source} for source in shown]}}


def check(fit: bool, what: str, status: int = 400) -> None:
    """Refuse what is not fit."""
    if not fit:
        raise Refused(status, what)


def bool_score(query: dict[str, Any], source: dict[str, Any], properties: dict[str, Any]) -> float:
    """How well a document matches; 0 for not at all."""
    check(set(query) == {"bool"}, "unknown query")
    told = query["bool"]
    check(set(told) <= {"filter", "must", "should", "minimum_should_match"}, "unknown key of bool")
    for filtered in told["filter"]:
        ((field, value),) = filtered["term"].items()
        check(set(filtered) == {"term"} and properties[field]["type"] == "keyword", "a filter")
        if value not in (source[field] if isinstance(source[field], list) else [source[field]]):
            return 0.0
    groups = told.get("must", told.get("should", []))
    check(sum(len(each["multi_match"]["query"].split()) * 5 for each in groups) <= 1024, "too_many_clauses")
    scores = [multi_score(each, source, properties) for each in groups]
    if "must" in told and not all(scores):
        return 0.0
    return sum(scores)


def multi_score(query: dict[str, Any], source: dict[str, Any], properties: dict[str, Any]) -> float:
    """The best field's score, whole words only, as the whitespace analyzer has them."""
    told = query["multi_match"]
    check(set(query) == {"multi_match"}, "unknown query")
    check(set(told) == {"query", "fields", "type", "operator"}, "unknown key of multi_match")
    check(told["type"] == "best_fields" and told["operator"] == "or" and isinstance(told["query"], str), "multi_match")
    best, sought = 0.0, set(told["query"].split())
    for each in told["fields"]:
        field, _, boost = each.partition("^")
        check(properties[field] == {"type": "text", "analyzer": "whitespace"}, "a field")
        best = max(best, float(boost) * len(sought & set(source[field].split())))
    return best


@contextmanager
def serving(store: Store) -> Iterator[str]:
    """Run the server; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            store.authorized.add(self.headers.get("Authorization", ""))
            try:
                check(not store.down, "down", 503)
                status, told = 200, store.answer(self.command, self.path, body)
            except Refused as error:
                status, told = error.args[0], {"error": error.args[1]}
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 (the names that http.server calls)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
