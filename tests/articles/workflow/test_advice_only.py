"""Only advice is set aside: what blocks has to be mended, and what is no rule of ours is refused."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.errors import InvalidRequest
from articles.readiness import RULES, Level
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.level == Level.BLOCKING])
def test_what_blocks_cannot_be_set_aside(code: str) -> None:
    edition = makers.draft(text=makers.short_document())
    with pytest.raises(InvalidRequest, match="it blocks, and has to be mended"):
        workflow.set_aside(edition, code=code, target="", about="", reason="I know better.", by=makers.author())
    assert not edition.set_aside.exists()


@pytest.mark.parametrize("code", ["", "no-such-rule", "hard-word" * 20])
def test_what_is_no_rule_cannot_be_set_aside(code: str) -> None:
    edition = makers.draft(text=makers.short_document())
    with pytest.raises(InvalidRequest, match="as the list of advice names it"):
        workflow.set_aside(edition, code=code, target="", about="", reason="I know better.", by=makers.author())
