"""Error pages: what went wrong in plain words, a way on, and the crisis lines, since anybody may land here at night."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from finding import tally
from pages import redirecting
from pages.context import everywhere
from resources import grouping
from resources.grouping import CountryLines, Line
from resources.selectors import crisis_lines

logger = logging.getLogger("rlsinfo")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a crisis line, as a contact of the directory has it."""

    words: str
    href: str


def _last(country: str, name: str, *ways: Way, remark: str) -> CountryLines:
    return CountryLines(country, [Line(name, ways, remark)])


# Shown when even the database does not answer. A test holds them against the starter content.
SAMARITANS = Way("Call 116 123", "tel:116123")
ALWAYS = "24 hours a day, every day"
LAST_RESORT = [
    _last("Ireland", "Samaritans", SAMARITANS, remark=f"Free, {ALWAYS}"),
    _last(
        "Netherlands",
        "113 Zelfmoordpreventie",
        Way("Call 113", "tel:113"),
        Way("Chat online: 113.nl", "https://113.nl/"),
        remark="Free",
    ),
    _last("New Zealand", "Lifeline Aotearoa", Way("Call 0800 543 354", "tel:+64800543354"), remark=ALWAYS),
    _last("United Kingdom", "Samaritans", SAMARITANS, remark=f"Free, {ALWAYS}"),
    _last(
        "United States of America",
        "988 Suicide & Crisis Lifeline",
        Way("Call 988", "tel:988"),
        Way("Text 988", "sms:988"),
        Way("Chat online: 988lifeline.org", "https://988lifeline.org/"),
        remark=f"Free, {ALWAYS}",
    ),
]

WORDS = {
    400: ("We could not read that request", "Something in the address or the form was not right."),
    403: ("You cannot open this page", "It needs you to be signed in, or to have another role."),
    404: ("We cannot find that page", "The address may be mistyped, or the page may have moved."),
    405: ("This page cannot be used like that", "It is there, but it does not take that kind of request."),
    500: ("Something went wrong on our side", "It is not your fault. Please try again in a few minutes."),
    503: ("The site is busy", "Nothing was saved. Please go back and send it again in a few seconds."),
}


FORM_REFUSED = (
    "We could not take that form",
    "It may have been open for too long, or your browser keeps no cookies. Go back, load the page again and retry.",
)
READS = ("GET", "HEAD")


class ErrorPages:
    """Refuses wrong verbs before anything else looks at them, and gives a page to refusals that Django leaves empty.

    Every view outside the admin takes GET and HEAD only. One that takes a form as well says so with an attribute:
    ``view.takes_posts = True``. It stands inside ``CommonMiddleware``, which counts the bytes of what it returns.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Fill an empty 405."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and request.method != "HEAD":  # noqa: PLR2004
            response.content = _page(405).content
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """405 with the verbs that the view takes; nothing where the verb is one of them, or in the admin."""
        allowed = (*READS, "POST") if getattr(view, "takes_posts", False) else READS
        match = request.resolver_match
        if request.method in allowed or (match is not None and "admin" in match.namespaces):
            return None
        response = _page(405)
        response.headers["Allow"] = ", ".join(allowed)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for whoever could not write because somebody else does, for longer than SQLite lets them wait."""
        if not (isinstance(exception, OperationalError) and "database is locked" in str(exception)):
            return None
        logger.warning("%s %s: somebody else writes for so long that nothing was saved", request.method, request.path)
        response = _page(503)
        response.headers["Retry-After"] = "5"
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its CSRF token."""
    return _page(403, FORM_REFUSED)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the words of the address in a search box, or 301 where somebody says where the page is now."""
    try:
        if found := redirecting.answer(request):
            return found
        if redirecting.is_missing(request):
            tally.addresses.count(request.path_info)
    except Error:
        logger.warning("error page: the database does not answer")
    return _page(404, looked_for=redirecting.words_of(request.path_info))


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The fault itself was logged by Django."""
    return _page(500)


def _page(status: int, words: tuple[str, str] | None = None, *, looked_for: str | None = None) -> HttpResponse:
    heading, explanation = words or WORDS[status]
    own = {"status": status, "heading": heading, "explanation": explanation, "lines": lines(), "looked_for": looked_for}
    # Without the request: these pages also answer requests whose host or session cannot be trusted.
    return HttpResponse(render_to_string("errors/error.html", everywhere() | own), status=status)


def lines() -> list[CountryLines]:
    """The crisis lines of the directory; those of last resort where there are none or the database does not answer."""
    try:
        found = grouping.crisis_lines(crisis_lines())
    except Error:
        logger.warning("error page: the database does not answer")
        found = []
    return found or LAST_RESORT
