"""Other addresses for what there is."""

from __future__ import annotations

from accounts.models import User
from articles import workflow
from tests import makers


def rename_article(by: User) -> object:
    return workflow.rename_article(makers.published().article, "renamed", by=by)


def rename_topic(by: User) -> object:
    return workflow.rename_topic(makers.condition(), "renamed", by=by)
