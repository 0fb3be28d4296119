"""People for tests, with roles and public names. ``tests.makers`` has all of it."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import Byline, BylineKind, User
from accounts.roles import Role

_numbers = count(1)


def person(
    *roles: Role,
    username: str = "",
    byline: bool = True,
    credentials: str = "Pharmacist, MPharm",
    password: str = "",
    **columns: Any,
) -> User:
    """Somebody with these roles; ``byline``: with a public name to write and review under."""
    number = next(_numbers)
    user: User = User.objects.create_user(
        username or f"person-{number}",
        password=password or None,
        **{"first_name": "Pat", "last_name": f"Number{number}", "is_staff": True, **columns},
    )
    user.groups.set([Group.objects.get(name=role.value) for role in roles])
    if byline:
        Byline.objects.create(
            user=user, key=f"person-{number}", name=str(user), credentials=credentials, interests="None"
        )
    return user


def author(**columns: Any) -> User:
    """An author."""
    return person(Role.AUTHOR, **columns)


def reviewer(**columns: Any) -> User:
    """A clinical reviewer with a public name and credentials."""
    return person(Role.REVIEWER, **columns)


def publisher(**columns: Any) -> User:
    """A publisher."""
    return person(Role.PUBLISHER, **columns)


def superuser(**columns: Any) -> User:
    """A superuser with no role at all."""
    return person(is_superuser=True, **columns)


def team_byline(*, key: str = "") -> Byline:
    """The public name of a group, without an account."""
    return Byline.objects.create(
        key=key or f"team-{next(_numbers)}", kind=BylineKind.ORGANISATION, name="The editorial team"
    )
