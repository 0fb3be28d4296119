"""The first accounts of a new site, one for each role, with passwords that nobody else knows."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import Role

# Signs what the content files bring; it cannot sign in.
CONTENT_USERNAME = "starter-content"
ACCOUNTS = {
    "admin": Role.ADMINISTRATOR,
    "author": Role.AUTHOR,
    "reviewer": Role.REVIEWER,
    "publisher": Role.PUBLISHER,
    "curator": Role.CURATOR,
}
PASSWORD_BYTES = 15
HEADING = "The starter accounts. Give each a password of your own in the admin, then delete this file.\n\n"


def password_file(data_dir: Path) -> Path:
    """Where the generated passwords are kept until somebody deletes them."""
    return data_dir / "starter-passwords.txt"


@transaction.atomic
def create_accounts(*, data_dir: Path) -> int:
    """Make the starter accounts where nobody can sign in yet; returns how many were made.

    All or nothing: the passwords are on the disk before the accounts are committed. Passwords without accounts, left
    by a start that was killed in between, are replaced by the next one. Raises ``OSError`` where they cannot be kept.
    """
    if User.objects.exclude(username=CONTENT_USERNAME).exists():
        return 0
    passwords = {}
    for username, role in ACCOUNTS.items():
        passwords[username] = secrets.token_urlsafe(PASSWORD_BYTES)
        user = User.objects.create_user(
            username=username,
            password=passwords[username],
            first_name=username.capitalize(),
            last_name="(starter)",
            is_staff=True,
            is_superuser=role is Role.ADMINISTRATOR,
        )
        user.groups.add(Group.objects.get(name=role.value))
    _keep(password_file(data_dir), passwords)
    return len(passwords)


def _keep(path: Path, passwords: Mapping[str, str]) -> None:
    """Write the file whole, readable by its owner only, and safe on the disk."""
    for draft in path.parent.glob(f".{path.name}-*"):
        draft.unlink()  # of a start that was killed
    descriptor, draft_name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(HEADING)
        file.writelines(f"{username:<10} {password}\n" for username, password in passwords.items())
        file.flush()
        os.fsync(file.fileno())
    Path(draft_name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
