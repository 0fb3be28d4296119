"""What machines ask a site for: robots, icon, manifest, security contact, health."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Edition
from freshness import replica
from freshness.following import follower
from freshness.keeping import kept


def _prefixes() -> list[str]:
    """The path under which each language stands."""
    return ["/", *(f"/{code}/" for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]


@kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the admin and the links of invited clinicians are nobody's business."""
    private = [reverse("admin:index"), *(f"{prefix}review/" for prefix in _prefixes())]
    hidden = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in private)
    text = f"{hidden}\nSitemap: {settings.SITE_URL}{reverse('sitemap')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@kept()
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a vulnerability (RFC 9116); absent while the site has no contact address."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    expires = (timezone.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    text = (
        f"Contact: mailto:{settings.CONTACT_EMAIL}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: en\nCanonical: {settings.SITE_URL}/.well-known/security.txt\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@kept()
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest: a name and icons for a phone's home screen."""
    icons = [
        {"src": static("img/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": static("img/icon-192.png"), "type": "image/png", "sizes": "192x192"},
        {"src": static("img/icon-512.png"), "type": "image/png", "sizes": "512x512"},
    ]
    data = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbfaf6",
        "theme_color": "#0b4f55",
        "icons": icons,
    }
    return JsonResponse(data, content_type="application/manifest+json")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers ask for unasked."""
    return HttpResponseRedirect(static("img/favicon.ico"))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process and its database answer: 200, or 503 with the reason.

    A second line says why pages cannot be kept, where they cannot; the site answers all the same.
    """
    try:
        Edition.objects.exists()
        with replica.public():
            Edition.objects.exists()
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    own = follower()
    also = f"pages are not kept in memory: {own.trouble}\n" if own is not None and own.trouble else ""
    return HttpResponse(f"ok\n{also}", content_type="text/plain")
