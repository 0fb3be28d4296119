"""Which pages may be kept, and how these are made: from one state of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from freshness import reading, replica

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Kept:
    """How the pages of a view may be kept.

    ``told``: it says itself until when each page is true (``reading.until``); without that a page is true for the day.
    """

    told: bool = False


def kept(*, told: bool = False) -> Callable[[View], View]:
    """Mark a view whose pages are the same for everybody, and depend on nothing but their path and the database.

    One that looks at the query too is kept without any; then every query goes to the view. Where it does not look, the
    query changes nothing.
    """

    def mark(view: View) -> View:
        view.kept = Kept(told)  # type: ignore[attr-defined]
        return view

    return mark


@contextmanager
def one_state() -> Iterator[None]:
    """Read everything from one state of the database, so that no page is half of before a change and half of after."""
    connection = replica.connection()
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
        page = reading.current()
        if page is None:
            return self.get_response(request)
        with replica.public():
            if replica.connection().in_atomic_block:  # of a test
                response = self.get_response(request)
            else:
                with one_state():
                    response = self.get_response(request)
        page.asks = "GET" in vars(request)  # Django reads the query when it is first looked at
        return response
