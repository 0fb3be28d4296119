"""The journal of changes: what was changed of that which public pages show."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Change(models.Model):
    """Something that public pages show was changed, by a transaction that was committed.

    Written by triggers alone (``articles.guards.changes``), in the transaction of the change itself, so that no way of
    writing gets round it. ``key`` names what was changed (``freshness.keys``). ``transaction_number`` is what
    PostgreSQL calls the transaction; on SQLite, where one writes at a time, the order of ``id`` says all, and it is 0.
    """

    key = models.CharField(max_length=120)
    transaction_number = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["transaction_number"], name="change_transaction"),
            models.Index(fields=["at"], name="change_at"),
        ]

    def __str__(self) -> str:
        return self.key


class EdgeState(models.Model):
    """Up to where in the journal a cache before the site was told what to purge (``rlsinfo.edge.purging``).

    ``reach``: the position of the newest change that it was told of; what it keeps must be as new as that. Written by
    whoever has the turn, until ``held_until``. Purges up to ``again`` were repeated; those up to ``marked``
    are to be, some time after ``marked_at``.
    """

    name = models.CharField(max_length=250, unique=True)
    position = models.BigIntegerField()
    reach = models.BigIntegerField()
    again = models.BigIntegerField()
    marked = models.BigIntegerField(default=0)
    marked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
