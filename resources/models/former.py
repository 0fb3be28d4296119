"""Slugs that organisations had before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from finding.models import Former
from resources.models.organisations import Organisation


class FormerOrganisationSlug(Former):
    """A slug that an organisation had. Each is former once, and current for none."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = "former slug of an organisation"
        verbose_name_plural = "former slugs of organisations"
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug"], name="formerorganisationslug_once")]
