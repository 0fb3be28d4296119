"""What the link checker found of the addresses of sources."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from articles.following import address_of
from articles.models import Source
from resources import workflow as resources
from resources.models import Link


@transaction.atomic
def mark_sources(link: Link, *, by: User | None = None) -> None:
    """Mark the sources with this address as broken or working, as the link stands. ``by``: who accepted it, if so."""
    doi = link.url.removeprefix("https://doi.org/")
    pmid = link.url.removeprefix("https://pubmed.ncbi.nlm.nih.gov/").rstrip("/")
    found = Source.objects.select_for_update(no_key=True).filter(Q(url=link.url) | Q(doi=doi) | Q(pmid=pmid))
    for source in found:
        if address_of(source) == link.url:
            resources.mark(source, link, by=by)
