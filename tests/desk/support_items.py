"""Items of the curators' queue, as the link checker, readers and people make them, and how they are acted on."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles import workflow as articles
from resources import workflow
from resources.findings import Finding
from resources.models import Contact, ContactKind, Link, Organisation, Reason, Verdict
from resources.models.links import VERDICTS
from tests import makers
from tests.desk.acting import signed_in

NEW = "https://group.example/new"
SUMMARY = {
    Reason.MOVED: "It moved for good.",
    Reason.PARKED: "The domain is for sale.",
    Reason.GONE: "Nothing is there.",
}


def curator() -> User:
    return makers.person(Role.CURATOR)


def website(url: str = "https://group.example/old", **fields: Any) -> Contact:
    """A website of an organisation, verified lately."""
    return makers.contact(kind=ContactKind.WEBSITE, value=url, **fields)


def found(url: str, reason: Reason, **fields: Any) -> Link:
    """A check that found something at an address; what is broken is established at once."""
    link = makers.link(url=url, finding=Finding(reason, SUMMARY.get(reason, "It was so."), status=404, **fields))
    if VERDICTS[reason] == Verdict.BROKEN:
        Link.objects.filter(pk=link.pk).update(broken_since=link.failing_since)
        link.refresh_from_db()
        for contact in Contact.objects.filter(value=url):
            workflow.mark(contact, link)
    articles.mark_sources(link)
    return link


def moved(contact: Contact, url: str = NEW) -> Link:
    """A contact's address moved for good."""
    return found(contact.value, Reason.MOVED, suggested_url=url, final_url=url)


def queue(by: User | None = None, **query: Any) -> Any:
    """A page of the queue."""
    return signed_in(by or curator()).get(reverse("admin:desk-support"), query)


def titles(kind: str, by: User | None = None, **query: Any) -> list[str]:
    """What stands in a kind of the queue."""
    response = queue(by, kind=kind, **query)
    assert response.status_code == 200
    return [item.title for item, _ in response.context["cards"]]


def counts(by: User | None = None) -> dict[str, int]:
    """The numbers on the tabs."""
    return {kind.name: number for kind, number, _ in queue(by).context["tabs"]}


def form(page: Any, action: str, key: str) -> dict[str, str]:
    """The hidden fields of the form of an act at an item, as a browser would send them."""
    address = re.escape(reverse("admin:desk-support-act", args=[action]))
    forms = re.findall(rf'<form[^>]*action="{address}">(.*?)</form>', page.content.decode(), re.DOTALL)
    for inside in forms:
        sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside))
        if sent.get("item") == key:
            sent |= dict(re.findall(r'<input id="[^"]+"(?: type="text")? name="([^"]+)" value="([^"]*)"', inside))
            sent.pop("csrfmiddlewaretoken", None)
            return sent
    raise AssertionError(f"{action} is not offered at {key}")


def act(action: str, sent: dict[str, Any], by: User | None = None) -> Any:
    """Send the form of an act."""
    return signed_in(by or curator()).post(reverse("admin:desk-support-act", args=[action]), sent)


def several(action: str, by: User, **sent: Any) -> Any:
    """Send the form for several items."""
    return signed_in(by).post(reverse("admin:desk-support-bulk", args=[action]), sent)


def history(record: Contact | Organisation) -> tuple[str, str]:
    """Who did what to a record last."""
    last = record.history.select_related("history_user").first()
    assert last
    return str(last.history_user or ""), last.history_change_reason
