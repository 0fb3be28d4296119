"""What the link checker found of the addresses of sources."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from articles.models import Source
from resources import workflow as resources
from resources.models import Link


@transaction.atomic
def mark_sources(link: Link, *, by: User | None = None) -> None:
    """Mark the sources with this address as broken or working, as the link stands. ``by``: who accepted it, if so."""
    for source in Source.objects.with_address().select_for_update(no_key=True).filter(address=link.url):
        resources.mark(source, link, by=by)
