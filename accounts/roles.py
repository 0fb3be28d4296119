"""The five roles, kept as groups, and the one question that is asked of them."""

from __future__ import annotations

from enum import StrEnum

from accounts.models import User


class Role(StrEnum):
    """What somebody does here. The value is the name of the group that carries it."""

    AUTHOR = "Author"
    REVIEWER = "Clinical reviewer"
    PUBLISHER = "Publisher"
    CURATOR = "Link curator"
    ADMINISTRATOR = "Administrator"


def has_role(user: User, *roles: Role) -> bool:
    """Whether an active person has one of the roles.

    A superuser has none by that alone: nobody reviews clinically without being named a clinical reviewer.
    """
    return user.is_active and user.groups.filter(name__in=[role.value for role in roles]).exists()
