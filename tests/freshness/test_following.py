"""What was committed is told: at once on this machine, soon on others, and whatever becomes of the file of stamps."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from articles.models import Article, Topic, TopicKind
from freshness import following, journal
from freshness.following import NOTICED_SECONDS, Follower, Teller
from freshness.keys import EVERYTHING
from freshness.models import Change
from freshness.stamps import FORGOTTEN_SECONDS, SIZE, Stamps, slot
from tests import makers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of stamps of a process that writes."""
    teller = Teller(tmp_path / "stamps")
    monkeypatch.setattr(following, "teller", lambda: teller)
    following.opened(teller.path)
    time.sleep(NOTICED_SECONDS)  # it is not new any more
    return teller.path


def topic(**columns: Any) -> Topic:
    """A topic, by one statement."""
    number = Topic.objects.count()
    return Topic.objects.create(slug=f"topic-{number}", kind=TopicKind.MEDICINE, name=f"Topic {number}", **columns)


def changes(path: Path, key: str, act: Callable[[], object]) -> bool:
    """Whether something gives a key another stamp by the time that it returns."""
    stamps = Stamps(path)
    before = stamps.read([slot(key)])
    act()
    return stamps.read([slot(key)]) != before


def waits(act: Callable[[], object]) -> bool:
    """Whether something sleeps for as long as others take to notice."""
    with patch.object(time, "sleep", wraps=time.sleep) as slept:
        act()
    seconds: float = sum(call.args[0] for call in slept.call_args_list)
    return seconds > NOTICED_SECONDS / 2


def test_a_write_is_told_by_the_time_that_it_returns(path: Path) -> None:
    found = topic()
    key = f"topic:{found.pk}"
    assert changes(path, key, lambda: Topic.objects.filter(pk=found.pk).update(name="Other"))
    assert changes(path, key, found.delete)
    assert not changes(path, key, topic)


def test_a_transaction_is_told_when_it_is_committed_and_not_when_it_is_taken_back(path: Path) -> None:
    found = topic()
    key = f"topic:{found.pk}"

    def within(*, fails: bool) -> None:
        with transaction.atomic():
            assert not changes(path, key, lambda: Topic.objects.filter(pk=found.pk).update(name="Other"))
            transaction.set_rollback(fails)

    assert not changes(path, key, lambda: within(fails=True))
    assert changes(path, key, lambda: within(fails=False))


def test_what_follows_a_savepoint_that_was_taken_back_is_told(path: Path) -> None:
    first, second = topic(), topic()

    def write() -> None:
        with transaction.atomic():
            with transaction.atomic():
                Topic.objects.filter(pk=first.pk).update(name="Taken back")
                transaction.set_rollback(True)
            Topic.objects.filter(pk=second.pk).update(name="Other")

    assert changes(path, f"topic:{second.pk}", write)
    assert not changes(path, f"topic:{first.pk}", write)


def test_a_transaction_is_told_once_however_much_it_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(following.Teller, "tell", lambda *_: told.append("told"))
    with transaction.atomic():
        for _ in range(20):
            topic()
    assert told == ["told"]


def test_what_nobody_sees_is_not_told(path: Path) -> None:
    edition = makers.draft()
    before = Change.objects.count()
    edition.title = "Another"
    edition.save()
    edition.sections.update(heading="Another")
    assert Change.objects.count() == before


def test_what_a_process_could_not_tell_before_it_was_killed_is_told_by_whoever_looks(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(path)
    follower.look()
    monkeypatch.setattr(following, "teller", lambda: None)
    found = topic()
    assert changes(path, f"topic:{found.pk}", follower.look)
    assert not changes(path, f"topic:{found.pk}", follower.look)


def test_one_process_of_a_machine_reads_the_journal_and_the_others_trust_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Follower(path), Follower(path)
    first.look()
    second.look()
    assert (first.trouble, second.trouble) == ("", "")
    assert first.trusted_until > time.time()
    assert second.trusted_until > time.time()
    monkeypatch.setattr(following, "teller", lambda: None)
    found = topic()
    assert not changes(path, f"topic:{found.pk}", second.look)
    assert changes(path, f"topic:{found.pk}", first.look)


def test_where_the_database_does_not_answer_kept_pages_are_trusted_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    follower = Follower(path)
    follower.look()

    def gone(*_: object) -> journal.Read:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(journal, "read", gone)
    follower.look()
    assert follower.trusted_until > time.time()
    assert follower.trouble == "the server is gone"
    settings.UNFOLLOWED_SECONDS = 0
    follower.look()
    assert follower.trusted_until == 0.0


DAMAGES: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "cut off": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: SIZE // 2]),
    "another": lambda path: path.write_bytes(b"x" * SIZE),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whoever_writes_while_the_file_is_damaged_waits_until_all_have_noticed(path: Path, damage: str) -> None:
    found = topic()
    follower = Follower(path)
    follower.look()
    old = follower.stamps
    DAMAGES[damage](path)
    assert waits(lambda: Topic.objects.filter(pk=found.pk).update(name="Other"))
    follower.look()
    assert follower.stamps is not old
    assert follower.trouble == ""
    assert not waits(lambda: Topic.objects.filter(pk=found.pk).update(name="Another"))


def test_whoever_writes_where_no_file_can_be_made_waits_too_and_readers_are_told(path: Path) -> None:
    follower = Follower(path)
    follower.look()
    path.unlink()
    path.mkdir()
    assert waits(topic)
    follower.look()
    assert follower.trusted_until == 0.0
    assert "Is a directory" in follower.trouble
    path.rmdir()
    follower.look()
    assert follower.trouble == ""
    assert follower.trusted_until > time.time()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="on SQLite one transaction writes at a time")
