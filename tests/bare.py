"""A bare Django page, to compare with: one view, one template, no database, the middleware of a new project."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

PARAGRAPHS = 150
NOTHING = b" " * 13_000
TEXT = "{% for n in paragraphs %}<p>Paragraph {{ n }}: {{ words }}</p>{% endfor %}"


def page(request: HttpRequest) -> HttpResponse:
    """A page of about 30 KB."""
    context = {"paragraphs": range(PARAGRAPHS), "words": "what a reader may want to know about a medicine. " * 4}
    return HttpResponse(engines["django"].from_string(TEXT).render(context, request))


urlpatterns = [path("", page)]
settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of-no-use",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
application: Any = get_wsgi_application()


def empty(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The least that a WSGI application can do, as large as the pages that are compared."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(NOTHING)))])
    return [NOTHING]
