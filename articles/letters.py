"""The mail that the site writes, in plain text. What a mail server does not take is logged, and the caller told."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles import links
from articles.models import Edition, Invitation, Review

logger = logging.getLogger("rlsinfo.mail")


def compose(template: str, context: dict[str, Any], *, to: str, reply_to: str = "") -> EmailMessage:
    """A mail made of ``emails/<template>.txt``, whose first line is its subject."""
    known = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    subject, _, text = render_to_string(f"emails/{template}.txt", known | context).strip().partition("\n")
    return EmailMessage(subject.strip(), text.lstrip("\n") + "\n", to=[to], reply_to=[reply_to] if reply_to else None)


def send(template: str, context: dict[str, Any], *, to: str, reply_to: str = "") -> bool:
    """Send such a mail. False where it was not taken."""
    try:
        compose(template, context, to=to, reply_to=reply_to).send()
    except OSError as error:  # also every error of SMTP
        # Not the error's own words: a server may quote the whole address book in them.
        logger.error("mail “%s” was not sent: %s", template, type(error).__name__)  # noqa: TRY400
        return False
    return True


def schedule_failed(edition: Edition, reason: str) -> None:
    """Tell the publishers that an edition was not published at its time, and why."""
    _to_publishers("schedule_failed", {"edition": edition, "reason": reason, "address": desk_address(edition)})


def withdrawn_overdue(edition: Edition) -> None:
    """Tell the publishers that the site has taken a page away that was long past its review date."""
    _to_publishers("withdrawn_overdue", {"edition": edition, "address": desk_address(edition)})


def desk_address(edition: Edition) -> str:
    """Where people of the desk find an edition, as a whole address."""
    return settings.SITE_URL + reverse("admin:desk-edition", args=[edition.pk])


def guest_decided(review: Review) -> None:
    """Tell whoever invited a clinician, and the publishers, that they decided and have yet to be identified."""
    if review.invitation is None:
        return
    edition, inviter = review.edition, review.invitation.invited_by
    context = {"edition": edition, "review": review, "inviter": inviter, "address": desk_address(edition)}
    told = {person.email for person in people(Role.PUBLISHER)}
    for address in sorted(told | ({inviter.email} if inviter.is_active and inviter.email else set())):
        send("guest_decided", context, to=address)


def _to_publishers(template: str, context: dict[str, Any]) -> None:
    for person in people(Role.PUBLISHER):
        send(template, context, to=person.email)


def people(*roles: Role) -> QuerySet[User]:
    """Everybody with one of the roles who can be written to."""
    named = User.objects.filter(is_active=True, groups__name__in=[role.value for role in roles])
    return named.exclude(email="").distinct().order_by("pk")


def invitation(invited: Invitation) -> bool:
    """Send an invited clinician their link. False where it was not taken; the inviter has the link all the same."""
    context = {"invitation": invited, "edition": invited.edition, "address": links.guest_address(invited)}
    return send("invitation", context, to=invited.email, reply_to=invited.invited_by.email)
