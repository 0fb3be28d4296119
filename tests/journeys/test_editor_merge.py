"""Merging two texts that grew out of one, as the editor's module does it: nobody's words are lost."""

from __future__ import annotations

import copy
import random
import re
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey
Document = dict[str, Any]

MERGE = """async (cases) => {
    const { differences, merged } = await import("/static/desk/editor/merge.js");
    let fresh = 0;
    return cases.map(({ base, mine, theirs, choices }) => ({
        parts: differences(base, mine, theirs),
        merged: merged(base, mine, theirs, choices ?? {}, () => `fresh-${(fresh += 1)}`),
    }));
}"""
KINDS = ("symptoms", "causes", "prevention", "coping", "help")


@pytest.fixture
def merge(page: Page) -> Any:
    """Merge cases of base, mine, theirs and choices in the browser."""
    page.goto("/about/")
    return lambda *cases: page.evaluate(MERGE, [{**case, "choices": case.get("choices", {})} for case in cases])


def point(name: str, text: str = "") -> Document:
    extra = {"estimate": None, "treatment": None, "urgency": None}
    return {"id": f"p-{name}", "kind": "plain", "term": name, "text": text, "sources": [], **extra}


def section(kind: str, *points: Document, **fields: Any) -> Document:
    section = {"id": f"s-{kind}", "kind": kind, "heading": kind, "introduction": "", "sources": []}
    return {**section, "points": list(points), **fields}


def document(*sections: Document, **fields: Any) -> Document:
    answer = dict.fromkeys(("what", "how_common", "what_to_do", "when_urgent"), "")
    front = {"schema_version": 1, "language": "en", "title": "T", "summary": "", "answer": answer}
    return {**front, "sections": list(sections), **fields}


def ids(made: Document) -> list[tuple[str, list[str]]]:
    return [(each["id"], [point["id"] for point in each["points"]]) for each in made["sections"]]


def test_a_part_that_one_changed_is_theirs_or_mine(merge: Any) -> None:
    base = document(section("causes", point("a"), point("b")), summary="S")
    mine = document(section("causes", point("a", "mine"), point("b")), summary="S")
    theirs = document(section("causes", point("a"), point("b", "theirs")), summary="T")
    (answer,) = merge({"base": base, "mine": mine, "theirs": theirs})
    assert {part["key"]: part["choice"] for part in answer["parts"]} == {
        "summary": "theirs",
        "p-a": "mine",
        "p-b": "theirs",
    }
    assert answer["merged"] == document(section("causes", point("a", "mine"), point("b", "theirs")), summary="T")


def test_a_point_that_both_changed_stands_there_twice(merge: Any) -> None:
    base = document(section("causes", point("a"), point("b")))
    mine = document(section("causes", point("a", "mine"), point("b")))
    theirs = document(section("causes", point("a", "theirs"), point("b")))
    (answer,) = merge({"base": base, "mine": mine, "theirs": theirs})
    (part,) = answer["parts"]
    assert (part["choice"], part["both"]) == ("both", True)
    (made,) = answer["merged"]["sections"]
    assert [each["text"] for each in made["points"]] == ["theirs", "mine", ""]
    assert [each["id"] for each in made["points"]][0::2] == ["p-a", "p-b"]


def test_a_point_that_one_removed_and_the_other_changed_stays(merge: Any) -> None:
    base = document(section("causes", point("a"), point("b")))
    without = document(section("causes", point("b")))
    changed = document(section("causes", point("a", "changed"), point("b")))
    kept, gone, removed, chosen = merge(
        {"base": base, "mine": without, "theirs": changed},
        {"base": base, "mine": without, "theirs": base},
        {"base": base, "mine": changed, "theirs": without},
        {"base": base, "mine": changed, "theirs": without, "choices": {"p-a": "theirs"}},
    )
    assert ids(kept["merged"]) == [("s-causes", ["p-a", "p-b"])]
    assert ids(gone["merged"]) == [("s-causes", ["p-b"])]
    assert ids(removed["merged"]) == [("s-causes", ["p-a", "p-b"])]
    assert ids(chosen["merged"]) == [("s-causes", ["p-b"])]


def test_two_sections_of_one_kind_become_one(merge: Any) -> None:
    base = document()
    mine = document(section("causes", point("a"), id="mine"))
    theirs = document(section("causes", point("b"), id="theirs"))
    (answer,) = merge({"base": base, "mine": mine, "theirs": theirs})
    assert ids(answer["merged"]) == [("theirs", ["p-a", "p-b"])]


def test_a_moved_point_follows_who_moved_it_and_keeps_what_the_other_wrote(merge: Any) -> None:
    base = document(section("causes", point("a"), point("b")), section("coping", point("c")))
    moved = document(section("causes", point("b")), section("coping", point("c"), point("a")))
    written = document(section("causes", point("a", "new"), point("b")), section("coping", point("c")))
    for answer in merge(
        {"base": base, "mine": moved, "theirs": written}, {"base": base, "mine": written, "theirs": moved}
    ):
        assert ids(answer["merged"]) == [("s-causes", ["p-b"]), ("s-coping", ["p-c", "p-a"])]
        assert answer["merged"]["sections"][1]["points"][1]["text"] == "new"


