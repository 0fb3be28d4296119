"""Related articles on an article's page of the desk: why each stands there, and choosing, all without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles import related, workflow
from articles.models import Article
from tests import makers

pytestmark = pytest.mark.django_db


def browser(role: Role = Role.AUTHOR) -> Client:
    client = Client()
    client.force_login(makers.person(role))
    return client


def address(article: Article, **query: str) -> str:
    return reverse("admin:desk-article", args=[article.pk], query=query)


def do(client: Client, article: Article, what: str, **more: str) -> Any:
    seen = ",".join(str(choice.other_id) for choice in workflow.chosen_for(article) if choice.position)
    path = reverse("admin:desk-relate", args=[article.pk])
    return client.post(path, {"do": what, "seen": seen, **more}, follow=True)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(title: str, **about: Any) -> Article:
    about.setdefault("by", makers.author())
    return makers.published(of=makers.article(**about), text=makers.short_document(title=title)).article


def test_pin_move_leave_out_and_undo() -> None:
    client, tag = browser(), makers.tag(name="Iron")
    here, first, second, third = (page(title, tags=[tag]) for title in ("Here", "First", "Second", "Third"))
    html = words(client.get(address(here)))
    assert "Also about iron" in html
    assert "(on 4 articles)" in html
    found = words(client.get(address(here, relate="secon")))
    assert "<div>Second <span" in found
    html = words(do(client, here, f"pin:{first.pk}", words="Read this first"))
    assert f"“{first.slug}” stands among the first now." in html
    assert "<p>Read this first</p>" in html
    do(client, here, f"pin:{second.pk}")
    assert f"“{second.slug}” is now number 1 of the 2" in words(do(client, here, f"up:{second.pk}"))
    assert [each.title for each in related.related(here)] == ["Second", "First", "Third"]
    assert f"“{third.slug}” is left out." in words(do(client, here, f"leave-out:{third.pk}"))
    assert [each.title for each in related.related(here)] == ["Second", "First"]
    do(client, here, f"clear:{third.pk}")
    assert {each.title for each in related.related(here)} == {"Second", "First", "Third"}
    workflow.withdraw(second.editions.get(), reason="Wrong.", by=makers.publisher())
    assert "Pinned, but not shown" in words(client.get(address(here)))


def test_what_is_refused_says_why_and_loses_no_word() -> None:
    client, here = browser(), page("Here")
    draft = makers.draft(text=makers.short_document(title="Not yet"))
    response = do(client, here, f"pin:{draft.article_id}", words="My <words>", relate="not yet")
    assert response.status_code == 422
    assert "it is not published" in words(response)
    assert 'value="My &lt;words&gt;"' in words(response) or "My &lt;words&gt;" in words(response)
    assert do(client, here, "pin:").status_code == 422
    assert do(client, here, f"down:{draft.article_id}").status_code == 422
    other = page("Other")
    workflow.relate_pin(here, other, by=makers.author())
    path = reverse("admin:desk-relate", args=[here.pk])
    response = client.post(path, {"do": f"up:{other.pk}", "seen": f"{draft.article_id},{other.pk}"})
    assert response.status_code == 409
    assert "others are pinned now" in words(response)


def test_who_does_not_write_only_reads() -> None:
    here, other = page("Here", tags=[tag := makers.tag()]), page("Other", tags=[tag])
    client = browser(Role.CURATOR)
    html = words(client.get(address(here)))
    assert ">Other</a>" in html
    assert "Leave out" not in html
    assert do(client, here, f"pin:{other.pk}").status_code == 403
