"""What an invited clinician sees and does behind their link, which is all the authority that it takes.

GET never writes: a mail scanner that follows the link does nothing. A domain error becomes a response here, once, and
what was typed stays in its form.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from articles import links, workflow
from articles.errors import LostRace, NotAllowed, WorkflowError
from articles.guest import door, reading
from articles.guest.forms import CommentForm, DecisionForm
from articles.models import Invitation

BAD, REFUSED, CONFLICT, GONE = 400, 403, 409, 410
TYPED = {"text": "Comment", "note": "Note", "declaration": "Competence", "interests": "Interests"}
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}


@never_cache
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The one address of an invitation. 404 for a link that we did not sign, 410 and 403 for one that does not work."""
    invitation = links.invitation_of(token)
    if invitation is None:
        raise Http404
    try:
        workflow.must_work(invitation)
        response = _post(request, invitation) if request.method == "POST" else _get(request, invitation)
    except NotAllowed as refusal:
        response = _closed(request, invitation, refusal)
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


review.takes_posts = True  # type: ignore[attr-defined]


def _get(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The landing page, until its button was pressed in this browser; then the text, or that a decision is recorded."""
    if not door.is_open(request, invitation):
        return _page(request, "landing", {"invitation": invitation, "edition": invitation.edition})
    found = reading.read(invitation)
    if found.decided and "view" not in request.GET:
        return _page(request, "decided", {"review": found.decided, "invitation": invitation})
    return _text(request, found)


def _post(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Open the text, comment, or decide. Whoever was away for so long that the door fell shut loses no word."""
    opened = door.is_open(request, invitation)
    if not opened:
        workflow.open_link(invitation)
    does = {"comment": _comment, "decide": _decide}.get(request.POST.get("do", ""))
    response = does(request, invitation) if does else redirect(request.path)
    if not opened:
        door.leave_open(response, invitation)
    return response


def _comment(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form, found = CommentForm(request.POST), reading.read(invitation)
    if form.is_valid():
        part, text = form.cleaned_data["part"], form.cleaned_data["text"]
        try:
            said = workflow.guest_comment(invitation, text=text, part=part, place=found.place(part))
        except NotAllowed:
            raise
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.get_full_path()}#said-{said.pk}")
    return _text(request, found, comment=form, status=BAD)


def _decide(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form, status = DecisionForm(request.POST), BAD
    if form.is_valid():
        try:
            workflow.guest_decide(invitation, **form.for_workflow())
        except NotAllowed:
            raise
        except WorkflowError as error:
            form.add_error(None, str(error))
            status = CONFLICT if isinstance(error, LostRace) else BAD
        else:
            return redirect(request.path)
    return _text(request, reading.read(invitation), decision=form, status=status)


def _text(
    request: HttpRequest,
    found: reading.Reading,
    *,
    comment: CommentForm | None = None,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    workflow.must_work(found.invitation)  # it may have been taken back since this request came
    form = decision or DecisionForm(initial={"name": found.invitation.name})
    # Always that of the text which stands on this page, also after an error.
    own: dict[str, Any] = {"decision": form, "sha256": found.sha256, "comment": comment}
    context = reading.context(found, request.GET.get("view", ""), comment["part"].value() if comment else None)
    return _page(request, "text", context | own, status=status)


def _closed(request: HttpRequest, invitation: Invitation, refusal: NotAllowed) -> HttpResponse:
    """A link that does not work: why, and what to do. Whoever decided is told what became of it, and whoever typed
    something meanwhile gets it back.
    """
    reviews = reading.latest_reviews(invitation)
    context = {
        "invitation": invitation,
        "reason": refusal,
        "review": reviews[0] if reviews else None,
        "typed": [(label, text) for name, label in TYPED.items() if (text := request.POST.get(name))],
        "contact_email": settings.CONTACT_EMAIL,
    }
    status = GONE if invitation.revoked_at or invitation.expires_at <= timezone.now() else REFUSED
    return _page(request, "closed", context, status=status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    # No canonical address and nothing to share: the address is a secret of one person.
    return render(request, f"guest/{name}.html", context | {"canonical": ""}, status=status)
