"""Two people at addresses at the same moment, on two connections: nothing leads in two hops, nothing to two pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from accounts.errors import WorkflowError
from articles import workflow
from articles.models import Article, FormerSlug
from finding import tally
from finding import workflow as finding
from finding.models import MissingAddress, Redirect
from tests import makers
from tests.articles.workflow.test_races import ROUNDS, race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write after the other; its tests share one connection"
    ),
]


def test_two_redirects_do_not_make_a_chain() -> None:
    by = makers.publisher()
    for number in range(ROUNDS):
        a, b = f"/a{number}", f"/b{number}"
        outcomes = race(
            lambda a=a, b=b: finding.add_redirect(path=a, target=b, by=by),  # type: ignore[misc]
            lambda b=b: finding.add_redirect(path=b, target="/about/", by=by),  # type: ignore[misc]
        )
        assert all(error is None or isinstance(error, WorkflowError) for error in outcomes), outcomes
        found = dict(Redirect.objects.filter(path__in=[a, b]).values_list("path", "target"))
        assert found[b] == "/about/"
        assert found.get(a, "/about/") == "/about/"


def test_a_slug_that_is_given_up_is_not_taken_by_another_meanwhile() -> None:
    by = makers.publisher()
    for number in range(ROUNDS):
        article = makers.published(slug=f"old-{number}").article
        medicine = makers.medicine()
        outcomes = race(
            lambda article=article, number=number: workflow.rename_article(article, f"new-{number}", by=by),  # type: ignore[misc]
            lambda number=number, medicine=medicine: workflow.create_article(  # type: ignore[misc]
                by=by, slug=f"old-{number}", language="en", medicine=medicine
            ),
        )
        assert outcomes[0] is None
        assert isinstance(outcomes[1], WorkflowError)
        assert not Article.objects.filter(slug__in=FormerSlug.objects.values("slug")).exists()
        assert Client().get(f"/articles/old-{number}/").headers["Location"] == f"/articles/new-{number}/"


def test_two_who_rename_one_article() -> None:
    people = [makers.publisher(), makers.publisher()]
    article = makers.published(slug="old").article
    mine = [Article.objects.get(pk=article.pk) for _ in people]
    outcomes = race(*[
        lambda n=n: workflow.rename_article(mine[n], f"new-{n}", by=people[n])
        for n in range(2)
    ])  # fmt: skip
    lost = [error for error in outcomes if error]
    assert len(lost) == 1
    assert isinstance(lost[0], WorkflowError)
    assert FormerSlug.objects.get().slug == "old"


def test_two_processes_write_their_counts_at_once() -> None:
    MissingAddress.objects.all().delete()
    counters = [tally.Tally("MissingAddress", ("path",), lambda path: (path,)) for _ in range(4)]
    for counter in counters:
        for number in range(200):
            counter.count(f"/{number}")
    assert race(*[counter.flush for counter in counters]) == [None] * 4
    assert set(MissingAddress.objects.values_list("times", flat=True)) == {4}
    assert MissingAddress.objects.count() == 200
