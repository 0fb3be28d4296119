"""What the rules are told of the world around an edition: sources, organisations, review, what was set aside."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from articles import checking, rows, steps, workflow
from articles.errors import NotReady
from articles.models import Edition, Placement, Source, Standing
from articles.readiness import Support
from resources.models import Contact, Organisation, OrganisationKind
from tests import makers

pytestmark = pytest.mark.django_db
ALPHA, BETA = makers.SOURCE_KEYS
BROKEN = dt.date(2026, 1, 5)


def place(edition: Edition, organisation: Organisation) -> None:
    Placement.objects.create(organisation=organisation, article=edition.article, position=0)


def test_the_standing_of_cited_sources_is_told() -> None:
    edition = makers.draft()
    text = rows.read(edition)
    makers.source(key="not-cited", standing=Standing.RETRACTED, broken_since=BROKEN, broken_why="Not found.")
    found = checking.facts(edition, text)
    assert (found.retracted, found.superseded, found.broken) == (frozenset(), frozenset(), frozenset())
    Source.objects.filter(key=ALPHA).update(standing=Standing.RETRACTED)
    Source.objects.filter(key=BETA).update(standing=Standing.SUPERSEDED, broken_since=BROKEN, broken_why="Not found.")
    found = checking.facts(edition, text)
    assert (found.retracted, found.superseded, found.broken) == (
        frozenset({ALPHA}),
        frozenset({BETA}),
        frozenset({BETA}),
    )


def test_a_broken_source_keeps_an_edition_from_review() -> None:
    by = makers.author()
    edition = makers.draft(by=by)
    Source.objects.filter(key=ALPHA).update(broken_since=BROKEN, broken_why="Not found.")
    with pytest.raises(NotReady) as raised:
        workflow.submit(edition, version=edition.version, by=by)
    assert [problem.code for problem in raised.value.issues] == ["source-broken"]


def test_each_placed_organisation_is_told_once_with_its_state() -> None:
    tag = makers.tag()
    edition = makers.draft(of=makers.article(tags=[tag]))
    shown = makers.contact(of=makers.organisation(name="A shown", kind=OrganisationKind.CRISIS)).organisation
    for article, of in ((edition.article, None), (None, tag)):
        Placement.objects.create(organisation=shown, article=article, tag=of, position=0)
    half = makers.contact(of=makers.organisation(name="B half broken")).organisation
    makers.contact(of=half, value="+442079460001")
    Contact.objects.filter(value="+442079460001").update(broken_since=BROKEN, broken_why="Not found.")
    place(edition, half)
    place(edition, makers.organisation(name="C without a contact"))
    place(edition, makers.contact(of=makers.organisation(name="D not verified", verified=False)).organisation)
    place(edition, makers.organisation(name="E archived", archived=True))
    makers.contact(of=makers.organisation(name="F elsewhere"))
    assert checking.around(edition.article) == (
        (
            Support("A shown"),
            Support("B half broken", broken=True),
            Support("C without a contact", reachable=False),
            Support("D not verified", reachable=False),
        ),
        True,
    )


def test_a_crisis_line_counts_wherever_it_is_placed_if_readers_can_be_given_it() -> None:
    article = makers.article()
    assert checking.around(article) == ((), False)
    line = makers.contact(of=makers.organisation(kind=OrganisationKind.CRISIS))
    assert checking.around(article) == ((), True)
    Contact.objects.filter(pk=line.pk).update(broken_since=BROKEN, broken_why="Not found.")
    assert checking.around(article) == ((), False)


def test_an_overdue_review_is_told_but_does_not_keep_it_from_being_done() -> None:
    edition = makers.published()
    text = rows.read(edition)
    assert edition.next_review_due
    later = dt.datetime.combine(edition.next_review_due, dt.time(12), dt.UTC) + dt.timedelta(days=1)
    assert checking.check(edition, text).ready
    with time_machine.travel(later):
        assert [problem.code for problem in checking.check(edition, text).blocking] == ["review-overdue"]
        assert steps.blocking_issues(edition, text) == []
        makers.confirm(edition)
        edition.refresh_from_db()
        assert checking.check(edition, text).ready


def test_a_draft_is_never_overdue() -> None:
    edition = makers.draft()
    edition.next_review_due = dt.date(2020, 1, 1)
    assert checking.overdue(edition) is None


def test_the_name_of_the_medicine_is_known_by_sight() -> None:
    edition = makers.draft(of=makers.article(medicine=makers.medicine(name="Mirtazapine Oral")))
    assert checking.facts(edition, rows.read(edition)).names == {"mirtazapine", "oral"}
    other = makers.draft(of=makers.article(condition=makers.condition()))
    found = checking.facts(other, rows.read(other))
    assert (found.about_medicine, found.names) == (False, frozenset())


def test_advice_set_aside_is_known_again_after_the_text_around_it_moved() -> None:
    by = makers.author()
    sections = [makers.section("symptoms", makers.point(text="<p>It  was <em> via</em>  <b>x</b></p>", id=ID))]
    edition = makers.draft(by=by, text=makers.document(sections=sections))
    (found,) = (a for a in checking.check(edition, rows.read(edition)).standing if a.problem.code == "hard-word")
    code, target, about = found.problem.key
    workflow.set_aside(edition, code=code, target=target, about=about, reason="It is a name.", by=by)
    moved = makers.point(term="Before"), makers.point(text="<p>New words. It was via x.</p>", id=ID)
    text = makers.document(sections=[makers.section("causes"), makers.section("symptoms", *moved)])
    after = checking.check(edition, text)
    assert [(each.problem.code, each.reason) for each in after.set_aside] == [("hard-word", "It is a name.")]


ID = "6d1f0c1e-6d5b-4c7e-9a57-1f5a0d3f8a11"


def test_a_check_takes_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = makers.draft()
    text = rows.read(made)
    edition = Edition.objects.select_related("article__medicine").get(pk=made.pk)
    with django_assert_num_queries(3):
        checking.check(edition, text)
