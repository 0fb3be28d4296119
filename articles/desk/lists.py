"""Lists of the desk: filtered, sorted, in pages, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from articles.desk import addresses, exports, pages
from articles.desk.columns import Column, Value
from articles.desk.families import Listing
from articles.desk.listings import LISTINGS, groups

PAGE = 50
BAD_REQUEST = 400
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a row of the page. ``label``: its column's, for narrow screens."""

    label: str
    kind: str
    value: Value
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column. ``sort``: what to ask for to order by it; ``now``: how it is ordered, for machines."""

    label: str
    kind: str
    sort: str
    now: str


@require_safe
@pages.for_readers
def listing(request: HttpRequest, name: str) -> HttpResponseBase:
    """One list, as a page or with ``format=csv`` as a file of all its rows. A filter that makes no sense is said."""
    found = LISTINGS.get(name)
    if found is None:
        raise Http404
    if "" in request.GET.values():
        # What a form sends of filters that were left empty: the address is kept short, so that it can be sent.
        return redirect(addresses.of_list(name, **{key: value for key, value in request.GET.dict().items() if value}))
    form = found.family.filters(request.GET)
    for field in found.left_out:
        form.fields.pop(field, None)
    order = _order(found, request.GET.get("sort", ""))
    context: dict[str, Any] = {"listing": found, "form": form, "groups": groups()}
    if not form.is_valid():
        return pages.page(request, "list.html", context, title=found.heading, status=BAD_REQUEST)
    rows = _sorted(form.narrow(_asked(found, request)), found, order)
    if request.GET.get("format") == "csv":
        return exports.answer(name, found.family.columns, _all(found, rows))
    # What is sorted is keys alone: whole rows, which are long, are read of one page only.
    ready = found.family.checked(rows) if found.family.checked else rows.values_list("pk", flat=True)
    page = Paginator(ready, PAGE).get_page(request.GET.get("page"))
    there = page.object_list if found.family.checked else _of(rows, list(page.object_list))
    columns = _shown(found)
    context |= {
        "page": page,
        "rows": [[_cell(column, row) for column in columns] for row in there],
        "headings": [_heading(column, order) for column in columns],
        "order": order,
        "chosen": form.chosen(request.GET),
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return pages.page(request, "list.html", context, title=found.heading)


def _asked(found: Listing, request: HttpRequest) -> QuerySet[Any]:
    return found.family.whole(found.rows(pages.person(request)))


def _all(found: Listing, rows: QuerySet[Any]) -> Iterator[Any]:
    """Every row, read in parts."""
    return iter(found.family.checked(rows)) if found.family.checked else rows.iterator(chunk_size=CHUNK)


def _of(rows: QuerySet[Any], keys: Sequence[int]) -> list[Any]:
    """The rows with these keys, in their order."""
    by_key = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def _order(found: Listing, asked: str) -> str:
    """The column to order by: the asked one, or the list's own where that is none."""
    known = {column.key for column in found.family.columns if column.sort is not None}
    return asked if asked.removeprefix("-") in known else found.order


def _sorted(rows: QuerySet[Any], found: Listing, order: str) -> QuerySet[Any]:
    """Ordered, what has no value last, and the same rows always in the same order."""
    column = next(column for column in found.family.columns if column.key == order.removeprefix("-"))
    if (by := column.sort) is None:
        raise ValueError(f"{found.name} cannot be ordered by {order}")
    first = by.desc(nulls_last=True) if order.startswith("-") else by.asc(nulls_last=True)
    return rows.order_by(first, "pk")


def _shown(found: Listing) -> Sequence[Column]:
    by_key = {column.key: column for column in found.family.columns}
    return [by_key[key] for key in found.shown]


def _cell(column: Column, row: Any) -> Cell:
    address = column.address(row) if column.address else ""
    state = row.state if column.kind == "state" else ""
    return Cell(column.label, column.kind, column.value(row), address, state)


def _heading(column: Column, order: str) -> Heading:
    mine, reverse = order.removeprefix("-") == column.key, order.startswith("-")
    now = ("descending" if reverse else "ascending") if mine else ""
    sort = f"-{column.key}" if mine and not reverse else column.key
    return Heading(column.label, column.kind, sort if column.sort is not None else "", now)
