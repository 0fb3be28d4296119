"""The public pages of support organisations. They only read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from resources import grouping, selectors
from resources.models import Organisation, OrganisationKind


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every support organisation, told apart by kind."""
    groups = grouping.by_kind(selectors.directory())
    return render(request, "resources/directory.html", {"groups": groups})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole record of one organisation."""
    found = get_object_or_404(Organisation.objects.shown().with_offered_contacts(), slug=slug)
    context = {
        "organisation": found,
        "trail": [
            ("Home", reverse("pages:home")),
            ("Support", reverse("resources:directory")),
            (found.name, found.get_absolute_url()),
        ],
        "kind": grouping.HEADINGS[OrganisationKind(found.kind)],
    }
    return render(request, "resources/organisation.html", context)
