"""Support organisations for tests. ``tests.makers`` has all of it."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from articles.models import Article, Placement, Tag
from resources import workflow
from resources.findings import Finding
from resources.models import (
    Contact,
    ContactKind,
    Link,
    Organisation,
    OrganisationKind,
    Pace,
    ReaderReport,
    Reason,
    Trouble,
)
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


def link(*, checked: bool = False, url: str = "", finding: Finding | None = None, **columns: Any) -> Link:
    """An address that is followed; ``checked``, or with a finding: it was checked once."""
    url = url or f"https://example.org/page-{next(_numbers)}"
    workflow.follow([(each.url, Pace(each.pace)) for each in Link.objects.in_use()] + [(url, Pace.USUAL)])
    Link.objects.filter(url=url).update(**columns) if columns else None
    found = Link.objects.get(url=url)
    if checked or finding:
        found = workflow.record_check(found, finding or Finding(Reason.WORKS, "It works.", status=200))
    return found


def placement(*, of: Organisation | None = None, article: Article | None = None) -> Placement:
    """An organisation is shown under an article, or under a new tag where none is given."""
    number = next(_numbers)
    on = {"article": article} if article else {"tag": Tag.objects.create(slug=f"placed-{number}", name=f"On {number}")}
    return Placement.objects.create(organisation=of or organisation(), **on)


def reader_report(*, of: Contact | None = None, trouble: Trouble = Trouble.NO_ANSWER) -> ReaderReport:
    """A reader's report that a contact did not work."""
    of = of or contact()
    assert workflow.report(of, trouble=trouble)
    return of.reports.all()[0]


def _verification(days_ago: int) -> dict[str, Any]:
    return {
        "verified_on": timezone.localdate() - dt.timedelta(days=days_ago),
        "verified_by": person(byline=False),
        "verification_source": "https://example.org/contact",
    }
