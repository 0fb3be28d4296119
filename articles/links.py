"""The signed links behind which an invited clinician finds the one edition that they are asked to review.

A link is the invitation's number and its signature, with a salt of its own, so that nobody can make one up. Whether it
still works (not revoked, not expired) stands in the database, not in the link.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from articles.models import Invitation

SALT = "articles.review-link"
# What ends up in mail: no character that a mail program takes for the end of a link.
SEPARATOR = "."


def token_of(invitation: Invitation) -> str:
    """The signed token of an invitation."""
    return _signer().sign(str(invitation.pk))


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a token was made for, whatever became of it; None for what we did not sign.

    One query, or none where the signature is wrong.
    """
    try:
        number = _signer().unsign(token)
    except BadSignature:
        return None
    asked = Invitation.objects.select_related("edition__article", "invited_by", "revoked_by")
    return asked.filter(pk=number).first()


def guest_path(invitation: Invitation) -> str:
    """The path of an invited clinician's page, in the first language of the site."""
    with override(settings.LANGUAGE_CODE):
        return reverse("articles:guest-review", args=[token_of(invitation)])


def guest_address(invitation: Invitation) -> str:
    """The whole address, as it is sent."""
    return settings.SITE_URL + guest_path(invitation)


def _signer() -> Signer:
    return Signer(salt=SALT, sep=SEPARATOR)
