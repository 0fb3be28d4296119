"""What every page of the desk is made with: the admin's own surroundings, and who may open it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.errors import LostRace, NotAllowed, WorkflowError
from accounts.models import User
from resources import workflow

View = Callable[..., HttpResponseBase]
READ = "resources.view_organisation"
"""Every role has it; somebody who is staff without a role has nothing to read here."""

FORBIDDEN, CONFLICT, UNFIT = 403, 409, 422
DIGITS = 18
"""No key of a row has more."""


def for_readers(view: View) -> View:
    """Answer 403 to staff who may not read organisations."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(READ):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_curators(view: View) -> View:
    """Answer 403 to whoever does not keep organisations."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not workflow.may_curate(person(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str, status: int = 200
) -> HttpResponse:
    """A page of the desk, in the admin's frame."""
    request.current_app = admin.site.name  # as Django's own admin views do
    around = admin.site.each_context(request)
    return render(request, f"admin/desk/{template}", {**around, "title": title, **context}, status=status)


def person(request: HttpRequest) -> User:
    """Who is signed in; the desk lets nobody else in."""
    return cast("User", request.user)


def key_of(sent: str) -> int | None:
    """The key of a row as it was sent; None for anything that is none."""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= DIGITS else None


def status_of(error: WorkflowError) -> int:
    """The HTTP status that says how an action failed: not yours to do, too late, or not fit yet."""
    if isinstance(error, NotAllowed):
        return FORBIDDEN
    return CONFLICT if isinstance(error, LostRace) else UNFIT
