"""Pages made ahead. No truth of their own: what a sealed text says, as the templates of one version show it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.editions import Edition


class PreparedPage(models.Model):
    """The page of a published edition as far as its sealed text alone decides it, so that no reader waits for it.

    Made anew at any time, written and read by ``prepared`` only; the page is the same without it. ``signature``: of
    the code and the templates that made it, without which it is not used.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, primary_key=True, related_name="prepared")
    signature = models.CharField(max_length=64)
    html = models.TextField()
    facts = models.TextField(help_text="What the rest of the page is told of the text, as JSON.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["signature"], name="preparedpage_signature")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(signature="") & ~Q(html="") & ~Q(facts=""), name="preparedpage_whole"),
        ]

    def __str__(self) -> str:
        return f"page of {self.edition_id}"
