"""An edition's page on the desk: who may open it, what it shows in each state, and what it costs."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import document as documents
from articles import rows, workflow
from articles.models import Edition, Source, Standing, State
from tests import makers
from tests.desk.acting import address, html_of, signed_in

pytestmark = pytest.mark.django_db
NEXT = re.compile(r'<section class="next".*?</section>', re.DOTALL)


def box(edition: Edition, by: User) -> str:
    """What happens next."""
    found = NEXT.search(html_of(edition, by=by))
    assert found
    return found[0]


def changed(base: Edition, by: User, edit: Any) -> Edition:
    """A draft of the next edition, with its text edited."""
    draft = workflow.start_draft(base.article, by=by)
    data = rows.read(draft).model_dump(mode="json") | {"sources": []}
    edit(data)
    return workflow.save_document(draft, documents.read(data), version=draft.version, by=by)


@pytest.mark.parametrize("state", list(State))
def test_every_role_reads_it_in_every_state(state: State) -> None:
    edition = makers.edition(state)
    for role in Role:
        html = html_of(edition, by=makers.person(role))
        assert f'<span class="state {state.value}">{state.label}</span>' in html


def test_strangers_sign_in_first_and_staff_without_a_role_read_nothing() -> None:
    edition = makers.submitted()
    for page in (address(edition), reverse("admin:desk-text", args=[edition.pk])):
        assert Client().get(page).headers["Location"].startswith(reverse("admin:login"))
        assert signed_in(makers.person()).get(page).status_code == 403
        assert signed_in(makers.reviewer()).post(page).status_code == 405


def test_a_first_edition_is_shown_whole_and_without_marks() -> None:
    edition = makers.submitted()
    html = html_of(edition, by=makers.reviewer())
    assert "This is the article's first edition" in html
    assert "<ins>" not in html
    assert "Side by side" not in html
    assert "A plain point of symptoms" in html


def test_what_changed_is_told_word_by_word_in_either_view() -> None:
    by = makers.author()

    def edit(data: dict[str, Any]) -> None:
        data["sections"][1]["points"][0]["text"] = "<p>It comes at night.</p>"
        data["sections"][2]["points"].append(makers.point(term="A new one"))

    edition = changed(makers.published(), by, edit)
    for query in ({}, {"view": "side"}):
        html = html_of(edition, by=by, **query)
        assert "<del>rest</del>" in html
        assert "<ins>night</ins>" in html
        assert '<span class="fate added">added</span>' in html
        assert html.count("unchanged") > 10
    assert 'aria-current="true">Side by side' in html
    assert f'href="{address(edition)}#changes">In one text' in html
    assert "?view=side" in html[html.index('class="next"') :]


def test_sources_are_one_click_away_and_say_how_they_stand() -> None:
    edition = makers.submitted()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(
        standing=Standing.SUPERSEDED,
        standing_note="See the 2024 study.",
        broken_since=timezone.localdate(),
        broken_why="Not found.",
    )
    html = html_of(edition, by=makers.reviewer())
    link = f'<a href="https://example.org/{makers.SOURCE_KEYS[0]}" rel="noopener noreferrer" target="_blank">'
    assert html.count(link) > 10
    assert "A newer version of this source exists. See the 2024 study. Its address has not worked since" in html


def test_what_a_reviewer_asks_for_stands_at_the_top_until_the_next_submission() -> None:
    me = makers.author()
    edition = makers.submitted(by=me)
    workflow.request_changes(edition, sha256=makers.sha256(edition), note="Say who decides.", by=makers.reviewer())

    def head() -> str:
        page = signed_in(me).get(reverse("admin:desk-edition", args=[edition.pk])).content.decode()
        return page[page.index('class="head"') : page.index("</header>", page.index('class="head"'))]

    assert "asks for changes:</strong> Say who decides." in head()
    workflow.submit(edition, version=edition.version, by=me)
    assert "Say who decides." not in head()


def test_comments_stand_with_their_part_also_when_it_is_gone() -> None:
    edition, by = makers.draft(), makers.reviewer()
    section = rows.read(edition).sections[1]
    point = section.points[0]
    first = workflow.comment(edition, text="Is <b>this</b> so?", part=point.id, place="“Symptoms” › “Urge”", by=by)
    workflow.answer(first, text="It is.", by=makers.author())
    html = html_of(edition, by=by)
    start = html.index(f'id="part-{point.id}"')
    assert start < html.index("Is &lt;b&gt;this&lt;/b&gt; so?") < html.index("It is.") < html.index('id="sources"')
    without = rows.read(edition).model_copy(
        update={"sections": [s for s in rows.read(edition).sections if s != section]}
    )
    edition.refresh_from_db()
    workflow.save_document(edition, without, version=edition.version, by=makers.author())
    html = html_of(edition, by=by)
    assert "About a part that was removed: “Symptoms” › “Urge”" in html
    assert '<a href="#comments">Comments <span>1</span></a>' in html
    workflow.resolve(first, by=by)
    assert '<a href="#comments">Comments <span>0</span></a>' in html_of(edition, by=by)


def test_readiness_leads_to_the_place() -> None:
    edition = makers.draft(text=makers.document(summary=""))
    point = rows.read(edition).sections[0].points[0]
    by = makers.author()
    html = html_of(edition, by=by)
    assert '<a href="#front">summary</a>: is missing' in html
    assert f'href="{reverse("admin:desk-edit", args=[edition.pk])}#summary">Mend' in html
    assert ">Mend<" not in html_of(edition, by=makers.reviewer())
    assert f'id="part-{point.id}"' in html
    assert "1 thing must be mended first" in box(edition, by)
    assert "Flesch-Kincaid grade" in html


def test_advice_set_aside_is_told_with_reason_and_person() -> None:
    edition, by = makers.submitted(), makers.author()
    workflow.reopen(edition, reason="Advice.", by=by)
    html = html_of(edition, by=by)
    code, target, about = (
        re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', html)[0] for name in ("code", "target", "about")
    )
    workflow.set_aside(edition, code=code, target=target, about=about, reason="It is a name.", by=by)
    html = html_of(edition, by=makers.reviewer())
    assert "Advice that was set aside (1)" in html
    assert f'It is a name. <span class="quiet">{by}' in html


@pytest.mark.parametrize(
    ("state", "role", "offered"),
    [
        (State.DRAFT, Role.AUTHOR, ["submit", "discard"]),
        (State.DRAFT, Role.REVIEWER, []),
        (State.IN_REVIEW, Role.REVIEWER, ["approve", "claim", "request-changes"]),
        (State.IN_REVIEW, Role.AUTHOR, ["invite", "reopen"]),
        (State.APPROVED, Role.PUBLISHER, ["publish", "schedule", "reopen"]),
        (State.SCHEDULED, Role.PUBLISHER, ["publish", "reschedule", "unschedule", "reopen"]),
        (State.PUBLISHED, Role.PUBLISHER, ["move-review-date", "restore", "withdraw"]),
        (State.PUBLISHED, Role.REVIEWER, ["record-review"]),
        (State.SUPERSEDED, Role.AUTHOR, ["restore"]),
        (State.WITHDRAWN, Role.CURATOR, []),
        (State.DISCARDED, Role.AUTHOR, ["restore"]),
    ],
)
def test_what_somebody_may_do_now_is_offered_and_nothing_else(state: State, role: Role, offered: list[str]) -> None:
    html = box(makers.edition(state), makers.person(role))
    assert re.findall(r'<form method="post" action="[^"]*/do/([a-z-]+)/"', html) == offered


def test_why_an_expected_action_is_not_possible_is_said_in_one_sentence() -> None:
    both = makers.person(*Role)
    html = box(makers.submitted(by=both), both)
    assert "You wrote in this edition, so somebody else must review it." in html
    assert "/do/approve/" not in html
    assert "To review takes the role of clinical reviewer." in box(makers.submitted(), makers.author())
    unsigned = makers.reviewer(byline=False)
    assert "ask an administrator to enter your public name" in box(makers.submitted(), unsigned)
    taken, by = makers.submitted(), makers.reviewer()
    workflow.claim(taken, by=by)
    html = box(taken, makers.reviewer())
    assert f"{by} took this review on. They, or a publisher, can give it back." in html
    assert "/do/release/" in box(taken, by)
    discarded = makers.discarded()
    draft = makers.draft(of=discarded.article)
    assert f"Edition {draft.number} is open already (draft)." in box(discarded, makers.author())


def test_who_submitted_a_text_does_not_review_it() -> None:
    both = makers.person(*Role)
    edition = makers.draft()
    workflow.submit(edition, version=edition.version, by=both)
    assert "You submitted this edition, so somebody else must review it." in box(edition, both)


def test_the_text_as_readers_would_get_it() -> None:
    draft, published = makers.draft(), makers.published()
    by = signed_in(makers.reviewer())
    html = by.get(reverse("admin:desk-text", args=[draft.pk])).content.decode()
    assert "Draft preview" in html
    assert 'content="noindex"' in html
    response = by.get(reverse("admin:desk-text", args=[published.pk]))
    assert response.headers["Location"] == published.get_absolute_url()


def test_its_cost_does_not_grow_with_the_text_or_with_what_was_said() -> None:
    by = makers.reviewer()
    client = signed_in(by)

    def cost(edition: Edition) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(edition)).status_code == 200
        return len(queries)

    small = makers.submitted(of=makers.published(text=makers.short_document()).article, text=makers.short_document())
    kinds = ("overview", "symptoms", "look_alikes", "causes", "risk_factors", "self_care", "diagnosis", "pregnancy")
    many = [
        makers.section(kind, *(makers.point(term=f"Point {n} of {kind}", id=str(uuid4())) for n in range(10)))
        for kind in kinds
    ]
    text = makers.document(sections=[*many, makers.section("help"), makers.section("stopping")])
    large = makers.submitted(of=makers.published(text=text).article, text=text)
    for number in range(20):
        said = workflow.comment(large, text=f"Comment {number}", part=text.sections[0].points[number % 10].id, by=by)
        workflow.answer(said, text="Yes.", by=makers.author())
    for _ in range(3):
        workflow.open_link(makers.invited(large))
    client.get(address(small))
    assert cost(large) == cost(small) <= 40
