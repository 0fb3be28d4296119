"""Articles in the admin. What the workflow writes is read-only here; the vocabulary and the library can be edited."""

from articles.admin import vocabulary, written

__all__ = ["vocabulary", "written"]
