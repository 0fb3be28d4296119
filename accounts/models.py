"""People: who signs in, and under which public name they write and review."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class User(AbstractUser):
    """Somebody who signs in. May change. Never deleted once their name stands in history; made inactive instead."""

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message="Another account has this email address.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class BylineKind(models.TextChoices):
    """Whether a byline names one person or a group."""

    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"


class Byline(models.Model):
    """The public name, credentials and declared interests of an author or reviewer. May change.

    A byline without an account stands for somebody who does not sign in, such as a team.
    """

    kind = models.CharField(max_length=20, choices=BylineKind, default=BylineKind.PERSON)
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="byline", help_text="Who signs with it."
    )
    key = models.SlugField(max_length=80, unique=True, help_text="A short stable name, used by content files.")
    name = models.CharField(max_length=200, help_text="As readers see it.")
    credentials = models.CharField(
        max_length=300, blank=True, help_text="Qualifications and post, such as “Pharmacist, MPharm”."
    )
    affiliation = models.CharField(max_length=200, blank=True)
    registration_body = models.CharField(
        max_length=200, blank=True, help_text="Who keeps the professional register, such as “General Medical Council”."
    )
    registration_number = models.CharField(max_length=80, blank=True)
    interests = models.TextField(
        blank=True, help_text="Payments, shares and posts that could sway this person, or “None”. Shown to readers."
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=BylineKind.values), name="byline_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="byline_named"),
            models.CheckConstraint(
                condition=Q(registration_body="", registration_number="")
                | (~Q(registration_body="") & ~Q(registration_number="")),
                name="byline_registration_whole",
                violation_error_message="A registration needs both its body and its number.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def as_signed(self) -> dict[str, str]:
        """What is kept of this byline in a ``Signed`` row."""
        registration = f"{self.registration_body} {self.registration_number}".strip()
        return {
            "signed_name": self.name,
            "signed_credentials": self.credentials,
            "signed_affiliation": self.affiliation,
            "signed_registration": registration,
            "signed_interests": self.interests,
        }


SIGNED = ("signed_name", "signed_credentials", "signed_affiliation", "signed_registration", "signed_interests")
"""The columns of ``Signed``."""


class Signed(models.Model):
    """A byline as it was when somebody signed with it. History keeps it, whatever the byline says later."""

    signed_name = models.CharField(max_length=200, blank=True)
    signed_credentials = models.CharField(max_length=300, blank=True)
    signed_affiliation = models.CharField(max_length=200, blank=True)
    signed_registration = models.CharField(max_length=300, blank=True)
    signed_interests = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def signature(self) -> str:
        """Name and credentials, in words."""
        return signature(self.signed_name, self.signed_credentials, self.signed_affiliation)


def signature(name: str, credentials: str, affiliation: str) -> str:
    """Name and credentials, in words."""
    return ", ".join(filter(None, [name, credentials, affiliation]))
