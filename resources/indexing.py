"""What organisations are found by in the search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import get_language, override

from finding import index
from finding.index import Page
from finding.models import Kind
from resources.models import Organisation

IN_SHORT: Final = {
    "GB": ("UK", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "US": ("USA", "America"),
    "NL": ("Holland",),
    "CZ": ("Czech Republic",),
    "AE": ("UAE",),
    "NZ": ("NZ", "Aotearoa"),
}
"""What people type for a country beside its name."""

followed = Signal()
"""Sent with ``organisations``, in the transaction that changed them: pages on which they stand may change."""


@transaction.atomic
def follow(*organisations: Organisation) -> int:
    """Let the search find organisations as they stand now. Returns how many entries changed."""
    changed = index.replace({ref(each): pages(each) for each in organisations})
    followed.send(sender=Organisation, organisations=organisations)
    return changed


def ref(organisation: Organisation) -> str:
    """Whose pages they are, as the index says it."""
    return f"organisation:{organisation.pk}"


def pages(organisation: Organisation) -> Iterable[Page]:
    """Its page in each language of the site; none where readers are not shown it."""
    if organisation.archived or organisation.verified_on is None:
        return
    for language, _ in settings.LANGUAGES:
        with override(language):
            yield Page(
                language=language,
                kind=Kind.ORGANISATION,
                path=organisation.get_absolute_url(),
                title=organisation.name,
                names=[organisation.native_name] if organisation.native_name else [],
                hidden_names=[organisation.get_kind_display(), *_places(organisation)],
                summary=organisation.offers,
            )


def _places(organisation: Organisation) -> Iterator[str]:
    """Where it serves people: as readers of this page say it, as they say it there, and in short."""
    if organisation.where:
        yield organisation.where
    spoken = [get_language() or settings.LANGUAGE_CODE, *filter(None, organisation.languages.split(","))]
    for country in organisation.countries:
        yield from IN_SHORT.get(country.code, ())
        for language in dict.fromkeys(spoken):
            with override(language):
                yield str(country.name)
