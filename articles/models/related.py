"""What editors decided about the articles that stand as related at the foot of another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from articles.models.article import Article

WORDS = 120


class ChoiceKind(models.TextChoices):
    """What was decided about an article that could stand as related."""

    PINNED = "pinned", "Pinned"
    EXCLUDED = "excluded", "Left out"


class RelatedChoice(models.Model):
    """An editor's word on one article as related to another: it stands first, or not at all. May change and go."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="related_choices")
    other = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ChoiceKind)
    position = models.PositiveSmallIntegerField(default=0, help_text="Of the pinned ones; lower numbers stand first.")
    words = models.CharField(max_length=WORDS, blank=True, help_text="Why, for readers, instead of what is computed.")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["article", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ChoiceKind.values), name="relatedchoice_kind_known"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="relatedchoice_not_itself"),
            models.UniqueConstraint(fields=["article", "other"], name="relatedchoice_once"),
            models.CheckConstraint(
                condition=Q(kind=ChoiceKind.PINNED) | Q(words="", position=0), name="relatedchoice_words_of_pinned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.other}"
