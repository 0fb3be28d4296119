"""Who keeps pages elsewhere than in memory is told of each change before it counts as told, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from freshness import following, journal
from freshness.following import Follower, Teller
from freshness.stamps import Stamps, slot

pytestmark = pytest.mark.django_db(transaction=True)


class Watching:
    """Notes what it is told. ``refuses``: so often it cannot take an old page away."""

    def __init__(self) -> None:
        self.told: list[str | list[int]] = []
        self.refuses = 0

    def renewed(self, stamps: Stamps) -> None:
        self.told.append("renewed")

    def changed(self, stamps: Stamps, slots: Sequence[int]) -> None:
        self.told.append(list(slots))
        if self.refuses:
            self.refuses -= 1
            raise OSError(13, "Permission denied")

    def looked(self, stamps: Stamps) -> None:
        self.told.append("looked")

    def lost(self) -> None:
        self.told.append("lost")


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Watching:
    found = Watching()
    monkeypatch.setattr(following, "watchers", [found])
    monkeypatch.setattr(following, "NOTICED_SECONDS", 0)
    return found


def test_it_is_told_of_each_change_and_of_a_new_file(watching: Watching, tmp_path: Path) -> None:
    teller = Teller(tmp_path / "stamps")
    teller.tell(connection)
    journal.note(connection, "article:1")
    teller.tell(connection)
    assert watching.told == ["renewed", [slot("article:1")]]
    (tmp_path / "stamps").unlink()
    teller.tell(connection)
    assert watching.told[2] == "renewed"


def test_what_it_could_not_take_away_is_told_again(watching: Watching, tmp_path: Path) -> None:
    teller, follower = Teller(tmp_path / "stamps"), Follower(tmp_path / "stamps")
    teller.tell(connection)
    watching.refuses = 2
    journal.note(connection, "article:1")
    teller.tell(connection)
    assert watching.told == ["renewed", [slot("article:1")], "lost"]
    follower.look()
    assert follower.trouble
    follower.look()
    assert watching.told[3:] == ["renewed", [slot("article:1")], [slot("article:1")], "looked"]
    assert not follower.trouble
    follower.look()
    assert watching.told[7:] == ["looked"]


def test_where_no_stamps_can_be_given_everything_may_be_old(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "stamps").mkdir()
    journal.note(connection, "article:1")
    Teller(tmp_path / "stamps").tell(connection)
    assert watching.told == ["lost"]


def test_and_where_nobody_has_looked_for_too_long(
    watching: Watching, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(tmp_path / "stamps")
    follower.look()
    settings.UNFOLLOWED_SECONDS = 0

    def unread(*_: Any, **__: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(following, "follow", unread)
    follower.look()
    follower.look()
    assert watching.told == ["renewed", "looked", "lost"]
