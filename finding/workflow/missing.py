"""What was looked for in vain: passed over, and forgotten in time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.errors import InvalidRequest
from accounts.models import User
from finding.models import MissingAddress, MissingWord
from finding.workflow.redirects import require_keeper


@transaction.atomic
def pass_over(missing: MissingAddress | MissingWord, *, by: User) -> None:
    """Nothing is to be done about it: it is no longer listed. Raises ``NotAllowed``, ``InvalidRequest``."""
    require_keeper(by)
    found = type(missing)._default_manager.filter(pk=missing.pk, passed_over_at=None)  # noqa: SLF001 (Django's)
    if not found.update(passed_over_at=timezone.now(), passed_over_by=by):
        raise InvalidRequest("It is no longer in this list.")
    missing.refresh_from_db()


def forget_missing(*, days: int) -> int:
    """Forget what nobody has asked for since so many days; gives back how many."""
    since = timezone.localdate() - dt.timedelta(days=days)
    return sum(model.objects.filter(last_on__lt=since).delete()[0] for model in (MissingAddress, MissingWord))
