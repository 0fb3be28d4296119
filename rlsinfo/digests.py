"""The digest of reviews that are due: each morning, in the time of the site."""

from __future__ import annotations

from datetime import time, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import notices

MORNING = time(7)
TRY_AGAIN = timedelta(minutes=15)
"""After a mail server that did not answer, or a worker that died."""


@task()
def send_digests() -> int:
    """Mail everybody their digest; gives back how many were sent. Fails where the mail server does."""
    return notices.send(timezone.now())


def is_due() -> bool:
    """Whether it is morning, and nobody has done this today, is about to, or has failed a moment ago."""
    now = timezone.localtime()
    if now.time() < MORNING:
        return False
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    lately = now - TRY_AGAIN
    today = DBTaskResult.objects.filter(task_path=send_digests.module_path, enqueued_at__gte=midnight)
    settled = Q(status__in=["READY", "SUCCESSFUL"])
    underway = Q(status="RUNNING", started_at__gt=lately) | Q(status="FAILED", finished_at__gt=lately)
    return not today.filter(settled | underway).exists()


def enqueue_if_due() -> None:
    """Ask for the digests where they are due."""
    if is_due():
        send_digests.enqueue()
