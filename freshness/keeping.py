"""Which pages may be kept, and how these are made: from one state of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection

from freshness import reading

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Kept:
    """How the pages of a view may be kept.

    ``told``: it says itself until when each page is true (``reading.until``); without that a page is true for the day.
    ``asks``: it looks at the query, so only what is asked for without any is kept; otherwise the query changes nothing.
    """

    told: bool = False
    asks: bool = False


def kept(*, told: bool = False, asks: bool = False) -> Callable[[View], View]:
    """Mark a view whose pages are the same for everybody, and depend on nothing but their path and the database."""

    def mark(view: View) -> View:
        view.kept = Kept(told, asks)  # type: ignore[attr-defined]
        return view

    return mark


@contextmanager
def one_state() -> Iterator[None]:
    """Read everything from one state of the database, so that no page is half of before a change and half of after."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


class OneState:
    """Middleware next to the views: a page that may be kept is made from one state of the database."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer; inside ``one_state`` where somebody notes what the page shows."""
        if reading.current() is None or connection.in_atomic_block:
            return self.get_response(request)
        with one_state():
            return self.get_response(request)
