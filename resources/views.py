"""The public pages of support organisations. They read; what a reader reports is the one thing that is written."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.errors import InvalidRequest
from freshness import keys, reading
from freshness.keeping import kept
from freshness.replica import reads_publicly
from resources import choosing, emergency, grouping, selectors, senders, structured, workflow
from resources.models import Contact, Organisation, OrganisationKind, Trouble

SEE_OTHER, BAD = 303, 400


@require_safe
@reads_publicly
def directory(request: HttpRequest) -> HttpResponse:
    """Who can help, in the reader's country first. Without a country in the address, the browser's language guesses."""
    organisations = selectors.directory_now()
    choice = choosing.read(request.GET, request.headers.get("Accept-Language", ""))
    context = {
        "choice": choice,
        "offer": choosing.offer(organisations),
        "help": grouping.help_for(organisations, choice.country, choice.language),
        "emergency": emergency.NUMBERS.get(choice.country, ""),
    }
    response = render(request, "resources/directory.html", context)
    if not choice.asked:
        patch_vary_headers(response, ["Accept-Language"])
        response.differs_by_language = True  # type: ignore[attr-defined]
    return response


@kept()
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole record of one organisation, and the form that says that something did not work."""
    return _organisation(request, _one(slug))


@csrf_exempt  # nobody is signed in, and a token would take a cookie
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """A reader says in one step that a contact did not work. They are thanked the same way, kept or not."""
    found, choice = _one(slug), choosing.read(request.GET)
    if request.method != "POST":
        return redirect(f"{found.get_absolute_url()}{choice}#report")
    if not senders.from_our_page(request):
        raise PermissionDenied
    contact, trouble = _given(found, request.POST.get("contact", "")), request.POST.get("trouble", "")
    if contact is None or trouble not in Trouble.values:
        return _organisation(request, found, typed={"contact": contact, "trouble": trouble}, status=BAD)
    if senders.may_send(request):
        with suppress(InvalidRequest):  # it is no longer offered since this moment, so it needs no report
            workflow.report(contact, trouble=Trouble(trouble))
    address = reverse("resources:thanks", args=[slug])
    response = redirect(address + choice.with_(tried=str(contact.pk)))
    response.status_code = SEE_OTHER
    return response


report.takes_posts = True  # type: ignore[attr-defined]


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens with a report, and whom to turn to instead."""
    found, choice = _one(slug), choosing.read(request.GET)
    failed = _given(found, request.GET.get("tried", ""))
    lines = []
    if found.kind == OrganisationKind.CRISIS:
        others = (each for each in selectors.crisis_lines() if each.pk != found.pk)
        lines = grouping.crisis_lines(others, choice.country)
    context = {
        "organisation": found,
        "choice": choice,
        "others": [each for each in found.offered_contacts if each != failed and _of_use(each, choice.country)],
        "crisis": found.kind == OrganisationKind.CRISIS,
        "lines": lines,
        "emergency": emergency.NUMBERS.get(choice.country, ""),
    }
    return render(request, "resources/thanks.html", context)


def _organisation(
    request: HttpRequest, found: Organisation, *, typed: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    choice = choosing.read(request.GET)
    register = selectors.register_of(found)
    with reading.showing(keys.organisation(found.pk)):
        missing = selectors.not_given(found)
    context = {
        "organisation": found,
        "choice": choice,
        "kind": found.get_kind_display(),
        "missing": missing,
        "register": register,
        "troubles": Trouble.choices,
        "typed": typed,
        "canonical": structured.address_of(found),
        "json_ld": structured.json_ld(structured.organisation(found, register=register)),
        "trail": [
            ("Home", reverse("pages:home")),
            ("Support", f"{reverse('resources:directory')}{choice}"),
            (found.name, found.get_absolute_url()),
        ],
    }
    return render(request, "resources/organisation.html", context, status=status)


def _of_use(contact: Contact, country: str) -> bool:
    return not country or contact.works_in(country)


def _one(slug: str) -> Organisation:
    with reading.showing():
        found = selectors.one(slug)
    if found is None:
        raise Http404
    reading.show(keys.organisation(found.pk))
    return found


def _given(found: Organisation, key: str) -> Contact | None:
    """The offered contact of an organisation with a key that a reader sent."""
    return next((contact for contact in found.offered_contacts if str(contact.pk) == key), None)
