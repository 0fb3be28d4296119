"""The items of the queue with all that their cards show, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse

from articles.desk import pages, queues
from articles.desk.support.queue import What
from articles.models import Edition, PageLink, Placement, Source, State
from resources.models import ADDRESSES, Contact, Link, Organisation, OrganisationKind, ReaderReport, Trouble, Verdict

Key = tuple[What, int]


@dataclass(slots=True)
class Item:
    """One thing that a curator looks at: a contact, an organisation, a source, or an address in published pages.

    ``seen``: the id in its history of what is shown; ``pages``: how many pages readers would miss it on.
    """

    what: What
    pk: int
    organisation: Organisation | None = None
    contact: Contact | None = None
    source: Source | None = None
    link: Link | None = None
    seen: int | None = None
    pages: int = 0
    editions: list[Edition] = field(default_factory=list)
    reports: list[ReaderReport] = field(default_factory=list)

    @property
    def key(self) -> str:
        """By what forms name it."""
        return f"{self.what}-{self.pk}"

    @property
    def title(self) -> str:
        """What it belongs to, in words."""
        if self.organisation:
            return self.organisation.name
        return self.source.title if self.source else "Text of published pages"

    @property
    def address(self) -> str:
        """Where it is on the desk; empty for an address in the text of pages, which has several."""
        if self.organisation:
            place = f"#{self.key}" if self.contact else ""
            return reverse("admin:desk-support-record", args=[self.organisation.pk]) + place
        return reverse("admin:articles_source_change", args=[self.source.pk]) if self.source else ""

    @property
    def url(self) -> str:
        """The address on the web that is spoken of; empty where there is none."""
        if self.contact:
            return self.contact.value if self.contact.kind in ADDRESSES else ""
        if self.source:
            return str(self.source.address)  # type: ignore[attr-defined]  # annotated by ``with_address``
        return self.organisation.registry_url if self.organisation else self.link.url if self.link else ""

    @property
    def crisis(self) -> bool:
        """Whether it belongs to a crisis line."""
        return self.organisation is not None and self.organisation.kind == OrganisationKind.CRISIS

    @property
    def broken_why(self) -> str:
        """What was found of a contact or source that is marked as broken."""
        record = self.contact or self.source
        return record.broken_why if record and record.broken_since else ""

    @property
    def problem(self) -> bool:
        """Whether the link checker found anything but that its address works."""
        return self.link is not None and self.link.verdict not in ("", Verdict.OK)

    @property
    def suggestion(self) -> str:
        """The address to take instead, where the link checker knows one."""
        return self.link.suggested_url if self.link and self.problem else ""

    @property
    def troubles(self) -> list[tuple[str, int]]:
        """What readers reported, in words, each with how often."""
        found = Counter(report.trouble for report in self.reports)
        return [(Trouble(trouble).label, number) for trouble, number in found.most_common()]

    @property
    def first_report(self) -> ReaderReport | None:
        """The oldest report that is open."""
        return self.reports[-1] if self.reports else None

    @property
    def newest_report(self) -> int:
        """The key of the newest report that is shown."""
        return max((report.pk for report in self.reports), default=0)


def read(key: str) -> Key | None:
    """The key of an item as a form sends it; None for what is none."""
    what, _, pk = key.partition("-")
    number = pages.key_of(pk)
    return (What(what), number) if what in list(What) and number is not None else None


def load(keys: Sequence[Key]) -> list[Item]:
    """The items with these keys that are still there, in their order."""
    wanted: dict[What, list[int]] = defaultdict(list)
    for what, pk in keys:
        wanted[what].append(pk)
    found = {
        **_of_contacts(wanted[What.CONTACT]),
        **_of_organisations(wanted[What.ORGANISATION]),
        **_of_sources(wanted[What.SOURCE]),
        **_of_pages(wanted[What.PAGE]),
    }
    items = [found[key] for key in keys if key in found]
    _add_links(items)
    _add_pages(items)
    return items


def _of_contacts(pks: list[int]) -> dict[Key, Item]:
    if not pks:
        return {}
    rows = Contact.objects.filter(pk__in=pks).select_related("organisation", "verified_by", "broken_by")
    reports = Prefetch("reports", queryset=ReaderReport.objects.open(), to_attr="waiting")
    seen = _seen(Contact.history.model, pks)
    return {
        (What.CONTACT, row.pk): Item(
            What.CONTACT,
            row.pk,
            row.organisation,
            row,
            seen=seen.get(row.pk),
            reports=row.waiting,  # type: ignore[attr-defined]  # the prefetch
        )
        for row in rows.prefetch_related(reports)
    }


def _of_organisations(pks: list[int]) -> dict[Key, Item]:
    if not pks:
        return {}
    rows = Organisation.objects.filter(pk__in=pks).select_related("verified_by", "proposed_by")
    seen = _seen(Organisation.history.model, pks)
    return {
        (What.ORGANISATION, row.pk): Item(What.ORGANISATION, row.pk, row, seen=seen.get(row.pk))
        for row in rows.prefetch_related("contacts")
    }


def _of_sources(pks: list[int]) -> dict[Key, Item]:
    if not pks:
        return {}
    rows: Any = queues.with_pages(Source.objects.with_address().filter(pk__in=pks)).select_related("broken_by")
    return {(What.SOURCE, row.pk): Item(What.SOURCE, row.pk, source=row, pages=row.pages) for row in rows}


def _links() -> QuerySet[Link]:
    return Link.objects.select_related("settled_by")


def _of_pages(pks: list[int]) -> dict[Key, Item]:
    if not pks:
        return {}
    items = {row.url: Item(What.PAGE, row.pk, link=row) for row in _links().filter(pk__in=pks)}
    linked = PageLink.objects.filter(url__in=items, edition__state=State.PUBLISHED)
    for each in linked.select_related("edition__article").defer("edition__sealed_json"):
        items[each.url].editions.append(each.edition)
    return {(What.PAGE, item.pk): item for item in items.values()}


def _seen(history: Any, pks: list[int]) -> Mapping[int, int]:
    rows = history.objects.filter(id__in=pks).order_by().values_list("id").annotate(last=Max("history_id"))
    return dict(rows)


def _add_links(items: Iterable[Item]) -> None:
    urls = {item.url for item in items if item.url and item.link is None}
    links = {link.url: link for link in _links().filter(url__in=urls)} if urls else {}
    for item in items:
        item.link = item.link or links.get(item.url)


def _add_pages(items: Iterable[Item]) -> None:
    """How many published pages each organisation is shown on: its own placements and those of its tags."""
    organisations = {item.organisation.pk for item in items if item.organisation}
    shown = pages_of(organisations) if organisations else {}
    for item in items:
        if item.organisation:
            item.pages = len(shown.get(item.organisation.pk, ()))
        elif item.what == What.PAGE:
            item.pages = len(item.editions)


def pages_of(organisations: Iterable[int]) -> dict[int, set[int]]:
    """The articles with a published page on which each organisation is placed, by its tags or by itself. One query."""
    placed = Placement.objects.filter(organisation__in=organisations).order_by()
    itself, tagged = "article", "tag__taggings__article"
    by_itself, by_tag = (
        placed.filter(**{f"{path}__editions__state": State.PUBLISHED}).values_list("organisation", path)
        for path in (itself, tagged)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for organisation, article in by_itself.union(by_tag):
        found[organisation].add(article)
    return found
