"""Requests and answers in JSON: what the editor's browser side sends is read here, and what went wrong is told it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse

from articles.desk.pages import status_of
from articles.errors import WorkflowError
from articles.places import DocumentError, Problem

View = Callable[..., HttpResponse]


class Unreadable(Exception):
    """What was sent cannot be read at all. ``status``: the HTTP status that says so."""

    def __init__(self, words: str, status: int = 400) -> None:
        self.status = status
        super().__init__(words)


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises ``Unreadable`` for anything else."""
    try:
        data = json.loads(request.body)
    except RequestDataTooBig as error:
        raise Unreadable("This text is too big to be sent in one piece. Divide it into two articles.", 413) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("That was no JSON.") from error
    if not isinstance(data, dict):
        raise Unreadable("That was no JSON object.")
    return data


def problems(found: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as the editor takes them."""
    return [
        {"place": each.place, "rule": each.rule, "target": each.target, "code": each.code, "about": each.about}
        for each in found
    ]


def in_json(view: View) -> View:
    """Turn what a view raises into an answer in JSON: ``words`` for people, ``problems`` for places."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Unreadable as error:
            return JsonResponse({"words": str(error)}, status=error.status)
        except DocumentError as error:
            return JsonResponse({"problems": problems(error.problems)}, status=422)
        except WorkflowError as error:
            return JsonResponse({"words": str(error)}, status=status_of(error))

    return answered
