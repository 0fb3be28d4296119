"""Who may open the desk's pages of articles; what every page of the desk is made with is passed on."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from resources.desk.pages import CONFLICT, FORBIDDEN, UNFIT, View, key_of, page, person, status_of

__all__ = ["CONFLICT", "FORBIDDEN", "READ", "UNFIT", "View", "for_readers", "key_of", "page", "person", "status_of"]

READ = "articles.view_edition"
"""Every role has it; somebody who is staff without a role has nothing to read here."""


def for_readers(view: View) -> View:
    """Answer 403 to staff who may not read editions."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(READ):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
