"""What the editor's list of readiness shows: what blocks a draft, advice, what was set aside, the reading grade."""

from __future__ import annotations

from typing import Any

from articles import checking, readiness
from articles.desk.answers import problems
from articles.document import Document
from articles.models import Edition


def of(edition: Edition, document: Document) -> dict[str, Any]:
    """Every issue of a draft's saved document; ``blocking`` tells what keeps it from review.

    Advice that was set aside is told apart, with who set it aside and why.
    """
    asides = {(each.code, each.target, each.about): each for each in edition.set_aside.select_related("set_aside_by")}
    reasons = {key: aside.reason for key, aside in asides.items()}
    found = readiness.check(document, checking.facts(edition, document), set_aside=reasons)
    return {
        "issues": [{**each, "blocking": True} for each in problems(found.blocking)]
        + [{**each, "blocking": False} for each in problems(advice.problem for advice in found.standing)],
        "setAside": [
            {**told, "id": aside.pk, "reason": aside.reason, "by": str(aside.set_aside_by)}
            for advice, told in zip(found.set_aside, problems(each.problem for each in found.set_aside), strict=True)
            if (aside := asides[advice.problem.key])
        ],
        "grade": str(found.grade) if found.grade else "",
    }
