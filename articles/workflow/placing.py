"""Where organisations are shown, and in which order. Each function is one transaction and leaves who and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from articles import indexing
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Article, Placement, Tag
from articles.workflow import choosing
from resources import workflow as resources
from resources.models import Organisation

Spot = Tag | Article
"""What an organisation is placed on."""
LAST = 32_767
"""The highest position that a column holds."""


def placed_on(spot: Spot) -> list[Placement]:
    """The placements on a tag or an article, in their order. One query."""
    where = {"tag": spot} if isinstance(spot, Tag) else {"article": spot}
    found = Placement.objects.filter(**where).select_related("organisation")
    return list(found.order_by("position", "organisation__name", "pk"))


@transaction.atomic
def place(organisation: Organisation, *, on: Spot, by: User) -> Placement:
    """Show an organisation under a tag or an article, after those that stand there. Raises ``InvalidRequest``."""
    _require(by, "add")
    if organisation.archived:
        raise InvalidRequest(f"{organisation} is archived: readers are not shown it anywhere.")
    _hold(on)
    there = placed_on(on)
    if any(each.organisation_id == organisation.pk for each in there):
        raise InvalidRequest(f"{organisation} stands there already.")
    position = min((there[-1].position if there else 0) + 1, LAST)
    placement = Placement(organisation=organisation, position=position)
    setattr(placement, "tag" if isinstance(on, Tag) else "article", on)
    return save_placement(placement, by=by, why=f"Placed on {_words(on)}")


@transaction.atomic
def unplace(placement: Placement, *, by: User) -> None:
    """Show an organisation there no longer. Raises ``InvalidRequest`` where it is not there any more."""
    _require(by, "delete")
    try:
        placement = Placement.objects.select_for_update(no_key=True, of=("self",)).get(pk=placement.pk)
    except Placement.DoesNotExist as error:
        raise InvalidRequest("It does not stand there any more.") from error
    resources.note(placement, by=by, why=f"Taken from {_words(placement.tag or placement.article)}")
    placement.delete()
    _follow(placement)


@transaction.atomic
def reorder(*, on: Spot, seen: Sequence[int], order: Sequence[int], by: User) -> list[Placement]:
    """Put the placements on a tag or an article, by their keys, into another order.

    ``seen``: their order as it stood on the page. Raises ``LostRace`` where it is another one by now,
    ``InvalidRequest`` where the new one is not of the same placements.
    """
    _require(by, "change")
    _hold(on)
    there = placed_on(on)
    if [each.pk for each in there] != list(seen):
        where = {"tag": on} if isinstance(on, Tag) else {"article": on}
        last = Placement.history.filter(**where).select_related("history_user").first()
        raise LostRace(
            "other organisations stand there now, or in another order",
            who=last.history_user if last else None,
            when=last.history_date if last else None,
            what="The list",
        )
    by_key = {each.pk: each for each in there}
    if sorted(order) != sorted(by_key):
        raise InvalidRequest("That is no order of the organisations that stand there.")
    before = {pk: number for number, pk in enumerate(seen, 1)}
    for number, pk in enumerate(order, 1):
        if by_key[pk].position != number:
            by_key[pk].position = number
            moved = f"Moved from place {before[pk]} to {number}" if before[pk] != number else "Numbered anew"
            resources.note(by_key[pk], by=by, why=f"{moved} on {_words(on)}")
            by_key[pk].save()
    return [by_key[pk] for pk in order]


@transaction.atomic
def save_placement(placement: Placement, *, by: User, why: str = "") -> Placement:
    """Write a new or changed placement as a form has it. Raises ``NotAllowed``, Django's ``ValidationError``."""
    _require(by, "change" if placement.pk else "add")
    placement.full_clean()
    if placement.tag:
        choosing.hold([placement.tag])
    before = Placement.objects.select_related("tag").filter(pk=placement.pk).first()
    resources.note(placement, by=by, why=why)
    try:
        with transaction.atomic():
            placement.save()
    except IntegrityError as error:
        raise InvalidRequest("It stands there already.") from error
    _follow(placement, *([before] if before else []))
    return placement


def _follow(*placements: Placement) -> None:
    """A tag has a page as long as an organisation stands under it."""
    indexing.follow_tags(*(placement.tag for placement in placements if placement.tag))


def _require(by: User, action: str) -> None:
    if not (by.is_active and by.has_perm(f"articles.{action}_placement")):
        raise NotAllowed.needs("place organisations", Role.CURATOR, Role.PUBLISHER)


def _hold(spot: Spot) -> None:
    """One at a time changes what stands on a tag or an article. Nothing stands on a retired tag."""
    if isinstance(spot, Tag):
        choosing.hold([spot])
    elif type(spot).objects.select_for_update(no_key=True).filter(pk=spot.pk).first() is None:
        raise InvalidRequest(f"{_words(spot)} was deleted meanwhile.")


def _words(spot: Spot | None) -> str:
    return f"the tag “{spot}”" if isinstance(spot, Tag) else f"the article {spot}"
