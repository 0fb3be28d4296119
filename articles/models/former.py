"""Slugs that articles and topics had before. Those of tags stand in the changes of the vocabulary."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.topics import Topic
from finding.models import Former


class FormerSlug(Former):
    """A slug that one article or topic had. Of a kind (and language) each is former once, and current for none."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="former_slugs")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="former_slugs")
    language = models.CharField(max_length=12, blank=True, help_text="Of an article; a topic has one slug for all.")

    class Meta:
        ordering: ClassVar = ["slug", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, topic__isnull=True) | Q(article__isnull=True, topic__isnull=False),
                name="formerslug_of_one",
            ),
            models.CheckConstraint(
                condition=(Q(article__isnull=False) & ~Q(language="")) | Q(article__isnull=True, language=""),
                name="formerslug_language_of_article",
            ),
            models.UniqueConstraint(
                fields=["slug", "language"], condition=Q(article__isnull=False), name="formerslug_article_once"
            ),
            models.UniqueConstraint(fields=["slug"], condition=Q(topic__isnull=False), name="formerslug_topic_once"),
        ]
