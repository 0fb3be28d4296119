"""The history of an article: every step in words, by whom, in order."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.models import ChangeKind, EventKind
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_whole_life_in_words() -> None:
    author, reviewer, publisher = makers.author(), makers.reviewer(), makers.publisher()
    edition = makers.submitted(by=author, slug="legs")
    workflow.request_changes(edition, sha256=makers.sha256(edition), note="Cite it.", by=reviewer)
    workflow.submit(edition, version=edition.version, by=author)
    makers.approve(edition, by=reviewer)
    workflow.publish(
        edition, by=publisher, change=ChangeKind.MAJOR, next_review_due=makers.next_year(), public_note="First."
    )
    workflow.discard(workflow.start_draft(edition.article, by=author), by=author)
    workflow.withdraw(edition, reason="It was wrong.", by=publisher)
    name = reviewer.byline
    told = [(event.words, event.actor) for event in edition.article.events.order_by("pk")]
    assert told == [
        ("Article “legs” created.", author),
        ("Edition 1 started.", author),
        ("Edition 1 submitted for review.", author),
        (f"Changes requested on edition 1 by {name}.", reviewer),
        ("Edition 1 submitted for review.", author),
        (f"Edition 1 approved by {name}.", reviewer),
        ("Edition 1 published (major change).", publisher),
        ("Edition 2 started from edition 1.", author),
        ("Edition 2 discarded.", author),
        ("Edition 1 withdrawn: It was wrong.", publisher),
    ]
    assert {event.kind for event in edition.article.events.all()} == set(EventKind)
