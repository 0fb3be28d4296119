"""Support organisations for tests. ``tests.makers`` has all of it."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from resources.models import Contact, ContactKind, Organisation, OrganisationKind
from tests.people import person

_numbers = count(1)


def organisation(*, verified: bool = True, days_ago: int = 1, **columns: Any) -> Organisation:
    """An organisation that readers may see."""
    number = next(_numbers)
    defaults = {
        "slug": f"organisation-{number}",
        "name": f"Organisation {number}",
        "kind": OrganisationKind.PATIENT_GROUP,
        "countries": "GB",
        "languages": "en",
        "offers": "A helpline and leaflets.",
        **(_verification(days_ago) if verified else {}),
    }
    return Organisation.objects.create(**{**defaults, **columns})


def contact(*, of: Organisation | None = None, verified: bool = True, days_ago: int = 1, **columns: Any) -> Contact:
    """A phone contact of an organisation."""
    defaults = {
        "organisation": of or organisation(),
        "kind": ContactKind.PHONE,
        "value": "+442079460000",
        **(_verification(days_ago) if verified else {}),
    }
    return Contact.objects.create(**{**defaults, **columns})


def _verification(days_ago: int) -> dict[str, Any]:
    return {
        "verified_on": timezone.localdate() - dt.timedelta(days=days_ago),
        "verified_by": person(byline=False),
        "verification_source": "https://example.org/contact",
    }
