"""Home and the statements about this site. They only read."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import selectors, structured
from freshness.keeping import kept

MOST = 24
"""How many articles stand on the front door, beside the first."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A page about this site."""

    slug: str
    title: str
    summary: str

    @property
    def template(self) -> str:
        """Where its text stands."""
        return f"pages/{self.slug}.html"


STATEMENTS = (
    Statement(
        "how-pages-are-made",
        "How our pages are made",
        "Where the facts come from, who writes and reviews them, and what happens when something is wrong.",
    ),
    Statement(
        "accessibility",
        "Accessibility",
        "How this site works for everybody, what it was tested with, and what does not work yet.",
    ),
    Statement("privacy", "Privacy", "What this site knows about you: next to nothing."),
)


@kept()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: what the site is for, and its pages; of a large site the first ones, and where all are."""
    language = selectors.current_language()
    editions = list(selectors.listed(language).order_by("article_id")[: MOST + 2])
    data = {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "inLanguage": language,
    }
    context = {
        "editions": editions,
        "others": editions[1 : MOST + 1],
        "more": editions[MOST + 1 :],
        "json_ld": structured.json_ld(data | {"publisher": structured.publisher()}),
    }
    return render(request, "pages/home.html", context)


@kept()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, and its statements."""
    return render(request, "pages/about.html", {"statements": STATEMENTS})


@kept()
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """One statement."""
    for each in STATEMENTS:
        if each.slug == slug:
            trail = [("Home", reverse("pages:home")), ("About", reverse("pages:about")), (each.title, request.path)]
            context = {"statement": each, "trail": trail, "contact_email": settings.CONTACT_EMAIL}
            return render(request, each.template, context)
    raise Http404
