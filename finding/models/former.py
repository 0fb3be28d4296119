"""Slugs under which something stood before. Each app has a table of its own for what it names by slugs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User


class Former(models.Model):
    """A slug that a record had until somebody gave it another. It leads to the record for ever, whatever its slug is.

    It points at the record and not at an address, so one hop is all there ever is. Never changes; it goes where its
    record takes the slug back.
    """

    slug = models.SlugField(max_length=100)
    left_at = models.DateTimeField()
    left_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class HasFormerSlugs(models.Model):
    """What has former slugs, as ``former_slugs``: a form refuses one that leads to another record of the kind."""

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """The slug is nobody else's, nor was it."""
        super().validate_unique(exclude)
        if "slug" in (exclude or ()):
            return
        meta: Any = type(self)._meta  # noqa: SLF001 (documented by Django)
        relation = meta.get_field("former_slugs")
        of = relation.field.name
        rows = relation.related_model.objects.filter(**{f"{of}__isnull": False}, slug=getattr(self, "slug", ""))
        found = rows.exclude(**{of: self.pk}).select_related(of).first()
        if found is not None:
            raise ValidationError(
                {"slug": f"It leads to “{getattr(found, of)}”, which had it before. Choose another one."}
            )