def test_a_transaction_that_began_first_and_is_committed_last_is_not_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(path)
    follower.look()
    monkeypatch.setattr(following, "teller", lambda: None)
    first, second = topic(), topic()
    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Topic.objects.filter(pk=first.pk).update(name="First")
            written.set()
            assert go.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    Topic.objects.filter(pk=second.pk).update(name="Second")
    try:
        assert changes(path, f"topic:{second.pk}", follower.look)
        assert not changes(path, f"topic:{second.pk}", follower.look)
        assert not changes(path, f"topic:{first.pk}", follower.look)
    finally:
        go.set()
        thread.join(20)
    assert changes(path, f"topic:{first.pk}", follower.look)


def test_a_database_that_was_put_back_gives_everything_new_stamps(path: Path) -> None:
    follower = Follower(path)
    follower.look()
    assert follower.stamps is not None
    for key in ("topic:1", "articles_edition"):
        follower.stamps.place = (2**40, 0)  # of the journal that was there before
        assert changes(path, key, follower.look)
        assert follower.stamps.position < 2**40
        follower.stamps.place = (2**40, 0)
        assert changes(path, key, topic)
    follower.look()  # which reads that everything changed, as whoever else follows the journal does
    assert not changes(path, "topic:1", follower.look)


def test_what_is_written_by_hand_can_be_logged(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Django puts each query together again, with its values, where DEBUG is on."""
    settings.DEBUG = True
    with caplog.at_level("DEBUG", "django.db.backends"):
        journal.note(connection, "topic:1")
    assert "topic:1" in caplog.text
    assert Change.objects.filter(key="topic:1", at__gt=timezone.now() - dt.timedelta(minutes=1)).exists()


def test_nor_does_one_go_unnoticed_whose_journal_goes_on(path: Path) -> None:
    """A dump that was put back on the same server of PostgreSQL, a backup of SQLite that is newer than what was there
    a moment ago: the numbers of the journal go up all the same.
    """
    journal.note(connection, "topic:1")
    follower = Follower(path)
    follower.look()
    journal.note(connection, "topic:1")
    assert not changes(path, "articles_edition", follower.look)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE kept AS SELECT * FROM freshness_change")
            cursor.execute("TRUNCATE freshness_change")
            cursor.execute("INSERT INTO freshness_change SELECT * FROM kept")
            cursor.execute("DROP TABLE kept")
        else:
            cursor.execute("UPDATE freshness_change SET at = '2026-01-01 00:00:00'")
            journal.note(connection, "topic:1")
    assert changes(path, "articles_edition", follower.look)
    assert Change.objects.order_by("pk").values_list("key", flat=True).last() == EVERYTHING
    follower.look()
    assert not changes(path, "articles_edition", follower.look)


def test_articles_that_are_added_together_are_told_as_those_that_are_added_one_by_one(path: Path) -> None:
    first = makers.article()
    columns = {"created_at": first.created_at, "created_by": first.created_by, "medicine": first.medicine}
    rows = [Article(pk=pk, slug=f"a-{pk}", **columns) for pk in range(9_998, 10_003)]
    assert changes(path, "size", lambda: Article.objects.bulk_create(rows))
    assert not changes(path, "size", lambda: Article.objects.bulk_create([Article(pk=10_003, slug="a", **columns)]))


def test_a_file_that_nobody_touched_for_a_day_counts_no_more(path: Path) -> None:
    before = Stamps(path)
    os.utime(path, times=(time.time() - FORGOTTEN_SECONDS / 2,) * 2)
    assert before.whole
    assert following.opened(path).name == before.name
    follower = Follower(path)
    follower.look()
    os.utime(path, times=(time.time() - FORGOTTEN_SECONDS * 1.1,) * 2)
    assert not before.whole
    follower.look()  # as after the machine has slept
    assert follower.stamps is not None
    assert follower.stamps.name != before.name


def test_changes_of_another_server_are_forgotten_too(path: Path) -> None:
    journal.note(connection, "article:1")
    Change.objects.update(at=timezone.now() - dt.timedelta(days=8))
    if connection.vendor == "postgresql":
        Change.objects.update(transaction_number=2**62)
    journal.note(connection, "article:2")
    journal.forget(connection, before=timezone.now() - dt.timedelta(days=7), below=journal.now(connection) + 10**6)
    assert "article:1" not in Change.objects.values_list("key", flat=True)
    assert "article:2" in Change.objects.values_list("key", flat=True)
