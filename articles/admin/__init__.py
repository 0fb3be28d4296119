"""Articles in the admin. What the workflow writes is read-only here; the vocabulary and the library can be edited."""

from articles.admin import reviewed, topics, vocabulary, written

__all__ = ["reviewed", "topics", "vocabulary", "written"]