def test_a_point_moved_out_of_a_section_that_the_other_removed_stays(merge: Any) -> None:
    base = document(section("causes", point("a")), section("coping", point("c")))
    mine = document(section("coping", point("c"), point("a")))
    theirs = document(section("causes", point("a", "t1w")), section("coping"))
    (answer,) = merge({"base": base, "mine": mine, "theirs": theirs})
    assert words(answer["merged"]) == {"t1w"}


def test_a_title_that_both_changed_waits_for_a_choice(merge: Any) -> None:
    texts = {"base": document(), "mine": document(title="Mine"), "theirs": document(title="Theirs")}
    (answer,) = merge(texts)
    assert [(part["key"], part["choice"]) for part in answer["parts"]] == [("title", "")]
    (answer,) = merge({**texts, "choices": {"title": "theirs"}})
    assert answer["merged"]["title"] == "Theirs"


def test_spaces_are_no_difference(merge: Any) -> None:
    one = document(section("causes", point("a", "<p>one  two</p>")))
    other = document(section("causes", point("a", "<p>one two</p> ")))
    (answer,) = merge({"base": document(), "mine": one, "theirs": other})
    assert answer["parts"] == []


def test_whatever_two_people_do_no_word_of_either_is_lost(merge: Any) -> None:
    """Random texts and edits. What one of them wrote anew stands in the merged text, whatever the other did."""
    cases = [case(random.Random(seed)) for seed in range(400)]  # noqa: S311 (no secret hangs on it)
    answers = merge(*cases)
    for number, (texts, answer) in enumerate(zip(cases, answers, strict=True)):
        made, old = answer["merged"], words(texts["base"])
        assert words(texts["mine"]) - old <= words(made), f"seed {number}: mine"
        assert words(texts["theirs"]) - old <= words(made), f"seed {number}: theirs"
        found = [each for _, points in ids(made) for each in points]
        assert len(found) == len(set(found)), f"seed {number}: twins"
        kinds = [each["kind"] for each in made["sections"]]
        assert len(kinds) == len(set(kinds)), f"seed {number}: kinds"


def test_what_only_one_changed_comes_out_as_it_was_written(merge: Any) -> None:
    cases = [case(random.Random(seed)) for seed in range(100)]  # noqa: S311
    alone = [{"base": each["base"], "mine": each["mine"], "theirs": each["base"]} for each in cases]
    other = [{"base": each["base"], "mine": each["base"], "theirs": each["theirs"]} for each in cases]
    for texts, answer in zip(alone, merge(*alone), strict=True):
        assert by_kind(answer["merged"]) == by_kind(texts["mine"])
    for texts, answer in zip(other, merge(*other), strict=True):
        assert by_kind(answer["merged"]) == by_kind(texts["theirs"])


def case(chance: random.Random) -> dict[str, Document]:
    """A base and what two people made of it. Headings are left alone: those cannot be kept both."""
    names = count(1)
    base = document(*(section(kind, *_points(chance, names)) for kind in chance.sample(KINDS, 3)))
    return {"base": base, "mine": edited(base, chance, names, "m"), "theirs": edited(base, chance, names, "t")}


def edited(base: Document, chance: random.Random, names: count[int], who: str) -> Document:
    made = copy.deepcopy(base)
    for _ in range(chance.randint(1, 6)):
        sections = made["sections"]
        home = chance.choice(sections) if sections else None
        act = chance.choice(("write", "add", "remove", "move", "section", "drop", "order", "summary"))
        if act == "summary":
            made["summary"] = f"{who}{next(names)}w"
        elif act == "section" and (free := [kind for kind in KINDS if kind not in {s["kind"] for s in sections}]):
            kind = chance.choice(free)
            sections.append(section(kind, *_points(chance, names, who), id=f"s-{kind}-{who}"))
        elif act == "order":
            chance.shuffle(sections)
        elif act == "drop" and home:
            sections.remove(home)
        elif home and act in ("write", "remove", "move", "add"):
            _edit_point(act, (home, chance.choice(sections)), chance, names, who)
    return made


def _edit_point(act: str, homes: tuple[Document, Document], chance: random.Random, names: count[int], who: str) -> None:
    points, other = homes[0]["points"], homes[1]
    if act == "add":
        points.insert(chance.randint(0, len(points)), _points(chance, names, who, many=1)[0])
    elif points and act == "write":
        chance.choice(points)["text"] = f"{who}{next(names)}w"
    elif points and act == "remove":
        points.pop(chance.randrange(len(points)))
    elif points:
        other["points"].append(points.pop(chance.randrange(len(points))))


def _points(chance: random.Random, names: count[int], who: str = "b", many: int = 0) -> list[Document]:
    return [point(f"{who}{next(names)}", f"{who}{next(names)}w") for _ in range(many or chance.randint(1, 4))]


def by_kind(made: Document) -> list[Document]:
    """The sections without their ids: one that was removed and added anew is the same section."""
    return [{**each, "id": each["kind"]} for each in made["sections"]]


def words(made: Document) -> set[str]:
    """Every text of a document, each of which is one word that stands nowhere else."""
    return set(re.findall(r"\b[bmt]\d+w\b", str(made)))
