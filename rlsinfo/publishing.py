"""Publishing on time: a query finds the editions whose time has come, a task carries each out.

Nothing is remembered between two questions, so a worker that was killed loses nothing: the next one asks again. Several
workers may carry out the same task: the workflow publishes once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.errors import WorkflowError
from articles.models import Edition

logger = logging.getLogger("rlsinfo.publishing")

SOON = 50
"""The priority of what readers wait for, above that of everything else."""
LONGEST_WAIT = timedelta(minutes=5)


@task(priority=SOON)
def publish_edition(pk: int) -> str:
    """Publish a scheduled edition if its time has come; gives back what became of it.

    What stands against it puts it back to approved, says so in its history, and tells the publishers (``workflow``).
    """
    edition = Edition.objects.due(timezone.now()).filter(pk=pk).first()
    if edition is None:
        return "no longer due"
    try:
        workflow.publish_due(edition)
    except WorkflowError as error:  # somebody was first
        return str(error)
    logger.info("%s, due since %s", edition, workflow.said(edition.publish_at) if edition.publish_at else "a while")
    return edition.get_state_display()


def enqueue_if_due() -> None:
    """Ask for each edition whose time has come, unless somebody has asked and nobody has begun."""
    now = timezone.now()
    due = dict(Edition.objects.due(now).values_list("pk", "publish_at"))
    if not due:
        return
    waits = _not_again_yet(due, now)
    for pk in due:
        if pk not in waits:
            publish_edition.enqueue(pk)


def _not_again_yet(due: dict[int, datetime | None], now: datetime) -> set[int]:
    """The editions that are asked for already, and those that failed a moment ago.

    A task that was begun and never ended counts for nothing: its worker may be dead. One that failed for a reason that
    nobody foresaw is tried again after a quarter of the time that it is late, at most after five minutes.
    """
    asked = DBTaskResult.objects.filter(task_path=publish_edition.module_path)
    waits = set()
    for result in asked.filter(Q(status="READY") | Q(status="FAILED", finished_at__gt=now - LONGEST_WAIT)):
        pk = result.args_kwargs["args"][0]
        publish_at = due.get(pk)
        if publish_at is None:
            continue
        pause = min(LONGEST_WAIT, (now - publish_at) / 4)
        if result.status == "READY" or result.finished_at > now - pause:
            waits.add(pk)
    return waits
