"""Readiness: what keeps an edition from being submitted, and where its text could be better. Pure; writes nothing.

``check`` holds a document against every rule of ``RULES``. Each finding has its place, the rule's stable code, and what
it is about, so that advice that was set aside is known again after the text around it moved.
"""

from articles.readiness.around import needs_crisis_lines
from articles.readiness.facts import Facts, Linked, Support
from articles.readiness.gate import blocking, since
from articles.readiness.result import Advice, Readiness, Reasons, advice, check
from articles.readiness.rules import BY_CONSTRUCTION, LEFT_TO_PEOPLE, RULES, Level, Rule

__all__ = [
    "BY_CONSTRUCTION",
    "LEFT_TO_PEOPLE",
    "RULES",
    "Advice",
    "Facts",
    "Level",
    "Linked",
    "Readiness",
    "Reasons",
    "Rule",
    "Support",
    "advice",
    "blocking",
    "check",
    "needs_crisis_lines",
    "since",
]
