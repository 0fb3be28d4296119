"""What was said about an edition, as threads: a comment with its answers, gathered by the part that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from articles.models import Comment, Edition


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers, in the order in which they were made."""

    first: Comment
    answers: tuple[Comment, ...]

    @property
    def unresolved(self) -> bool:
        """Whether it still waits for somebody."""
        return self.first.resolved_at is None


def comments_by_part(edition: Edition) -> dict[UUID | None, tuple[Thread, ...]]:
    """The threads about each section and point by its id, those about the whole text under None. One query."""
    firsts: dict[UUID | None, list[Comment]] = defaultdict(list)
    answers: dict[int, list[Comment]] = defaultdict(list)
    for comment in edition.comments.select_related("author", "invitation", "resolved_by"):
        if comment.answers_id is None:
            firsts[comment.part].append(comment)
        else:
            answers[comment.answers_id].append(comment)
    return {part: tuple(Thread(each, tuple(answers[each.pk])) for each in found) for part, found in firsts.items()}


def unresolved(threads: Iterable[Thread]) -> int:
    """How many of the threads still wait for somebody."""
    return sum(thread.unresolved for thread in threads)
