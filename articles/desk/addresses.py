"""Where things are found on the desk and in the admin."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from articles.models import Edition
from articles.models.editions import OPEN_STATES, SEALED_STATES


def of_edition(edition: Edition) -> str:
    """The edition's page where something can be done with it; else its article's, where it stands in its history."""
    if edition.state in OPEN_STATES:
        return reverse("admin:desk-edition", args=[edition.pk])
    return of_article(edition.article_id)


def of_article(pk: int) -> str:
    """An article's page on the desk."""
    return reverse("admin:desk-article", args=[pk])


def of_list(name: str, **filters: str) -> str:
    """A list of the desk, narrowed."""
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse("admin:desk-list", args=[name]) + query


def of_record(record: Model) -> str:
    """A record's own page in the admin."""
    meta = record._meta  # noqa: SLF001 (documented by Django under this name)
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def public(edition: Edition) -> str:
    """Where readers find an edition; empty where they never did."""
    return edition.get_absolute_url() if edition.state in SEALED_STATES else ""
