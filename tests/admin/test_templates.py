"""What we mend in Django's own pages, so that a newer Django is noticed: see also the journey of accessibility."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests import makers

TABULAR = "admin/edit_inline/tabular.html"
LABEL = re.compile(r'<label class="visually-hidden" for="([^"]+)">([^<]+)</label>')


def test_the_table_of_related_records_is_djangos_but_for_labels_and_empty_headings() -> None:
    theirs = (Path(admin.__file__).parent / "templates" / TABULAR).read_text().splitlines()
    ours = (settings.BASE_DIR / "templates" / TABULAR).read_text().splitlines()
    changes = [line for line in difflib.ndiff(theirs, ours) if line.startswith(("-", "+"))]
    assert [line[:1] for line in changes].count("-") == 4
    assert all(re.search("label|<td|th class=.original|Delete|{#|load", line) for line in changes), changes


@pytest.mark.django_db
def test_each_box_of_a_table_has_a_name() -> None:
    client, topic = Client(), makers.medicine()
    client.force_login(makers.superuser())
    html = client.get(reverse("admin:articles_topic_change", args=[topic.pk])).content.decode()
    labels = dict(LABEL.findall(html))
    boxes = re.findall(r'<(?:input|select)[^>]* id="(id_(?:names|codes)-(?:\d|__prefix__)-(?!id|topic)[^"]+)"', html)
    assert len(boxes) >= 10
    assert set(boxes) <= set(labels)
    assert labels["id_names-0-name"] == "Name"
    assert labels["id_names-0-DELETE"] == "Delete"


@pytest.mark.django_db
def test_each_position_in_a_list_says_whose_it_is() -> None:
    client, contact = Client(), makers.contact()
    client.force_login(makers.superuser())
    placement = contact.organisation.placements.create(tag=makers.tag(name="Sleep"))
    html = client.get(reverse("admin:articles_placement_changelist")).content.decode()
    assert f'aria-label="Position of {placement.organisation} on Sleep"' in html


def test_a_sign_in_has_a_heading() -> None:
    assert "<h1>Log in</h1>" in Client().get(reverse("admin:login")).content.decode()
