"""Sending what the search index has to the engine of ``SEARCH_URL``: a query finds that it lags, a task sends.

Nothing is remembered between two questions; what was not taken is sent again.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from finding import sending

TRY_AGAIN = timedelta(minutes=1)
"""After a server that did not answer."""
LONGEST = timedelta(minutes=15)
"""After a worker that died; sending all of a large index takes a while."""


@task()
def send_index() -> int:
    """Send what the engine elsewhere lacks; gives back how many entries. Fails where it does not answer."""
    return sending.send() if sending.is_due() else 0


def enqueue_if_due() -> None:
    """Ask for it where something is to be sent, unless somebody has asked, is about it, or has failed a moment ago."""
    if not sending.is_due():
        return
    now = timezone.now()
    asked = DBTaskResult.objects.filter(task_path=send_index.module_path)
    running = Q(status="RUNNING", started_at__gt=now - LONGEST)
    if not asked.filter(Q(status="READY") | running | Q(status="FAILED", finished_at__gt=now - TRY_AGAIN)).exists():
        send_index.enqueue()
