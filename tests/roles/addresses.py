"""An attempt at everything that is done about addresses that lead elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from tests import makers
from tests.roles.rows import one_of
from tests.roles.trying import Attempt, getting, let_through, posting

PAGES = ("desk-redirect", "desk-missing", "desk-article-address", "desk-topic-address", "desk-organisation-address")


def addresses(name: str) -> Attempt:
    """Open a page about what leads where, or do what it is for."""
    if name.endswith("-address"):
        records: dict[str, Any] = {
            "article": lambda: makers.published().article,
            "topic": makers.condition,
            "organisation": makers.organisation,
        }
        record = records[name.split("-")[1]]()
        return posting(reverse(f"admin:{name}", args=[record.pk]), {"seen": record.slug, "slug": "another"})
    led, missing, word = one_of("redirect"), one_of("missingaddress"), one_of("missingword")
    keys = {"desk-redirect": led.pk, "desk-redirect-remove": led.pk, "desk-missing-pass": missing.pk}
    keys["desk-missing-word-pass"] = word.pk
    path = reverse(f"admin:{name}", args=[keys[name]] if name in keys else [])
    seen = {"seen_target": led.target, "seen_note": led.note}
    sends: dict[str, dict[str, Any]] = {
        "desk-redirect-new": {"path": "/older", "target": "/about/"},
        "desk-redirect": {"target": "/articles/", **seen},
        "desk-redirect-remove": seen,
        "desk-redirects-import": {"do": "drop"},
        "desk-missing-pass": {},
        "desk-missing-word-pass": {},
    }
    if name == "desk-redirects-send":
        table = b"path,target\n/older,/about/\n"
        return lambda client: let_through(client.post(path, {"file": ContentFile(table, "x.csv")}))
    return posting(path, sends[name]) if name in sends else getting(path)
