"""An OpenSearch beside the database: it answers while it has everything, and the database whenever it cannot."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from finding import analysis, index, sending
from finding.engines import Question, elsewhere, opensearch, own
from finding.engines.elsewhere import NotAnswering
from finding.index import Page
from finding.models import Entry, Gone, IndexState, Kind
from finding.searching import Asked, search
from rlsinfo import env
from rlsinfo import sending as due
from tests.finding.strictsearch import Store, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings: Any) -> Iterator[Store]:
    """An empty server that the site is told of, with a user."""
    held = Store()
    with serving(held) as url:
        settings.SEARCH_URL = f"{url.replace('//', '//desk:p%40ss@')}/site"
        elsewhere.wake()
        yield held
        elsewhere._connections().close()
    elsewhere.wake()


def page(title: str, **more: Any) -> Page:
    return Page("en", Kind.ARTICLE, f"/articles/{title.lower()}/", title, **more)


def found(query: str) -> list[str]:
    return [result.ref for result in search(Asked(query, "en")).results]


def test_it_answers_once_it_has_everything_as_the_database_does(store: Store) -> None:
    index.replace({"a": [page("Restless legs", tags=["sleep"], medicine="x")], "b": [page("Sleep", summary="Legs.")]})
    assert found("legs") == ["a", "b"]
    assert (store.queries, sending.is_due()) == ([], True)
    assert sending.send() == 2  # there is no index yet: all of it into a new one
    assert (found("legs"), len(store.queries), sending.is_due()) == (["a", "b"], 1, False)
    assert store.authorized == {"Basic ZGVzazpwQHNz"}
    for narrowed in ({}, {"tag": "sleep"}, {"medicine": "x"}, {"kind": "tag"}):
        for groups in ((("leg",),), (("leg", "sleep"), ("restless",))):
            for together in (True, False):
                question = Question("en", groups, together, **narrowed)  # type: ignore[arg-type]
                assert {a.entry for a in opensearch.ENGINE.match(question)} == {a.entry for a in own().match(question)}


def test_what_changed_is_sent_and_readers_never_get_what_is_old(store: Store) -> None:
    index.replace({"a": [page("Restless legs")], "b": [page("Restless sleep")]})
    sending.send()
    made = dict(store.aliases)
    index.replace({"a": [], "b": [page("Calm sleep")]})
    assert (found("restless"), Gone.objects.get().ref) == ([], "a")
    assert store.queries == []
    assert sending.send() == 2
    assert (set(store.documents()), store.aliases) == ({"b en"}, made)
    index.replace({"a": [page("Restless again")]})
    index.put_tags({"b": ["sleep"]})
    assert (sending.send(), sending.send()) == (2, 0)
    assert (store.documents()["b en"]["tags"], Gone.objects.count()) == (["sleep"], 0)
    assert found("restless") == ["a"]


def test_a_late_document_takes_nothing_s_place(store: Store) -> None:
    index.replace({"a": [page("Old")]})
    old = Entry.objects.get()
    sending.send()
    index.replace({"a": [page("New")]})
    sending.send()
    sending._put("/site/_bulk", iter(opensearch.put(old, index.texts_of(old))))
    assert store.documents()["a en"]["title"] == "new"


def test_a_rebuild_swaps_a_new_index_in_and_keeps_what_came_meanwhile(store: Store) -> None:
    index.replace({str(n): [page(f"Page {n}")] for n in range(3)})
    sending.send()
    (before,) = store.indexes
    sending.send_all(lambda done, of: index.replace({"late": [page("Late")]}) if done == of else None)
    (after,) = store.indexes
    assert (after != before, len(store.documents()), sending.is_due()) == (True, 3, True)
    assert (sending.send(), len(store.documents())) == (1, 4)
    IndexState.objects.update(sent_to="an index of another day")
    index.replace({"more": [page("More")]})
    assert sending.send() == 5  # whatever that one had: this one gets all of it


def test_the_database_answers_where_it_does_not(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    index.replace({"a": [page("Restless legs")]})
    sending.send()
    store.down = True
    with caplog.at_level(logging.WARNING):
        assert [found("legs"), found("restless")] == [["a"], ["a"]]
    assert len(caplog.records) == 1
    assert "503" in caplog.text
    assert "p%40ss" not in caplog.text
    store.down = False
    assert (found("legs"), store.queries) == (["a"], [])  # it rests
    elsewhere.wake()
    assert (found("legs"), len(store.queries)) == (["a"], 1)
    store.aliases.clear()
    assert found("legs") == ["a"]


def test_the_worker_tries_again_until_it_is_sent(store: Store) -> None:
    index.replace({"a": [page("Restless legs")]})
    for _ in range(2):
        due.enqueue_if_due()
    task = DBTaskResult.objects.get()
    store.down = True
    with pytest.raises(NotAnswering):
        due.send_index.func()
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
    due.enqueue_if_due()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - due.TRY_AGAIN * 2)
    due.enqueue_if_due()
    assert DBTaskResult.objects.exclude(pk=task.pk).count() == 1
    with pytest.raises(CommandError, match="Readers search the database"):
        call_command("rebuild_search")
    store.down = False
    index.replace({"a": [page("Restless legs")]})
    assert (due.send_index.func(), due.send_index.func(), set(store.documents())) == (1, 0, {"a en"})


def test_nothing_is_sent_where_there_is_none() -> None:
    index.replace({"a": [page("Restless legs")]})
    due.enqueue_if_due()
    assert not DBTaskResult.objects.exists()


@given(st.lists(st.lists(st.text(), min_size=1), min_size=1, max_size=16), st.booleans(), st.text())
def test_any_text_makes_a_query_that_is_taken(texts: list[list[str]], together: bool, tag: str) -> None:
    groups = tuple(tuple(analysis.stems(" ".join(some), "en")) or ("none",) for some in texts)
    many = tuple(stems * 30 for stems in groups)
    held = Store()
    held.indexes["i"] = {"properties": opensearch.MAPPING["mappings"]["properties"], "rows": {}}
    held.aliases["site"] = "i"
    row = dict.fromkeys(opensearch.MAPPING["mappings"]["properties"], "") | {"language": "en", "tags": [tag]}
    held.indexes["i"]["rows"]["x"] = {"version": 1, "source": row | {"entry": 1}}
    body = elsewhere._dumped(opensearch.query(Question("en", many, together, tag=tag)))
    held.answer("POST", "/site/_search", body)


@pytest.mark.parametrize(
    "bad", ["ftp://h", "https://", "h:9200", "http://h:99999", "http://h/A", "http://h/a/b", "http://h?x"]
)
def test_a_bad_address_stops_the_start(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_URL", bad)
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        env.search_url()
    monkeypatch.setenv("SEARCH_URL", "https://u:p%40@h:9200/")
    assert env.search_url() == "https://u:p%40@h:9200/rlsinfo"
