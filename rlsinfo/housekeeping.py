"""What the site tidies away by itself, once a day."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Min, Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.models import Presence
from finding import workflow as finding
from freshness import journal
from freshness.models import EdgeState
from resources import workflow as resources
from rlsinfo import planning, preparing

EVERY = timedelta(hours=24)
RESULTS_KEPT = timedelta(days=30)
CHANGES_KEPT = timedelta(days=7)
PRESENCES_KEPT = timedelta(days=1)


@task()
def tidy() -> None:
    """Clear expired sessions, old results of tasks, old presences, old checks of links, tables that nobody imported,
    old changes and what nobody looked for any more, let SQLite look through its tables, and have pages made that are
    missing.
    """
    call_command("clearsessions")
    Presence.objects.filter(seen_at__lt=timezone.now() - PRESENCES_KEPT).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - RESULTS_KEPT).delete()
    resources.forget_old_checks(days=settings.LINK_CHECKS_KEPT_DAYS)
    resources.forget_old_hosts()
    resources.forget_old_imports()
    forget_changes()
    finding.forget_missing(days=settings.MISSING_KEPT_DAYS)
    planning.look_where_needed()
    preparing.enqueue_if_missing()


def forget_changes() -> None:
    """Forget what was changed long ago, as soon as every cache before the site was told of it twice.

    A cache that nobody has told anything for so long is none any more. A machine that was off for a day begins without
    kept pages, so none needs to know what was changed before.
    """
    before = timezone.now() - CHANGES_KEPT
    others = EdgeState.objects.exclude(name=settings.EDGE.name if settings.EDGE else "")
    others.filter(Q(told_at__lt=before) | Q(told_at=None)).delete()
    reached = EdgeState.objects.aggregate(again=Min("again"))["again"]
    journal.forget(connection, before=before, below=journal.now(connection) if reached is None else reached)


def is_due() -> bool:
    """Whether nobody has asked for ``tidy`` in the last day."""
    since = timezone.now() - EVERY
    return not DBTaskResult.objects.filter(task_path=tidy.module_path, enqueued_at__gt=since).exists()


def enqueue_if_due() -> None:
    """Ask for ``tidy`` where it is due."""
    if is_due():
        tidy.enqueue()
