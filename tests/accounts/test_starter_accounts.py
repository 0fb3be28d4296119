"""The first accounts: one for each role, generated passwords, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from accounts import starter
from accounts.models import User
from accounts.roles import Role, has_role

pytestmark = pytest.mark.django_db


def passwords(data_dir: Path) -> dict[str, str]:
    lines = starter.password_file(data_dir).read_text().split("\n\n")[1].splitlines()
    return dict(line.split() for line in lines)


def test_each_role_gets_an_account_that_can_sign_in(tmp_path: Path) -> None:
    assert starter.create_accounts(data_dir=tmp_path) == 5
    kept = passwords(tmp_path)
    assert set(kept) == set(starter.ACCOUNTS)
    for username, role in starter.ACCOUNTS.items():
        user = User.objects.get(username=username)
        assert authenticate(username=username, password=kept[username]) == user
        assert has_role(user, role)
        assert user.is_staff
        assert user.is_superuser is (role is Role.ADMINISTRATOR)
        assert user.get_full_name() == f"{username.capitalize()} (starter)"


def test_the_passwords_differ_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    starter.create_accounts(data_dir=tmp_path)
    assert len(set(passwords(tmp_path).values())) == 5
    assert starter.password_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["starter-passwords.txt"]


def test_nothing_happens_where_somebody_can_sign_in(tmp_path: Path) -> None:
    User.objects.create_user("somebody")
    assert starter.create_accounts(data_dir=tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_account_of_the_content_files_does_not_count(tmp_path: Path) -> None:
    User.objects.get_or_create(username=starter.CONTENT_USERNAME)
    assert starter.create_accounts(data_dir=tmp_path) == 5


def test_a_start_killed_before_the_commit_leaves_the_next_one_to_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = starter._keep

    def keep_then_die(*args: object) -> None:
        keep(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(starter, "_keep", keep_then_die)
    with pytest.raises(KeyboardInterrupt):
        starter.create_accounts(data_dir=tmp_path)
    assert not User.objects.filter(username__in=starter.ACCOUNTS).exists()

    monkeypatch.setattr(starter, "_keep", keep)
    (tmp_path / ".starter-passwords.txt-left").write_text("half")
    assert starter.create_accounts(data_dir=tmp_path) == 5
    assert authenticate(username="author", password=passwords(tmp_path)["author"]) is not None
    assert [path.name for path in tmp_path.iterdir()] == ["starter-passwords.txt"]


def test_passwords_that_cannot_be_kept_make_no_accounts(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        starter.create_accounts(data_dir=tmp_path / "missing")
    assert not User.objects.filter(username__in=starter.ACCOUNTS).exists()
