"""Making pages anew that other code made: a query finds that there are some, a task makes a batch of them.

Nothing is remembered between two questions. That a page was never made happens only to what came into the database
past the workflow, and is looked for once a day (``housekeeping``) and by ``manage.py prepare_pages``. A page that is
not made yet is made for each reader who asks for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import prepared

BATCH = 100
"""A task makes so many, which takes a few seconds; other tasks have their turn before the next one."""
LONGEST = timedelta(minutes=5)
"""After a worker that died."""


@task(priority=-50)
def prepare_pages() -> int:
    """Make a batch of outdated pages anew; gives back how many. Nobody else asks for those that were never made."""
    made = prepared.refresh(BATCH)
    if made == BATCH and not prepared.of_other_code().exists() and not _asked().filter(status="READY").exists():
        prepare_pages.enqueue()
    return made


def enqueue_if_due() -> None:
    """Ask for it where a page is of other code."""
    if prepared.of_other_code().exists():
        _ask()


def enqueue_if_missing() -> None:
    """Ask for it where a page was never made."""
    if prepared.missing().exists():
        _ask()


def _ask() -> None:
    """Ask for it, unless somebody has asked or is about it."""
    now = timezone.now()
    running = Q(status="RUNNING", started_at__gt=now - LONGEST)
    failed = Q(status="FAILED", finished_at__gt=now - LONGEST)
    if not _asked().filter(Q(status="READY") | running | failed).exists():
        prepare_pages.enqueue()


def _asked() -> QuerySet[Any]:
    found: QuerySet[Any] = DBTaskResult.objects.filter(task_path=prepare_pages.module_path)
    return found
