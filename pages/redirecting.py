"""What answers where nothing stands: the page that an address leads to, in one hop, or nothing.

Asked by the 404 page alone, so a redirect never takes the place of a page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language_from_path, override

from finding import paths
from finding.models import Redirect
from finding.moved import READS, address_now

PRIVATE = "articles:guest-review"
_NO_WORDS = {"html", "htm", "php", "asp", "aspx", "index", "articles", "medicines", "conditions", "topics", "support"}
MOST_WORDS = 60


def answer(request: HttpRequest) -> HttpResponse | None:
    """301 to the page that an address leads to; nothing where it leads nowhere. Two queries at most, and three where
    the page that it leads to is one that changes its slug.

    One hop is all there is: what a redirect leads to is no other redirect's address, which the database holds, or it
    is a page that moved, and to such a one nothing leads that is not there.
    """
    if request.method not in READS or _is_private(request.resolver_match):
        return None
    behind = page_behind_slash(request.path_info)
    if behind and (now := address_now(behind)):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(now + (query and f"?{query}"))
    path = paths.asked(request.path_info)
    target = Redirect.objects.filter(path=path).values_list("target", flat=True).first() if path else None
    if target is None or (behind and stands(behind, request)):
        return None
    return HttpResponsePermanentRedirect(paths.header(where(target)))


def is_missing(request: HttpRequest) -> bool:
    """Whether an address that answers 404 is one to be counted: asked for by a reader, and not only for its slash."""
    asked_for = request.method in READS and not _is_private(request.resolver_match)
    return asked_for and page_behind_slash(request.path_info) is None


def words_of(path: str) -> str:
    """What somebody may have looked for at an address, as words."""
    words = re.findall(r"[^\W_]{2,}", path[: 10 * MOST_WORDS])
    return " ".join(word for word in words if word.lower() not in _NO_WORDS)[:MOST_WORDS].strip()


def where(target: str) -> str:
    """Where the page of a redirect is now: it may have another slug since, or another tag in its place."""
    match = page_at(target)
    if match is None and (match := page_behind_slash(target)):
        target += "/"
    if match is None:
        return target
    with override(language_of(target)):
        return address_now(match) or target


def page_at(path: str) -> ResolverMatch | None:
    """What answers at a path of any of the site's languages."""
    with override(language_of(path)):
        try:
            return resolve(path)
        except Resolver404:
            return None


def page_behind_slash(path: str) -> ResolverMatch | None:
    """What answers at a path with a slash behind it, where nothing does without."""
    return None if path.endswith("/") or page_at(path) else page_at(f"{path}/")


def language_of(path: str) -> str:
    """The language of a path of this site."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE


def stands(match: ResolverMatch, request: HttpRequest) -> bool:
    """Whether a page is there, also one that only says that it is gone. It is made as if it had been asked for."""
    try:
        return bool(match.func(request, *match.args, **match.kwargs).status_code != 404)  # noqa: PLR2004
    except Http404:
        return False


def stands_at(path: str) -> bool:
    """Whether a page of this site is there for a path as redirects have it, so that no redirect ever acts there."""
    match = page_at(path) or page_behind_slash(path)
    if match is None:
        return False
    request = HttpRequest()
    request.method, request.path, request.path_info, request.resolver_match = "GET", path, path, match
    site = urlsplit(settings.SITE_URL)
    request.META |= {"SERVER_NAME": site.hostname or "", "SERVER_PORT": str(site.port or 80), "HTTP_HOST": site.netloc}
    request.user = AnonymousUser()
    with override(language_of(path)):
        return address_now(match) is not None or stands(match, request)


def _is_private(match: ResolverMatch | None) -> bool:
    """The admin has no redirects, and the links of invited clinicians are counted nowhere."""
    return match is not None and ("admin" in match.namespaces or match.view_name == PRIVATE)
