"""An edition's page on the desk: where it is read, reviewed and published, whatever its state."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import page, selectors
from articles.changes import document_of
from articles.desk import pages, possible, reads_edition, ready
from articles.desk.possible import Failed
from articles.desk.reads_edition import Reading
from articles.desk.ready import Issue
from articles.errors import NotReady
from articles.models import Edition

WITHIN = ("comment", "answer", "resolve", "revoke", "confirm-identity", "refuse-identity", "set-aside", "take-up-again")
"""The actions that stand within the page, at what they are about."""


@require_safe
@pages.for_readers
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The page. With ``view=side`` the older and the newer text stand side by side."""
    return shown(request, reads_edition.found(pk))


@require_safe
@pages.for_readers
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of an edition as its readers get it, or would get it."""
    found = reads_edition.found(pk)
    if found.sealed_json is not None:
        return redirect(found.get_absolute_url())
    document = document_of(found)
    return render(request, "articles/article.html", page.preview(found, document, selectors.standings(document)))


def shown(request: HttpRequest, edition: Edition, failed: Failed | None = None, *, status: int = 200) -> HttpResponse:
    """The page, also with the form of an action that did not happen."""
    reading = reads_edition.read(edition)
    viewer = reads_edition.viewer(edition, pages.person(request), reading.contributions)
    side = request.GET.get("view") == "side"
    context: dict[str, Any] = {
        "reading": reading,
        "edition": edition,
        "text": reading.text,
        "viewer": viewer,
        "next": possible.of(reading, viewer, failed),
        "may": {name.replace("-", "_"): possible.may(name, reading, viewer) for name in (*WITHIN, "submit")},
        "do": {name.replace("-", "_"): _address(edition, name, side=side) for name in WITHIN},
        "failed": failed,
        "issues": _issues(reading, failed),
        "side": side,
        "is_nav_sidebar_enabled": False,
    }
    title = f"Not done: {edition.title}" if failed else edition.title
    return pages.page(request, "edition/page.html", context, title=title, status=status)


def _issues(reading: Reading, failed: Failed | None) -> list[Issue]:
    """What an action said is missing."""
    error = failed.error if failed else None
    return ready.issues(reading.text, error.issues) if isinstance(error, NotReady) else []


def _address(edition: Edition, action: str, *, side: bool) -> str:
    return reverse("admin:desk-action", args=[edition.pk, action]) + "?view=side" * side
