"""The A to Z as it is read: a line for each name, under its letter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.topics import Topic


class Filed(models.Model):
    """A name under its letter in the A to Z of a language: the title of a published article, or a name of a topic of
    one. Derived from these, written with them (``articles.filing``), made anew with the search index.

    ``key`` is where the name stands, as Unicode's order for the language has it: bytes that compare as it says.
    ``further``: another name than the usual one of its topic.
    """

    language = models.CharField(max_length=12)
    letter = models.CharField(max_length=60)
    key = models.BinaryField(max_length=2000)
    name = models.CharField(max_length=200)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="filed")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="filed")
    further = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "filed"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, topic__isnull=True, further=False)
                | Q(article__isnull=True, topic__isnull=False),
                name="filed_of_one",
            ),
            models.UniqueConstraint(fields=["article", "language"], name="filed_article_once"),
            models.UniqueConstraint(fields=["topic", "language", "name"], name="filed_name_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["language", "letter", "key", "id"], name="filed_in_order")]

    def __str__(self) -> str:
        return self.name
