"""Whatever is renamed, withdrawn, led on and imported in whatever order: no address loops, and none takes two hops."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.errors import WorkflowError
from articles import workflow
from articles.models import Article, State
from finding import workflow as finding
from finding.models import Redirect
from finding.workflow import Wanted
from pages import redirecting
from resources import workflow as resources
from resources.models import Organisation
from tests import makers

SLUGS = st.sampled_from(["a", "b", "c", "d"])
PATHS = st.sampled_from(
    ["/x", "/y", "/z", *(f"/{kind}/{slug}" for kind in ("articles", "support", "medicines") for slug in "abcd")]
)
WHICH = st.integers(0, 1)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("article"), WHICH, SLUGS),
        st.tuples(st.just("organisation"), WHICH, SLUGS),
        st.tuples(st.just("topic"), WHICH, SLUGS),
        st.tuples(st.just("withdraw"), WHICH, st.just("")),
        st.tuples(st.just("lead"), PATHS, PATHS),
        st.tuples(st.just("import"), st.lists(st.tuples(PATHS, PATHS), min_size=2, max_size=4), st.just("")),
        st.tuples(st.just("remove"), PATHS, st.just("")),
    ),
    max_size=12,
)


class AnyAddresses(TestCase):
    """One world for each example, made and undone."""

    @given(moves=MOVES)
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_one_hop_is_all_there_ever_is(self, moves: list[tuple[str, Any, Any]]) -> None:
        world = World()
        for name, one, other in moves:
            with suppress(WorkflowError):
                getattr(world, name)(one, other)
        for path in [f"{path}{end}" for path in world.paths() for end in ("", "/")]:
            follow(path)


def follow(path: str) -> None:
    client = Client()
    response = client.get(path)
    if response.status_code != 301:
        assert response.status_code in (200, 404, 410), (path, response.status_code)
        return None
    to = response.headers["Location"]
    if to == f"{path}/" and redirecting.page_at(to):
        return follow(to)  # only its slash was missing
    assert client.get(to).status_code in (200, 404, 410), (path, to)
    return None


class World:
    """Two articles, two organisations and two medicines, and the people who change them."""

    def __init__(self) -> None:
        self.by = makers.superuser()
        self.by.groups.set(makers.publisher().groups.all())
        self.articles = [makers.published(slug=slug) for slug in ("a", "b")]
        self.organisations = [makers.contact(of=makers.organisation(slug=slug)).organisation for slug in ("a", "b")]
        self.had: set[str] = {"/x", "/y", "/z"}

    def paths(self) -> set[str]:
        kinds = ("articles", "support", "medicines", "conditions")
        return {
            *self.had,
            *Redirect.objects.values_list("path", flat=True),
            *(f"/{k}/{s}" for k in kinds for s in "abcd"),
        }

    def article(self, which: int, slug: str) -> None:
        workflow.rename_article(Article.objects.get(pk=self.articles[which].article_id), slug, by=self.by)

    def topic(self, which: int, slug: str) -> None:
        topic = Article.objects.get(pk=self.articles[which].article_id).medicine
        assert topic
        self.had.add(f"/medicines/{topic.slug}")
        workflow.rename_topic(topic, slug, by=self.by)

    def organisation(self, which: int, slug: str) -> None:
        resources.rename_organisation(Organisation.objects.get(pk=self.organisations[which].pk), slug, by=self.by)

    def withdraw(self, which: int, _: str) -> None:
        edition = self.articles[which]
        edition.refresh_from_db()
        if edition.state == State.PUBLISHED:
            other = self.articles[1 - which].article
            workflow.withdraw(edition, reason="Merged.", by=self.by, redirect_to=other)

    def lead(self, path: str, target: str) -> None:
        finding.add_redirect(path=path, target=target, by=self.by)

    def remove(self, path: str, _: str) -> None:
        if found := Redirect.objects.filter(path=path).first():
            finding.remove_redirect(found, by=self.by)

    def __getattr__(self, name: str) -> Any:
        if name == "import":
            return self.bring
        raise AttributeError(name)

    def bring(self, rows: list[tuple[str, str]], _: str) -> None:
        wanted = {path: Wanted(path, f"{target}/") for path, target in rows if path != target}
        finding.import_redirects(list(wanted.values()), file_name="old.csv", by=self.by)
