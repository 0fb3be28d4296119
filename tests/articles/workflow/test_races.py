"""Two people at the same moment, on two connections: exactly one wins, and the other is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from accounts.models import User
from articles import workflow
from articles.document import Document
from articles.errors import LostRace
from articles.models import ChangeKind, Edition, Review, State
from tests import makers
from tests.waiting import PATIENCE_SECONDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write after the other; its tests share one connection"
    ),
]
ROUNDS = 5


def race(*works: Callable[[], object]) -> list[Exception | None]:
    """Run all at the same moment, each on its own connection; gives back what each raised."""
    gate = threading.Barrier(len(works), timeout=PATIENCE_SECONDS)
    outcomes: list[Exception | None] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            work()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return outcomes


def winner_and_loser(people: list[User], outcomes: list[Exception | None]) -> tuple[User, LostRace]:
    """Exactly one won, and the other's exception names them."""
    lost = [error for error in outcomes if error is not None]
    assert len(lost) == 1, outcomes
    assert isinstance(lost[0], LostRace), lost[0]
    winner = people[outcomes.index(None)]
    assert lost[0].who == winner
    assert lost[0].when is not None
    return winner, lost[0]


def fresh(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def test_two_save_the_same_version() -> None:
    people = [makers.author(), makers.author()]
    for _ in range(ROUNDS):
        edition = makers.draft()
        documents = [makers.document(title=f"By {person.username}") for person in people]

        def save(number: int, edition: Edition = edition, documents: list[Document] = documents) -> object:
            return workflow.save_document(fresh(edition), documents[number], version=edition.version, by=people[number])

        winner, error = winner_and_loser(people, race(lambda: save(0), lambda: save(1)))
        assert "the draft was saved" in str(error)
        kept = fresh(edition)
        assert (kept.saved_by, kept.title, kept.version) == (winner, f"By {winner.username}", edition.version + 1)
        assert kept.contributions.filter(user__in=people).get().user == winner


def test_two_publish_the_same_edition() -> None:
    people = [makers.publisher(), makers.publisher()]
    for _ in range(ROUNDS):
        first = makers.published(text=makers.short_document())
        edition = makers.approved(of=first.article, text=makers.short_document())

        def publish(by: User, edition: Edition = edition) -> object:
            return workflow.publish(fresh(edition), by=by, change=ChangeKind.MINOR, next_review_due=makers.next_year())

        winner, error = winner_and_loser(people, race(lambda: publish(people[0]), lambda: publish(people[1])))
        assert "it was published" in str(error)
        assert (fresh(edition).state, fresh(edition).published_by) == (State.PUBLISHED, winner)
        assert fresh(first).state == State.SUPERSEDED
        assert edition.events.filter(kind="published").count() == 1


def test_two_start_the_next_draft() -> None:
    people = [makers.author(), makers.author()]
    for _ in range(ROUNDS):
        article = makers.published(text=makers.short_document()).article
        outcomes = race(*(lambda by=by, article=article: workflow.start_draft(article, by=by) for by in people))
        winner, error = winner_and_loser(people, outcomes)
        assert "edition 2 is open already" in str(error)
        assert article.editions.open().get().created_by == winner


def test_two_approve() -> None:
    people = [makers.reviewer(), makers.reviewer()]
    for _ in range(ROUNDS):
        edition = makers.submitted(text=makers.short_document())
        outcomes = race(*(lambda by=by, edition=edition: makers.approve(fresh(edition), by=by) for by in people))
        winner, _ = winner_and_loser(people, outcomes)
        assert Review.objects.get(edition=edition).reviewer == winner


def test_one_submits_while_the_other_saves() -> None:
    writer, hasty = makers.author(), makers.author()
    for _ in range(ROUNDS):
        edition = makers.draft(by=writer)

        def save(edition: Edition = edition) -> object:
            text = makers.document(summary="")
            return workflow.save_document(fresh(edition), text, version=edition.version, by=writer)

        def submit(edition: Edition = edition) -> object:
            return workflow.submit(fresh(edition), version=edition.version, by=hasty)

        outcomes = race(save, submit)
        winner_and_loser([writer, hasty], outcomes)
        now = fresh(edition)
        # What is in review is never the text that was not ready.
        assert (now.state, bool(now.summary)) in ((State.IN_REVIEW, True), (State.DRAFT, False))


def test_two_withdraw() -> None:
    people = [makers.publisher(), makers.publisher()]
    edition = makers.published()
    outcomes = race(*(lambda by=by: workflow.withdraw(fresh(edition), reason="Wrong.", by=by) for by in people))
    winner, _ = winner_and_loser(people, outcomes)
    assert fresh(edition).withdrawn_by == winner
