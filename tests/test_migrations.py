"""A database that is made anew ends as one that took every step."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.one_engine
OURS = ("accounts", "resources", "articles")


def shape(*, step_by_step: bool) -> dict[tuple[str, str], Any]:
    """Every model of ours as the migrations make it: its fields, constraints and indexes."""
    loader = MigrationLoader(None, ignore_no_migrations=True, replace_migrations=not step_by_step)
    ends = [node for node in loader.graph.leaf_nodes() if not (step_by_step and loader.get_migration(*node).replaces)]
    found = {}
    for (app, name), state in loader.project_state(ends).models.items():
        if app in OURS:
            fields = {key: field.deconstruct()[1:] for key, field in state.fields.items()}
            made = [*state.options.get("constraints", ()), *state.options.get("indexes", ())]
            rules = {each.name: each.deconstruct() for each in made}
            others = {key: value for key, value in state.options.items() if key not in ("constraints", "indexes")}
            found[app, name] = (fields, rules, others)
    return found


def test_one_step_makes_what_all_steps_make() -> None:
    assert shape(step_by_step=False) == shape(step_by_step=True)
