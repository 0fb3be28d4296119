"""The one view through which every action on an edition is taken. POST only; what is refused comes back as typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.roles import has_role
from articles import changes
from articles.desk import pages, reads_edition
from articles.desk.edition import shown
from articles.desk.forms import ActionForm, Opened
from articles.desk.possible import Failed
from articles.desk.table import ACTIONS, Action
from articles.errors import NotAllowed, WorkflowError
from articles.models import Comment, Edition, Invitation, Review, SetAside, State

"""Longer keys are those of no row: no database holds them."""


@pages.for_readers
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Take an action on an edition, or on one of its comments, reviews or invitations.

    Whoever had to sign in before it comes here without what they sent: they are shown the way back.
    """
    entry = ACTIONS.get(action)
    if entry is None:
        raise Http404
    edition, user = reads_edition.found(pk), pages.person(request)
    if request.method != "POST":
        response = pages.page(
            request, "edition/not_here.html", {"edition": edition}, title="Nothing was done", status=405
        )
        response.headers["Allow"] = "POST"
        return response
    opened = Opened(edition, sha256="", byline=None, today=timezone.localdate())
    subject = _subject(entry, edition, request.POST.get("about", ""))
    form = entry.form(request.POST, opened=opened, name=action)
    valid = form.is_valid()
    about = _about(action, subject, form)
    if (seen := request.POST.get("seen")) in State.values:
        # As it stood on the page of whoever acts, so that the workflow can say who was first since then.
        edition.state = seen
    if not has_role(user, *entry.roles):
        return _refused(request, pk, Failed(action, form, about, NotAllowed.needs(entry.does, *entry.roles), user))
    if not valid:
        return _refused(request, pk, Failed(action, form, about))
    try:
        result = entry.run(subject, by=user, **_told(action, edition, form))
    except WorkflowError as error:
        return _refused(request, pk, Failed(action, form, about, error, user))
    messages.success(request, entry.done if isinstance(entry.done, str) else entry.done(result, form))
    return redirect(_address(request, edition, result))


def _subject(entry: Action, edition: Edition, about: str) -> Any:
    """What an action is taken on: the edition, or the one of its rows that the form names. Raises ``Http404``."""
    if not entry.about:
        return edition
    row = getattr(edition, entry.about).filter(pk=pages.key_of(about)).first()
    if row is None:
        raise Http404
    return row


def _about(name: str, subject: Any, form: ActionForm) -> Any:
    """By what a page knows again at which of its forms something was typed."""
    if name == "comment":
        return form.cleaned_data.get("part")
    if name == "set-aside":
        return tuple(form.cleaned_data.get(part, "") for part in ("code", "target", "about"))
    return subject.pk


def _told(name: str, edition: Edition, form: ActionForm) -> dict[str, Any]:
    """What the workflow is told; of a comment also where its part stands. Raises ``Http404`` for an unknown part."""
    told = form.told()
    if name == "comment" and (part := told["part"]) is not None:
        places = changes.show(edition).places
        if part not in places:
            raise Http404
        told["place"] = places[part]
    return told


def _refused(request: HttpRequest, pk: int, failed: Failed) -> HttpResponse:
    """The edition's page as it is now, with the form as it was typed."""
    edition = reads_edition.found(pk)
    status = pages.status_of(failed.error) if failed.error else pages.UNFIT
    return shown(request, edition, failed, status=status)


def _address(request: HttpRequest, edition: Edition, result: Any) -> str:
    """Where the result is seen: the edition's page in the same view, at the comment, invitation or review; or the page
    of the edition that came of it.
    """
    if isinstance(result, Edition):
        edition = result
    address = reverse("admin:desk-edition", args=[edition.pk])
    if request.GET.get("view") == "side":
        address += "?view=side"
    if isinstance(result, SetAside):
        return f"{address}#readiness"
    if isinstance(result, Comment):
        return f"{address}#said-{result.pk}"
    return f"{address}#reviews" if isinstance(result, Invitation | Review) else address
