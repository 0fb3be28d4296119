"""The addresses on the web that this site leads to, for the link checker."""

from __future__ import annotations

from collections.abc import Iterator

from articles.models import PageLink, Source, State
from resources import workflow as resources
from resources.models import Contact, Organisation, Pace


def addresses() -> Iterator[tuple[str, Pace]]:
    """Every address on the web that this site leads to, with its pace: organisations, sources, published pages."""
    shown = Organisation.objects.filter(archived=False)
    for organisation in shown.exclude(registry_url="").iterator():
        yield from resources.addresses_of(organisation)
    for contact in Contact.objects.filter(organisation__archived=False).select_related("organisation").iterator():
        yield from resources.addresses_of(contact)
    sources = Source.objects.with_address().exclude(address="").values_list("address", flat=True)
    for url in sources.iterator():
        yield url, Pace.USUAL
    prose = PageLink.objects.on_the_web().filter(edition__state=State.PUBLISHED).values_list("url", flat=True)
    for url in prose.distinct().order_by("url").iterator():
        yield url, Pace.USUAL


def address_of(source: Source) -> str:
    """Where readers are sent for a source; empty where it has no address."""
    return source.record().link
