"""Changes of the shared library of sources that need more than a form: each a compare-and-set."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.following import address_of
from articles.models import Source
from articles.workflow.following import mark_sources
from resources import workflow as resources
from resources.models import Link


def may_change_sources(user: User) -> bool:
    """Whether somebody keeps the library: an author, reviewer or publisher, or a superuser."""
    return user.has_perm("articles.change_source")


@transaction.atomic
def save_source(source: Source, *, by: User, why: str = "") -> Source:
    """Write a new or changed source as a form has it. Raises ``NotAllowed``, Django's ``ValidationError``."""
    if not by.has_perm("articles.change_source" if source.pk else "articles.add_source"):
        raise NotAllowed("To keep sources takes the role of author, clinical reviewer or publisher.")
    source.full_clean()
    resources.note(source, by=by, why=why)
    source.save()
    return source


@transaction.atomic
def use_source_address(source: Source, *, seen: str, url: str, by: User) -> Source:
    """Take another address for a source, one that somebody has opened. What was broken about it works again.

    ``seen``: the address as it stood when they decided. Raises ``NotAllowed``, ``LostRace`` where it is another one
    now, ``InvalidRequest`` where readers are sent to its DOI or PubMed, Django's ``ValidationError``.
    """
    if not may_change_sources(by):
        raise NotAllowed("To change sources takes the role of author, clinical reviewer or publisher.")
    try:
        source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    except Source.DoesNotExist as error:
        raise InvalidRequest("It was deleted meanwhile.") from error
    if address_of(source) != seen:
        last = source.history.select_related("history_user").first()
        who, when = (last.history_user, last.history_date) if last else (None, None)
        raise LostRace(f"its address is {address_of(source) or 'gone'} now", who=who, when=when, what="The source")
    if seen != source.url:
        raise InvalidRequest("Readers are sent to its DOI or to PubMed: change that in its form.")
    source.url, source.broken_since, source.broken_why, source.broken_by = url, None, "", None
    source.full_clean()
    resources.note(source, by=by, why=f"New address instead of {seen}")
    source.save()
    return source


@transaction.atomic
def settle_address(link: Link, *, by: User, seen: str = "") -> Link:
    """A curator opened an address that sources or pages lead to, and it is right as it is (``settle_link``).

    What the link checker had marked as broken for it works again.
    """
    link = resources.settle_link(link, by=by, seen=seen)
    mark_sources(link, by=by)
    return link
