"""Choosing related articles, by whoever is given: for the test that tries everything as everybody."""

from __future__ import annotations

from accounts.models import User
from articles import workflow
from tests import makers


def relate_pin(by: User) -> object:
    return workflow.relate_pin(makers.article(), makers.published().article, by=by)


def relate_exclude(by: User) -> object:
    return workflow.relate_exclude(makers.article(), makers.article(), by=by)


def relate_clear(by: User) -> object:
    choice = workflow.relate_exclude(makers.article(), makers.article(), by=makers.author())
    return workflow.relate_clear(choice.article, choice.other, by=by)


def relate_order(by: User) -> object:
    choice = workflow.relate_pin(makers.article(), makers.published().article, by=makers.author())
    return workflow.relate_order(choice.article, seen=[choice.other_id], order=[choice.other_id], by=by)
