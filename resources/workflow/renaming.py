"""Another address for an organisation. The old one leads to it for ever."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from finding.workflow import former
from resources import indexing
from resources.models import FormerOrganisationSlug, Organisation
from resources.workflow.curating import require_curator


@transaction.atomic
def rename_organisation(organisation: Organisation, slug: str, *, by: User) -> Organisation:
    """Give an organisation another slug. ``organisation.slug`` is the one that somebody saw.

    Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest``.
    """
    require_curator(by, "change the address of an organisation")
    former.rename(organisation, slug, FormerOrganisationSlug, "organisation", by=by, what="The organisation")
    indexing.follow(organisation)
    return organisation
