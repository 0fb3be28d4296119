"""Pages long past their review date are withdrawn, where WITHDRAW_OVERDUE_DAYS says so. It is off by default."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.errors import WorkflowError
from articles.models import Edition
from articles.models.editions import EditionQuerySet

TRY_AGAIN = timedelta(minutes=15)


def late(days: int) -> EditionQuerySet:
    """What readers see and is more than so many days past its review date."""
    return Edition.objects.due_for_review(timezone.localdate() - timedelta(days=days + 1))


@task()
def withdraw_late() -> int:
    """Withdraw the pages that are too late; gives back how many were."""
    days = settings.WITHDRAW_OVERDUE_DAYS
    withdrawn = 0
    if not days:
        return withdrawn
    for edition in late(days):
        try:
            workflow.withdraw_overdue(edition, days=days)
        except WorkflowError:  # somebody reviewed it, or was first
            continue
        withdrawn += 1
    return withdrawn


def enqueue_if_due() -> None:
    """Ask for it where the site is set so and a page is late, unless somebody has asked or it failed a moment ago."""
    days = settings.WITHDRAW_OVERDUE_DAYS
    if not days or not late(days).exists():
        return
    asked = DBTaskResult.objects.filter(task_path=withdraw_late.module_path)
    failed = Q(status="FAILED", finished_at__gt=timezone.now() - TRY_AGAIN)
    if not asked.filter(Q(status="READY") | failed).exists():
        withdraw_late.enqueue()
