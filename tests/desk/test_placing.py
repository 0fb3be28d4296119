"""The pages of placements: order, adding, taking away, and how it looks; all of it without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.models import Placement, Tag
from tests import makers

pytestmark = pytest.mark.django_db
PAGE, DO, PREVIEW = (reverse(f"admin:{name}") for name in ("desk-placing", "desk-place", "desk-placing-preview"))


@pytest.fixture
def me() -> User:
    return makers.person(Role.CURATOR)


@pytest.fixture
def desk(me: User) -> Client:
    return signed_in(me)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def placed(tag: Tag, me: User, *names: str) -> list[Placement]:
    return [
        workflow.place(makers.contact(of=makers.organisation(name=name)).organisation, on=tag, by=me) for name in names
    ]


def order(tag: Tag) -> list[str]:
    return [each.organisation.name for each in workflow.placed_on(tag)]


def test_buttons_move_add_and_take_away(desk: Client, me: User) -> None:
    tag = makers.tag(slug="sleep")
    first, _, third = placed(tag, me, "A", "B", "C")

    def do(what: str, **more: str) -> Any:
        seen = ",".join(str(each.pk) for each in workflow.placed_on(tag))
        return desk.post(DO, {"tag": "sleep", "seen": seen, "do": what, **more})

    assert do(f"up:{third.pk}").headers["Location"] == f"{PAGE}?tag=sleep#list"
    assert order(tag) == ["A", "C", "B"]
    do(f"down:{first.pk}")
    assert order(tag) == ["C", "A", "B"]
    do(f"remove:{first.pk}")
    do(f"add:{makers.organisation(name='New').pk}")
    assert order(tag) == ["C", "B", "New"]
    assert "New stands there now" in desk.get(PAGE, {"tag": "sleep"}).content.decode()
    for nonsense in ("up:0", "sideways:1", "remove:x", "add:0", ""):
        assert do(nonsense).status_code == 422
    assert order(tag) == ["C", "B", "New"]


def test_an_order_is_answered_in_json_and_a_stale_one_is_refused(desk: Client, me: User) -> None:
    tag = makers.tag(slug="sleep")
    keys = [str(each.pk) for each in placed(tag, me, "A", "B")]
    sent = {"tag": "sleep", "do": "order", "seen": ",".join(keys), "order": ",".join(keys[::-1]), "moved": keys[1]}
    answer = desk.post(DO, sent, headers={"Accept": "application/json"})
    assert answer.json() == {"order": [int(key) for key in keys[::-1]], "words": "B is now number 1 of 2."}
    late = desk.post(DO, sent, headers={"Accept": "application/json"})
    assert (late.status_code, "got there first" in late.json()["words"]) == (409, True)
    page = desk.post(DO, sent)
    assert page.status_code == 409
    assert "This is how it stands now." in page.content.decode()


def test_only_those_that_are_not_there_yet_are_found(desk: Client, me: User) -> None:
    tag = makers.tag(slug="sleep")
    placed(tag, me, "Night line")
    makers.organisation(name="Old night line", archived=True)
    other = makers.organisation(name="Second night line", verified=False)
    html = desk.get(PAGE, {"tag": "sleep", "q": "night LINE"}).content.decode()
    assert [f"add:{other.pk}"] == [part.split('"')[0] for part in html.split('value="')[1:] if part.startswith("add:")]
    assert "Readers would not be given it. Nobody has verified it yet." in html
    assert "Nothing that is not here yet" in desk.get(PAGE, {"tag": "sleep", "q": "<b>"}).content.decode()


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        ({"archived": True}, "It is archived."),
        ({"verified": False}, "Nobody has verified it yet."),
        ({}, "no way to be"),
    ],
)
def test_what_readers_are_not_given_is_marked_with_why(desk: Client, hidden: dict[str, Any], why: str) -> None:
    placement = Placement.objects.create(organisation=makers.organisation(name="X", **hidden), tag=makers.tag(slug="s"))
    html = desk.get(PAGE, {"tag": "s"}).content.decode()
    assert f'data-key="{placement.pk}" data-name="X" class="not-given"' in html
    assert why in html


def test_the_preview_is_the_page_that_readers_get_or_would_get(desk: Client, me: User) -> None:
    edition, draft = makers.published(), makers.draft()
    for article in (edition.article, draft.article):
        workflow.place(makers.contact(of=makers.organisation(name="Seen")).organisation, on=article, by=me)
        html = desk.get(PREVIEW, {"article": article.pk}).content.decode()
        assert 'id="support"' in html
        assert "Seen" in html
        page = desk.get(PAGE, {"article": article.pk}).content.decode()
        assert f"{PREVIEW}?article={article.pk}#support" in page
    assert "Draft preview" in html
    assert desk.get(PREVIEW, {"article": makers.article().pk}).status_code == 404


def test_any_article_with_the_tag_is_chosen_for_the_preview(desk: Client) -> None:
    tag = makers.tag(slug="sleep")
    one, other = (makers.published(text=makers.short_document(title=title)) for title in ("One", "Other"))
    for each in (one, other):
        each.article.taggings.create(tag=tag)
    html = desk.get(PAGE, {"tag": "sleep", "preview": str(other.article_id)}).content.decode()
    assert f"{PREVIEW}?article={other.article_id}#support" in html
    assert desk.get(PAGE, {"tag": "sleep"}).context["previewed"].article == one.article


def test_the_start_page_counts_what_is_placed(desk: Client, me: User) -> None:
    placed(makers.tag(slug="sleep", name="Sleep"), me, "A", "B")
    edition = makers.published()
    html = desk.get(PAGE).content.decode()
    assert "2 organisations · 0 articles" in html
    assert f"?article={edition.article_id}" in html
    assert "none of its own" in html


@pytest.mark.parametrize("query", [{"tag": "nowhere"}, {"article": "0"}, {"article": "x"}, {"tag": ""}])
def test_what_is_not_there_is_not_found(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(PAGE, query).status_code == 404
    assert desk.post(DO, query).status_code == 404


def test_others_read_and_change_nothing(me: User) -> None:
    tag, author = makers.tag(slug="sleep"), signed_in(makers.author())
    key = placed(tag, me, "A", "B")[0].pk
    html = author.get(PAGE, {"tag": "sleep"}).content.decode()
    assert "Take away" not in html
    assert author.post(DO, {"tag": "sleep", "do": f"remove:{key}"}).status_code == 403
    assert order(tag) == ["A", "B"]


def test_the_admins_own_forms_write_through_the_workflow(desk: Client, me: User) -> None:
    tag, organisation = makers.tag(), makers.organisation()
    sent = {"organisation": organisation.pk, "tag": tag.pk, "position": 3}
    desk.post(reverse("admin:articles_placement_add"), sent)
    placement = Placement.objects.get()
    assert [(row.history_user, row.history_change_reason) for row in placement.history.all()] == [
        (me, "Added in the admin")
    ]
    chosen = {"action": "delete_selected", "_selected_action": placement.pk, "post": "yes"}
    desk.post(reverse("admin:articles_placement_changelist"), chosen)
    assert not Placement.objects.exists()
    assert Placement.history.first().history_change_reason == f"Taken from the tag “{tag}”"


def test_the_number_of_queries_does_not_grow(
    desk: Client, me: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    tag = makers.tag(slug="sleep")
    placed(tag, me, *"ABCDE")
    for _ in range(3):
        makers.published().article.taggings.create(tag=tag)
    queries: list[dict[str, str]] = [{}, {"tag": "sleep", "q": "x"}]
    for query in queries:
        with django_assert_max_num_queries(11):
            assert desk.get(PAGE, query).status_code == 200
