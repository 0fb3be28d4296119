"""The edition editor: the page in which a draft is written, and what its browser side asks for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.roles import has_role
from articles import document as documents
from articles import page, rows, steps, workflow
from articles.desk import editor_data, issues, lenient, pages
from articles.desk.answers import Unreadable, body, in_json
from articles.document import Document
from articles.errors import LostRace, NotAllowed
from articles.models import Edition, Source, Standing, State

OWN_PAGE = "admin:desk-edition"


@require_safe
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor with a draft in it. What is no draft cannot be written: its own page says how it stands."""
    user, edition = _writer(request), _edition(pk)
    context: dict[str, Any] = {"edition": edition, "edition_url": _own_page(edition)}
    if user is None:
        title = "Only authors and publishers write"
        return pages.page(request, "edit_refused.html", context, title=title, status=pages.FORBIDDEN)
    if edition.state != State.DRAFT:
        messages.warning(request, f"{_no_draft(edition)} It cannot be changed in the editor.")
        return redirect(_own_page(edition))
    document, library = rows.read_with_library(edition)
    context |= {"data": editor_data.opened(edition, document, library, by=user), "is_nav_sidebar_enabled": False}
    return pages.page(request, "edit.html", context, title=f"Write: {edition.title}")


@require_POST
@in_json
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the whole document over the version that the writer started from; 409 with what is there if it is newer."""
    user, edition, sent = _must_write(request), _edition(pk), body(request)
    if edition.state != State.DRAFT:
        return _closed(edition)
    version = sent.get("version")
    if not isinstance(version, int):
        raise Unreadable("A save says which version it started from.")
    document = documents.read(sent.get("document"))
    try:
        edition = workflow.save_document(edition, document, version=version, by=user)
    except LostRace as error:
        return _lost(pk, error, by=user)
    # What was just saved is what the rows hold: they need not be read again.
    edition.saved_by = user
    return JsonResponse(_told(edition, *_with_sources(document), by=user))


@require_safe
@in_json
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it is saved now, what keeps it from being submitted, and the advice on it."""
    user, edition = _must_write(request), _edition(pk)
    return JsonResponse(_told(edition, *rows.read_with_library(edition), by=user))


@require_POST
@in_json
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that somebody has the draft open; answer who else has, and which version is saved."""
    user, edition = _must_write(request), _edition(pk)
    workflow.note_presence(edition, by=user)
    return JsonResponse(
        {
            "others": [str(other) for other in editor_data.others(edition, than=user)],
            "version": edition.version,
            "savedAt": editor_data.clock(edition.saved_at),
            "savedBy": str(edition.saved_by),
        }
    )


@require_POST
@in_json
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an advice aside with a reason, or take one up again; answer the list of issues as it is then."""
    user, edition, sent = _must_write(request), _edition(pk), body(request)
    if "again" in sent:
        aside = next((each for each in edition.set_aside.all() if each.pk == sent["again"]), None)
        if aside is not None:
            workflow.take_up_again(aside, by=user)
    else:
        code, target, about, reason = (str(sent.get(name, "")) for name in ("code", "target", "about", "reason"))
        workflow.set_aside(edition, code=code, target=target, about=about, reason=reason, by=user)
    return JsonResponse(issues.of(edition, rows.read(edition)))


@require_POST
@in_json
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that the document in the request would make, by the templates that readers get. Writes nothing."""
    _must_write(request)
    edition = _edition(pk)
    document = lenient.read(body(request).get("document"), language=edition.article.language)
    document, library = _with_sources(document)
    standings = {key: source.standing for key, source in library.items() if source.standing != Standing.CURRENT}
    return render(request, "articles/article.html", page.preview(edition, document, standings))


def _told(edition: Edition, document: Document, library: dict[str, Source], *, by: User) -> dict[str, Any]:
    """What the server holds, and every issue of it."""
    return {**editor_data.saved(edition, document, library, by=by), **issues.of(edition, document)}


def _with_sources(document: Document) -> tuple[Document, dict[str, Source]]:
    """A document with the records of those of its sources that the library holds; citations of others are gone."""
    cited = document.cited_keys()
    library = {source.key: source for source in Source.objects.filter(key__in=cited)}
    known = lenient.without_sources(document, set(cited) - set(library))
    return known.with_sources({key: source.record() for key, source in library.items()}), library


def _lost(pk: int, error: LostRace, *, by: User) -> HttpResponse:
    edition = _edition(pk)
    if edition.state != State.DRAFT:
        return _closed(edition)
    document, library = rows.read_with_library(edition)
    return JsonResponse({"words": error.told(by), **editor_data.saved(edition, document, library, by=by)}, status=409)


def _own_page(edition: Edition) -> str:
    return reverse(OWN_PAGE, args=[edition.pk])


def _closed(edition: Edition) -> HttpResponse:
    return JsonResponse({"words": _no_draft(edition), "state": edition.state}, status=409)


def _no_draft(edition: Edition) -> str:
    return f"Edition {edition.number} is no draft any more: it is {edition.get_state_display().lower()}."


def _edition(pk: int) -> Edition:
    found = Edition.objects.select_related("article__medicine", "article__condition", "saved_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _writer(request: HttpRequest) -> User | None:
    user = request.user
    return user if isinstance(user, User) and has_role(user, *steps.WRITERS) else None


def _must_write(request: HttpRequest) -> User:
    if (user := _writer(request)) is None:
        raise NotAllowed.needs("write", *steps.WRITERS)
    return user
