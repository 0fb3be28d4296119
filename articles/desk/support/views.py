"""The queue, and the one view through which everything is done to one of its items."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from articles.desk import pages
from articles.desk.support import acts, queue
from articles.desk.support.filters import QueueFilters
from articles.desk.support.items import Item, Key, load, read
from articles.errors import LostRace, NotAllowed, WorkflowError
from resources.models import Contact, Organisation
from resources.workflow import may_curate

PAGE = 50
BAD_REQUEST, NOT_HERE = 400, 405
BULK = {
    "broken": ("verify", "settle-link", "use-address"),
    "changed": ("use-address", "settle-link", "verify"),
    "due": ("verify",),
    "reported": ("settle-reports", "verify"),
    "proposed": ("verify",),
}
"""What is offered to be done to several items of a kind at once."""


@require_safe
@pages.for_readers
def support(request: HttpRequest) -> HttpResponseBase:
    """One kind of the queue, in pages of 50. A filter that makes no sense is said."""
    if "" in request.GET.values():
        return redirect(address(**{name: value for name, value in request.GET.dict().items() if value}))
    name = request.GET.get("kind", "broken")
    if name not in queue.KINDS:
        raise Http404
    kind, form = queue.KINDS[name], QueueFilters(request.GET)
    valid = form.is_valid()
    counts = numbers(form if valid else None)
    context: dict[str, Any] = {
        "kind": kind,
        "form": form,
        "chosen": form.chosen(request.GET) if valid else [],
        "tabs": [(each, counts[each.name], tab(request, each.name)) for each in queue.KINDS.values()],
    }
    if valid:
        page = Paginator(range(counts[name]), PAGE).get_page(request.GET.get("page"))
        first = max(page.start_index() - 1, 0)
        found = load(queue.keys(kind, form.narrowed, first, first + PAGE)) if counts[name] else []
        user = pages.person(request)
        context |= {
            "page": page,
            "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "cards": [(item, acts.offers(item, user)) for item in found],
            "bulk": [(each, acts.ACTS[each].bulk) for each in BULK[name]] if may_curate(user) else [],
        }
    title = f"Support links: {kind.heading.lower()}"
    return pages.page(request, "support/queue.html", context, title=title, status=200 if valid else BAD_REQUEST)


def numbers(form: QueueFilters | None = None) -> Counter[str]:
    """How many items each kind has, narrowed. One query."""
    first, *others = queue.counted(list(queue.KINDS), form.narrowed if form else None)
    found: Counter[str] = Counter()
    for name, number in first.union(*others, all=True):
        found[name] += number
    return found


def address(**query: str) -> str:
    """The queue, narrowed."""
    return reverse("admin:desk-support", query=query or None)


def tab(request: HttpRequest, name: str) -> str:
    """The address of another kind, under the same filters."""
    kept = {key: value for key, value in request.GET.dict().items() if key not in ("kind", "page")}
    return address(kind=name, **kept)


@pages.for_readers
def act(request: HttpRequest, action: str) -> HttpResponse:
    """Do something to one item. POST only; what is refused comes back as it was typed, with the item as it is now.

    Whoever had to sign in before it comes here without what they sent: they are shown the way back.
    """
    entry = acts.ACTS.get(action)
    if entry is None:
        raise Http404
    if request.method != "POST":
        return not_here(request)
    key, user, sent = read(request.POST.get("item", "")), pages.person(request), request.POST.dict()
    if key is None:
        raise Http404
    item = one(key)
    if item is None:
        return refused(request, acts.Offer(action, entry, Item(*key), sent, gone(*key).told(user)), pages.CONFLICT)
    try:
        if not acts.may(action, item, user):
            raise NotAllowed(f"“{entry.label}” is for those who {'keep sources' if item.source else 'curate links'}.")
        entry.run(item, sent, user)
    except (WorkflowError, ValidationError) as error:
        status = pages.status_of(error) if isinstance(error, WorkflowError) else pages.UNFIT
        return refused(
            request, acts.Offer(action, entry, one(key) or Item(*key), sent, acts.words(error, user)), status
        )
    said = entry.said(item)
    messages.success(request, f"{item.title}: {said[0].lower()}{said[1:]}")
    return redirect(back(request))


def not_here(request: HttpRequest, why: str = "") -> HttpResponse:
    """The page for whoever comes without a form that was sent, or (``why``) may not send it."""
    status = pages.FORBIDDEN if why else NOT_HERE
    response = pages.page(request, "support/not_here.html", {"why": why}, title="Nothing was done", status=status)
    if not why:
        response.headers["Allow"] = "POST"
    return response


def one(key: Key) -> Item | None:
    """An item as it stands now; None where it is not there any more."""
    return next(iter(load([key])), None)


def gone(what: queue.What, pk: int) -> LostRace:
    """Who deleted a record and when, as far as its history knows."""
    histories: dict[str, Any] = {queue.What.CONTACT: Contact.history, queue.What.ORGANISATION: Organisation.history}
    last = histories[what].filter(id=pk).first() if what in histories else None
    who, when = (last.history_user, last.history_date) if last else (None, None)
    return LostRace("it was deleted", who=who, when=when, what=f"The {what}")


def refused(request: HttpRequest, failed: acts.Offer, status: int) -> HttpResponse:
    """The item as it is now, with the form as it was typed and why it was refused."""
    item = failed.item
    there = item.organisation is not None or item.source is not None or item.link is not None
    context = {
        "failed": failed,
        "item": item if there else None,
        "offers": acts.offers(item, pages.person(request), failed) if there else [],
        "back": back(request),
    }
    return pages.page(request, "support/refused.html", context, title=f"Not done: {failed.act.label}", status=status)


def back(request: HttpRequest) -> str:
    """Where somebody came from, if that is here; else the queue."""
    wanted, queue_address = request.POST.get("back", ""), address()
    here = wanted.startswith(queue_address) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if here else queue_address
