"""The same done to several items at once: shown first, item by item, then done in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.roles import Role
from articles.desk import pages
from articles.desk.support import acts, views
from articles.desk.support.acts import Act, Asked
from articles.desk.support.items import Item, Key, load, read
from articles.errors import InvalidRequest, NotAllowed, WorkflowError
from resources.linkcheck.signs import same_site
from resources.workflow import may_curate

PLACEHOLDER = "."
"""What stands for a text that is not typed yet, where it is only tried what would happen."""
CHANGED = "Nothing was done, because not all of it can be: something changed meanwhile. Look at what is left."


@dataclass(frozen=True, slots=True)
class Line:
    """One item on the page that asks before it happens: what was known of it, and why it cannot be done, if so."""

    item: Item
    sent: Mapping[str, str]
    refusal: str

    @property
    def known(self) -> dict[str, str]:
        """What was seen of it, for the next form: it stays what somebody looked at first."""
        return {f"{self.item.key}.{name}": value for name, value in self.sent.items()}


@pages.for_readers
def bulk(request: HttpRequest, action: str) -> HttpResponse:
    """Ask, with what will change and what cannot; then, confirmed, do all of it or nothing."""
    act = acts.ACTS.get(action)
    if act is None or not act.bulk:
        raise Http404
    if request.method != "POST":
        return views.not_here(request)
    user = pages.person(request)
    if not may_curate(user):
        return views.not_here(request, str(NotAllowed.needs("do this to several at once", Role.CURATOR)))
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, "Nothing was chosen. Tick the items first.")
        return redirect(views.back(request))
    items, error, status = _known(request, chosen), "", 200
    asked = _asked(act, items)
    typed = {each.name: request.POST.get(each.name, "") for each in asked}
    if "confirmed" in request.POST:
        error, status = _missing(asked, typed), pages.UNFIT
        if not error and (done := _done(act, [(item, {**sent, **typed}) for item, sent in items], user)):
            messages.success(request, f"{act.bulk}: {done} item{'s' * (done != 1)} done.")
            return redirect(views.back(request))
        if not error:
            error, status = CHANGED, pages.CONFLICT
            items = _known(request, chosen)
    lines = tried(act, items, typed, user)
    context: dict[str, Any] = {
        "act": act,
        "action": action,
        "will": [line for line in lines if not line.refusal],
        "cannot": [line for line in lines if line.refusal],
        "gone": len(chosen) - len(lines),
        "boxes": [acts.Box(each, typed[each.name], f"bulk-{each.name}") for each in asked],
        "error": error,
        "back": views.back(request),
    }
    return pages.page(request, "support/bulk.html", context, title=f"{act.bulk}?", status=status)


def tried(act: Act, items: list[tuple[Item, dict[str, str]]], typed: Mapping[str, str], by: User) -> list[Line]:
    """What would happen, found by doing it and taking all of it back."""
    told = {name: text.strip() or PLACEHOLDER for name, text in typed.items()}
    refusals: dict[str, str] = {}
    with transaction.atomic():
        for item, sent in items:
            try:
                with transaction.atomic():
                    _run(act, item, {**sent, **told}, by)
            except (WorkflowError, ValidationError) as error:
                refusals[item.key] = acts.words(error, by)
        transaction.set_rollback(True)
    # As they are, since the attempt left its marks on what was read before.
    fresh = {item.key: item for item in load([(item.what, item.pk) for item, _ in items])}
    return [Line(fresh[item.key], sent, refusals.get(item.key, "")) for item, sent in items if item.key in fresh]


def _done(act: Act, items: list[tuple[Item, dict[str, str]]], by: User) -> int:
    """Do it to every item: how many; nought where one refused, and then to none."""
    try:
        with transaction.atomic():
            for item, sent in items:
                _run(act, item, sent, by)
    except (WorkflowError, ValidationError):
        return 0
    return len(items)


def _run(act: Act, item: Item, sent: Mapping[str, str], by: User) -> None:
    """Do it to one of several. Nobody sees each page of several, so none is taken that is of another site."""
    if act is acts.ACTS["use-address"] and (url := sent.get("url", "")) and not same_site(item.url, url):
        raise InvalidRequest("It moved to another site. Open that one, and take it by itself.")
    act.run(item, sent, by)


def _asked(act: Act, items: list[tuple[Item, dict[str, str]]]) -> tuple[Asked, ...]:
    """What is asked once for all of them, the addresses are known; if readers see it of one, that is said."""
    asked = {each for item, _ in items for each in act.asked(item)} - {acts.NEW_ADDRESS}
    return tuple(asked - {acts.READ} if acts.SOURCE in asked else asked)


def _chosen(request: HttpRequest) -> list[Key]:
    """The ticked items, or all of the page."""
    names = request.POST.getlist("shown" if "everything" in request.POST else "item")
    found = dict.fromkeys(key for name in names if (key := read(name)))
    return list(found)[: views.PAGE]


def _known(request: HttpRequest, chosen: list[Key]) -> list[tuple[Item, dict[str, str]]]:
    """Each item with what somebody has seen of it: what the form says, else how it stands now."""
    found: list[tuple[Item, dict[str, str]]] = []
    for item in load(chosen):
        prefix = f"{item.key}."
        said = {
            name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)
        }
        now = acts.known(item) | {"url": item.suggestion}
        found.append((item, said or now))
    return found


def _missing(asked: tuple[Asked, ...], typed: Mapping[str, str]) -> str:
    empty = [each.label for each in asked if not typed[each.name].strip()]
    return f"Not done: say {empty[0][0].lower()}{empty[0][1:]}." if empty else ""
