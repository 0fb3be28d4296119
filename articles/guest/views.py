"""What an invited clinician sees behind their link. GET never writes: a mail scanner that follows it does nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import links


@never_cache
@require_safe
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks the clinician for what, and until when. 404 for a link that we did not sign."""
    invitation = links.invitation_of(token)
    if invitation is None:
        raise Http404
    return render(request, "guest/landing.html", {"invitation": invitation, "edition": invitation.edition})
