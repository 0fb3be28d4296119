"""Articles in the admin. What the workflow writes is read-only here; the vocabulary and the library can be edited."""

from articles.admin import reviewed, vocabulary, written

__all__ = ["reviewed", "vocabulary", "written"]
