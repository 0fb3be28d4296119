"""Links between articles: by identity in what is kept, by today's address in what is shown, else words alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from articles import checking, crosslinks, following, rows, selectors, workflow
from articles import document as documents
from articles.desk import linking, standing
from articles.document import Document
from articles.errors import NotReady
from articles.models import Article, Edition
from articles.readiness import Linked
from articles.richtext import article_link
from articles.starter.files import FileError, identity_of
from articles.starter.loading import load_folder
from tests import makers
from tests.articles.starter import folder

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)


def linking_text(*identities: UUID, title: str = "It links") -> Document:
    """A short text whose last section and its point link articles."""
    links = "".join(f'<p>See <a href="{article_link(each)}">that page</a>.</p>' for each in identities)
    text = makers.short_document(title=title)
    first = text.sections[1]
    point = first.points[0].model_copy(update={"text": first.points[0].text + links})
    whole = first.model_copy(update={"introduction": links, "points": (point, *first.points[1:])})
    return documents.read(text.model_copy(update={"sections": (text.sections[0], whole)}).model_dump(mode="json"))


def published(title: str = "Target", **fields: Any) -> Article:
    return makers.published(text=makers.short_document(title=title), **fields).article


def page(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def links(html: str) -> list[str]:
    """Where “that page” leads, each time that it is a link."""
    return [part.rpartition('<a href="')[2].rstrip('">') for part in html.split("that page</a>")[:-1]]


def test_a_link_survives_a_change_of_address_and_is_words_alone_once_its_article_is_withdrawn(client: Client) -> None:
    target = published(slug="old-place")
    here = makers.published(text=linking_text(target.uuid)).article
    sealed = here.editions.get().sealed_json
    assert links(page(client, here)) == ["/articles/old-place/"] * 2
    workflow.rename_article(target, "new-place", by=makers.publisher())
    assert links(page(client, here)) == ["/articles/new-place/"] * 2
    workflow.withdraw(target.editions.get(), reason="It was wrong.", by=makers.publisher())
    html = page(client, here)
    assert links(html) == []
    assert html.count("See that page.") == 2
    assert here.editions.get().sealed_json == sealed
    assert article_link(target.uuid) in (sealed or "")
    assert "article:" not in html


def test_what_is_not_published_or_unknown_is_words_alone_for_readers(client: Client) -> None:
    target = makers.draft().article
    here = makers.published(text=linking_text(target.uuid)).article
    assert "See that page." in page(client, here)
    text = linking_text(target.uuid, NOBODY)
    assert crosslinks.identities(text, None, text) == (target.uuid, NOBODY)
    assert crosslinks.shown(text, {}).sections[1].introduction == "<p>See that page.</p><p>See that page.</p>"
    plain = makers.short_document()
    assert crosslinks.shown(plain, {}) is plain


def test_old_editions_differences_and_previews_lead_to_the_address_of_today(client: Client) -> None:
    target = published(slug="place")
    first = makers.published(text=makers.short_document())
    second = makers.published(of=first.article, text=linking_text(target.uuid))
    makers.published(of=first.article, text=makers.short_document(title="Third"))
    slug = first.article.slug
    assert links(client.get(reverse("articles:edition", args=[slug, second.number])).content.decode())
    html = client.get(reverse("articles:difference", args=[slug, 1, 2])).content.decode()
    assert "(/articles/place/)" in html
    assert "article:" not in html
    draft = makers.draft(text=linking_text(target.uuid))
    client.force_login(makers.author())
    for name in ("desk-text", "desk-edition"):
        html = client.get(reverse(f"admin:{name}", args=[draft.pk])).content.decode()
        assert "/articles/place/" in html
        assert "article:" not in html.replace("articles/article:", "")


def test_the_page_costs_no_query_more_with_links(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = makers.published(text=linking_text(*(published(f"Target {n}").uuid for n in range(4)))).article
    with django_assert_num_queries(3):
        assert len(links(page(client, here))) == 8


def test_the_link_checker_does_not_follow_them() -> None:
    target = published()
    edition = makers.published(text=linking_text(target.uuid))
    assert [link.url for link in edition.page_links.all()] == [article_link(target.uuid)]
    assert not [url for url, _ in following.addresses() if url.startswith("article:")]


# Readiness


def test_what_blocks_and_what_is_advised_with_its_place() -> None:
    gone, later = makers.withdrawn().article, makers.draft().article
    by = makers.author()
    edition = makers.draft(text=linking_text(gone.uuid, later.uuid, NOBODY, published().uuid), by=by)
    text = rows.read(edition)
    found = checking.check(edition, text)
    section = text.sections[1]
    targets = [f"{section.id}.introduction", f"{section.points[0].id}.text"]
    for code, identity, problems in (
        ("link-withdrawn", gone.uuid, found.blocking),
        ("link-unknown", NOBODY, found.blocking),
        ("link-unpublished", later.uuid, [advice.problem for advice in found.advice]),
    ):
        mine = [problem for problem in problems if problem.code == code]
        assert [(problem.target, problem.about) for problem in mine] == [(each, str(identity)) for each in targets]
        assert "that page" in mine[0].rule
    with pytest.raises(NotReady) as raised:
        workflow.submit(edition, version=edition.version, by=by)
    assert {problem.code for problem in raised.value.issues} == {"link-withdrawn", "link-unknown"}
    assert checking.linked([gone.uuid, later.uuid, NOBODY]) == {
        gone.uuid: Linked.WITHDRAWN,
        later.uuid: Linked.NOT_YET,
    }


def test_a_published_page_is_in_the_lists_once_what_it_links_was_withdrawn() -> None:
    target = published()
    edition = makers.published(text=linking_text(target.uuid))
    these = standing.whole(Edition.objects.filter(pk=edition.pk))
    assert standing.findings(these) == []
    workflow.withdraw(target.editions.get(), reason="It was wrong.", by=makers.publisher())
    assert {each.problem.code for each in standing.findings(these)} == {"link-withdrawn"}


# The desk


def test_whoever_withdraws_is_told_which_pages_link_it(client: Client) -> None:
    target = published("Target")
    makers.published(text=linking_text(target.uuid, title="A page that links"))
    makers.superseded(text=linking_text(target.uuid, title="No longer"))
    client.force_login(makers.publisher())
    edition = target.editions.get()
    html = client.get(reverse("admin:desk-edition", args=[edition.pk])).content.decode()
    assert "1 published page links this article." in html
    sent = {"seen": edition.state, "reason": "It was wrong.", "confirmed": "on"}
    answer = client.post(reverse("admin:desk-action", args=[edition.pk, "withdraw"]), sent, follow=True)
    assert "need a new edition without the link: “A page that links”." in answer.content.decode()
    html = " ".join(client.get(reverse("admin:desk-article", args=[target.pk])).content.decode().split())
    assert "Linked in the prose of <a" in html
    assert "Readers of that page get the words without the link." in html


def test_the_editor_finds_articles_and_knows_those_that_are_linked(client: Client) -> None:
    target, other = published("Stopping it", slug="stop-it"), makers.draft().article
    draft = makers.draft(text=linking_text(target.uuid, other.uuid))
    find = reverse("admin:desk-find-article")
    assert client.get(find).status_code == 302
    client.force_login(makers.person(Role.AUTHOR))
    told = {
        "href": article_link(target.uuid),
        "title": "Stopping it",
        "slug": "stop-it",
        "language": "en",
        "standing": "",
    }
    assert client.get(f"{find}?q=STOP+it").json() == {"results": [told]}
    for nothing in (f"q=stop&but={target.pk}", "q=", "q=%00", "but=x"):
        assert client.get(f"{find}?{nothing}").json() == {"results": []}
    known = linking.labels([target.uuid, other.uuid, NOBODY])
    assert known[told["href"]] == told
    assert known[article_link(other.uuid)]["standing"] == "not published yet"
    assert len(known) == 2
    answer = client.get(reverse("admin:desk-check", args=[draft.pk])).json()
    assert answer["articles"] == known
    assert not selectors.paths([])
    assert not linking.labels([])


# Content files


def test_a_file_links_by_slug_what_may_be_loaded_after_it(tmp_path: Path) -> None:
    path = folder.write(tmp_path)
    name = next(iter(path.glob("articles/*.toml")))
    text = name.read_text().replace("It is **real**.", "It is **real**, [see](article:later).")
    name.write_text(text)
    with pytest.raises(FileError, match="there is no article 'later' to link"):
        load_folder(path, print)
    slug = next(line for line in text.splitlines() if line.startswith("slug")).partition('"')[2].rstrip('"')
    (name.parent / "zz-later.toml").write_text(text.replace(f'slug = "{slug}"', 'slug = "later"'))
    load_folder(path, print)
    here, later = Article.objects.get(slug=slug), Article.objects.get(slug="later")
    assert later.uuid == identity_of("later", "en")
    sealed = documents.unseal(here.editions.get().sealed_json or "")
    assert crosslinks.identities(sealed) == (later.uuid,)
