"""Any life: several people do anything in any order, from fresh and stale copies, and what must hold always holds."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.errors import WorkflowError
from articles.models import Article, Edition, Source, Standing, State
from tests import makers
from tests.articles.workflow import invariants
from tests.articles.workflow.deeds import DEEDS, TEXTS, Doing

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DEED = [deed for deed in DEEDS for _ in range(deed.weight)]


class AnyLife(RuleBasedStateMachine):
    """Two articles and everything that people do to them. Undone when it ends."""

    people: ClassVar[dict[Role, list[User]]]
    """Who has which role: two people each, and one who has all."""

    seen: ClassVar[set[tuple[str, bool]]] = set()
    """Which deeds were done, and which were refused, in all lives together."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.remembered = invariants.Remembered()
        self.screens: dict[int, list[list[Any]]] = {}
        self.editions: list[Edition] = []
        makers.library(TEXTS[0])
        writer = self.people[Role.AUTHOR][0]
        about = makers.medicine(slug="about")
        for slug in ("one", "two"):
            article = workflow.create_article(by=writer, slug=slug, language="en", medicine=about)
            draft = workflow.start_draft(article, by=writer)
            workflow.save_document(draft, TEXTS[0], version=draft.version, by=writer)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        self.travel.stop()

    @invariant()
    def what_must_hold_holds(self) -> None:
        """Each edition as it is now goes onto somebody's screen."""
        self.editions = invariants.check(self.remembered)
        for edition in self.editions:
            values = [getattr(edition, field.attname) for field in Edition._meta.concrete_fields]
            before = self.screens.setdefault(edition.pk, [])
            if not before or before[-1] != values:
                before.append(values)

    @rule(
        what=st.integers(0, 999),
        who=st.integers(0, 999),
        number=st.integers(0, 11),
        old=st.sampled_from([False, False, False, True]),
        happening=st.sampled_from(["", "", "", "", "", "", "time", "time", "source"]),
    )
    def somebody_does_something(self, what: int, who: int, number: int, old: bool, happening: str) -> None:
        """Something that the state of an edition invites, mostly by somebody whose task it is."""
        self.the_world_changes(happening, number)
        states = {State(edition.state) for edition in self.editions}
        inviting = [deed for deed in DEED if states & {*deed.states}]
        deed = inviting[what % len(inviting)]
        able, anybody = self.people[deed.role], [by for those in self.people.values() for by in those]
        by = (able * 8 + anybody)[who % (len(able) * 8 + len(anybody))]
        editions = [edition for edition in self.editions if edition.state in deed.states]
        copy = self.copy(editions[number % len(editions)], number if old else -1)
        doing = Doing(copy, by, number, self.editions, self.remembered)
        try:
            with transaction.atomic():
                deed.do(doing)
        except WorkflowError:
            self.seen.add((deed.do.__name__, False))
        else:
            self.seen.add((deed.do.__name__, True))

    def copy(self, edition: Edition, number: int) -> Edition:
        """The edition as it was at some time (``number``), or as it is now (-1)."""
        copies = self.screens[edition.pk]
        names = [field.attname for field in Edition._meta.concrete_fields]
        return Edition.from_db("default", names, copies[number % len(copies)])

    def the_world_changes(self, happening: str, number: int) -> None:
        """Time passes; a source is edited, retracted, or found to stand after all."""
        if happening == "time":
            self.clock.shift(dt.timedelta(hours=(7, 24, 48, 600)[number % 4] * (20 if number == 11 else 1)))
        elif happening == "source":
            standing = Standing.RETRACTED if number % 3 == 2 else Standing.CURRENT
            title = "Corrected" if number % 4 == 3 else "A study"
            Source.objects.filter(key=TEXTS[0].cited_keys()[0]).update(standing=standing, title=title)


def everybody() -> dict[Role, list[User]]:
    roles = (Role.AUTHOR, Role.REVIEWER, Role.PUBLISHER)
    everything = makers.person(*Role)
    return {role: [makers.person(role), makers.person(role), everything] for role in roles}


def test_what_must_hold_always_holds() -> None:
    AnyLife.people = everybody()
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            # What is drawn varies with the modules that are loaded (Hypothesis takes constants from them): this many
            # lives do nearly every deed whatever they are.
            max_examples=24,
            stateful_step_count=45,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not Article.objects.exists()
    never_done = {deed.do.__name__ for deed in DEEDS} - {name for name, was_done in AnyLife.seen if was_done}
    assert len(never_done) < 4, never_done
