"""The judged sets, on the starter content: what people type leads to what answers it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection

from tests.finding.judging import FILE, Judged, judged, scores

pytestmark = pytest.mark.django_db

# As measured on both engines, which rank alike: whoever changes the ranking sees what it does, and says so here.
MEASURED = {"judged.toml": (0.947, 0.969), "judged_blind.toml": (0.897, 0.931)}
ALIKE = 0.02


def test_people_find_what_answers_them(record_property: Callable[[str, object], None]) -> None:
    call_command("load_starter", stdout=io.StringIO())
    for name, (at_1, mrr) in MEASURED.items():
        found = scores(list(judged(FILE.with_name(name))))
        record_property("figures", f"{connection.vendor}, {name}: {found}")
        assert found.queries >= 60
        assert found.at_3 >= 0.95, found.missed
        assert found.at_1 == pytest.approx(at_1, abs=ALIKE), found
        assert found.mrr == pytest.approx(mrr, abs=ALIKE), found


def test_the_scores_are_worked_out_as_they_are_defined() -> None:
    places = {"one": ["/a/"], "two": ["/b/", "/a/#x"], "none": ["/b/"], "fifth": ["/b/"] * 4 + ["/a/"]}
    found = scores([Judged(typed, ("/a/",)) for typed in places], lambda typed: places[typed])
    assert (found.at_1, found.at_3) == (0.25, 0.5)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 5) / 4)
    assert found.missed == ("none", "fifth")
    assert Judged("section", ("/a/#x",)).rank(["/a/", "/a/#x"]) == 2
