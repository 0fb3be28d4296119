"""A file with an error: its name, the section, the point and the rule are told, and nothing is changed."""

# ruff: noqa: E501 (a line of these tables is a case)

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import LoadedFile
from articles.starter.files import FileError
from articles.starter.loading import load_folder
from tests import makers
from tests.articles.starter import folder
from tests.articles.starter.folder import ARTICLE, BYLINES, ORGANISATIONS, SOURCES, TAGS, TOPICS

pytestmark = pytest.mark.django_db


def told(path: Path, name: str) -> list[str]:
    """What the loader says of a bad file, each line without the file's name; nothing of that file is kept."""
    bad = path / name
    text = bad.read_bytes()
    if name.startswith("articles/"):
        bad.unlink()
    # All the files before it are loaded first, so that what is counted is this file alone.
    if name.startswith("articles/"):
        load_folder(path, print)
    else:
        load_before(path, name)
    bad.write_bytes(text)
    before = folder.counts()
    with pytest.raises(FileError) as raised:
        load_folder(path, print)
    assert folder.counts() == before
    lines = str(raised.value).split("\n")
    assert {line.partition(": ")[0] for line in lines} == {name}
    return [line.partition(": ")[2] for line in lines]


def load_before(path: Path, name: str) -> None:
    """Load what stands before a library file by making that file unreadable for a moment."""
    kept = (path / name).read_bytes()
    (path / name).write_bytes(b"\xff")
    with pytest.raises(FileError):
        load_folder(path, print)
    (path / name).write_bytes(kept)


def in_article(path: Path, old: str, new: str) -> list[str]:
    assert ARTICLE.count(old) >= 1
    return told(folder.write(path, legs=ARTICLE.replace(old, new, 1)), "articles/01-legs.toml")


URGE = "section 1 “Symptoms” › point 1 “Urge”"
HELP = "section 2 “When to get help”"


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ('kind = "symptoms"', 'kind = "novel"', ["section 1 “Symptoms”: there is no section kind 'novel'; there are: "]),
        ('kind = "symptoms"', 'kind = "help"', [f"{URGE}: a section of kind 'help' takes points of kind help", "section 2"]),
        ('sources = ["rottach-2008"]', "", [f"{URGE}: needs a source"]),
        ('["rottach-2008"]', '["nowhere-1999"]', [f"{URGE}: there is no source 'nowhere-1999' in the library"]),
        ('["rottach-2008"]', '"rottach-2008"', [f"{URGE} › sources: must be a list"]),
        ('["rottach-2008"]', "[5]", [f"{URGE} › source 1: must be text"]),
        ('tags = ["sleep"]', 'tags = ["novel"]', ["tags: there is no tag 'novel'"]),
        ('tags = ["sleep"]', 'tags = "sleep"', ["tags: must be a list of tag slugs"]),
        ('tags = ["sleep"]', "tags = [5]", ["tags: must be a list of tag slugs"]),
        ('medicine = "mirtazapine"', 'medicine = "novel"', ["medicine: there is no medicine 'novel'"]),
        ('medicine = "mirtazapine"', 'medicine = "restless-legs"', ["medicine: there is no medicine 'restless-legs'"]),
        ('medicine = "mirtazapine"', 'medicine = ["mirtazapine"]', ["medicine: must be text"]),
        ('condition = "restless-legs"', 'condition = "novel"', ["condition: there is no condition 'novel'"]),
        ('byline = "team"', 'byline = "novel"', ["byline: there is no byline 'novel'"]),
        ('byline = "team"', "", ["byline: is missing"]),
        ('byline = "team"', "byline = {}", ["byline: must be text"]),
        ('slug = "mirtazapine-legs"', "", ["slug: is missing"]),
        ('slug = "mirtazapine-legs"', "slug = 5", ["slug: must be text"]),
        ('slug = "mirtazapine-legs"', 'slug = "Not a slug"', ["article: An address is small letters"]),
        ('title = "Mirtazapine and restless legs"', "", ["title: is missing"]),
        ('title = "Mirtazapine and restless legs"', "title = 5", ["title: must be text"]),
        ('language = "en"', 'language = "English"', ["language: is not written in the way that this field takes"]),
        ('summary = "What it is."', "", ["summary: is missing"]),
        ('summary = "What it is."', "colour = 1", ["colour: is not a field of this part"]),
        ('when_urgent = "Now."', "", ["answer › when urgent: is missing"]),
        ('what = "An urge to move."', f'what = "{"w " * 80}"', ["answer: has 8"]),
        ('heading = "Symptoms"', "", ["section 1 › heading: is missing"]),
        ('term = "Urge"', "", ["section 1 “Symptoms” › point 1 › term: is missing"]),
        ('term = "Urge"', "term = 1979-05-27", ["section 1 “Symptoms” › point 1 › term: must be text"]),
        ('term = "Urge"', 'term = "Urge"\nid = "x"', [f"{URGE} › id: is not a valid id"]),
        ("It comes at rest", "<b>It</b> comes at rest", [f"{URGE} › text: has HTML; write Markdown"]),
        ("It comes at rest", "<!-- x --> It", [f"{URGE} › text: has HTML; write Markdown"]),
        ("It is **real**.", "<p>It is real.</p>", ["section 1 “Symptoms” › introduction: has HTML; write Markdown"]),
        ('urgency = "urgent"', "", [f"{HELP} › point 2 “Call now if:”: a point of kind 'help' needs its urgency"]),
        ('urgency = "urgent"', 'urgency = "soon"', [f"{HELP} › point 2 “Call now if:” › urgency: must be one of"]),
        (
            'urgency = "urgent"',
            'urgency = "emergency"',
            [f"{HELP}: needs exactly one urgent card and has 0", f"{HELP}: needs exactly one emergency card and has 2"],
        ),
        ('"Call now if:"', '"Call now"', [f"{HELP} › “Call now”: a care card's heading is one action and ends with “if:”"]),
        ('"- you feel worse"', '"You feel worse."', [f"{HELP} › “Call now if:”: a care card's text is one bulleted list"]),
        (
            '"- you are in danger"',
            '"- [danger](https://example.org)"',
            [f"{HELP} › “Call an ambulance if:”: an emergency card has no links"],
        ),
        ('kind = "stopping"', 'kind = "coping"', ["document: needs a section “Stopping safely” (stopping)"]),
        ("[[section]]", "section = 5\n[[sections]]", ["file: is not valid TOML"]),
        ("[answer]", "[answer", ["file: is not valid TOML"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_article_is_told(tmp_path: Path, old: str, new: str, rules: list[str]) -> None:
    found = in_article(tmp_path, old, new)
    assert len(found) == len(rules), found
    for line, rule in zip(found, rules, strict=True):
        assert line.startswith(rule)


def test_an_article_about_nothing_is_told(tmp_path: Path) -> None:
    text = ARTICLE.replace('medicine = "mirtazapine"', "").replace('condition = "restless-legs"', "")
    assert told(folder.write(tmp_path, legs=text), "articles/01-legs.toml") == [
        "article: An article is about a medicine, a condition, or both."
    ]


def test_a_second_article_at_one_address_is_told(tmp_path: Path) -> None:
    folder.write(tmp_path)
    (tmp_path / "articles/02-again.toml").write_text(ARTICLE)
    assert told(tmp_path, "articles/02-again.toml") == [
        "article: There is an article at “mirtazapine-legs” in this language already."
    ]


def test_an_article_that_people_already_have_is_told(tmp_path: Path) -> None:
    makers.article(slug="mirtazapine-legs")
    assert told(folder.write(tmp_path), "articles/01-legs.toml")[0].startswith("article: There is an article")


@pytest.mark.parametrize("data", [b"\xff\xfe", 'title = "é"'.encode("latin-1")])
def test_a_file_that_is_not_utf8_is_told(tmp_path: Path, data: bytes) -> None:
    folder.write(tmp_path)
    (tmp_path / "articles/01-legs.toml").write_bytes(data)
    assert told(tmp_path, "articles/01-legs.toml")[0].startswith("file: is not UTF-8 at byte ")


def test_a_file_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    folder.write(tmp_path, legs="a = " + "[" * 20_000)
    assert told(tmp_path, "articles/01-legs.toml") == ["file: is nested too deeply"]


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("bylines.toml", "x = 1", "file: must hold [[byline]] records and nothing else"),
        ("bylines.toml", BYLINES + "[[tag]]\n", "file: must hold [[byline]] records and nothing else"),
        ("bylines.toml", "byline = 5", "file: must hold [[byline]] records and nothing else"),
        ("bylines.toml", "byline = [5]", "byline 1: 5 must be a group of fields"),
        ("bylines.toml", BYLINES + 'user = "admin"\n', "byline 1 “team”: user is not a field of this record"),
        ("bylines.toml", BYLINES + "id = 5\n", "byline 1 “team”: id is not a field of this record"),
        ("bylines.toml", BYLINES + 'colour = "red"\n', "byline 1 “team”: colour is not a field of this record"),
        ("bylines.toml", BYLINES + 'registration_body = "GPhC"\n', "byline 1 “team”: A registration needs both"),
        ("bylines.toml", BYLINES.replace('"The team"', '""'), "byline 1 “team”: name: This field cannot be blank."),
        ("bylines.toml", BYLINES.replace('"organisation"', '"robot"'), "byline 1 “team”: kind: Value 'robot' is not"),
        ("sources.toml", SOURCES + SOURCES, "source 3 “rottach-2008”: key: Source with this Key already exists."),
        ("sources.toml", SOURCES.replace('"A study"', "5"), "source 1 “rottach-2008”: title: must be text"),
        ("sources.toml", SOURCES.replace("2008\n", "12008\n"), "source 1 “rottach-2008”: year: must be at most 2100"),
        ("sources.toml", SOURCES.replace("2008\n", "true\n"), "source 1 “rottach-2008”: year: must be a whole number"),
        ("sources.toml", SOURCES.replace('"rottach-2008"', '"Rottach_2008"'), "source 1 “Rottach_2008”: key: is not written"),
        ("sources.toml", SOURCES + 'doi = "x"\n', "source 2 “spc-2024”: doi: Begins with 10."),
        ("sources.toml", SOURCES + 'url = "javascript:x"\n', "source 2 “spc-2024”: url: Enter a valid URL."),
        ("topics.toml", TOPICS + TOPICS, "topic 3 “mirtazapine”: slug: Topic with this Slug already exists."),
        ("topics.toml", TOPICS.replace('"brand"', '"nick"'), "topic 1 “mirtazapine”: kind: Value 'nick' is not"),
        ("topics.toml", TOPICS.replace('"US"', '"XX"'), "topic 1 “mirtazapine”: country: Value 'XX' is not"),
        ("topics.toml", TOPICS + "names = 5\n", "topic 2 “restless-legs”: names: must be a list"),
        ("topics.toml", TOPICS + "names = [5]\n", "topic 2 “restless-legs”: 5 must be a group of fields"),
        ("tags.toml", TAGS + '[[tag]]\nslug = "a b"\nname = "x"', "tag 2 “a b”: slug: Enter a valid “slug”"),
        ("tags.toml", TAGS + '[[tag]]\nslug = "s"\nname = "Sleep"', "tag 2 “s”: “Sleep” is the name of the tag “Sleep” already."),
        ("organisations.toml", ORGANISATIONS.replace('"116123"', '"0116123"'), "organisation 1 “samaritans”: value: A short"),
        ("organisations.toml", ORGANISATIONS.replace('"116123"', "116123"), "organisation 1 “samaritans”: value: must be text"),
        ("organisations.toml", ORGANISATIONS.replace('["sleep"]', '["novel"]'), "organisation 1 “samaritans”: tags: there is no"),
        ("organisations.toml", ORGANISATIONS.replace('["sleep"]', '"sleep"'), "organisation 1 “samaritans”: tags: must be a list"),
        (
            "organisations.toml",
            ORGANISATIONS.replace("verified_on = 2026-01-05\n", ""),
            "organisation 1 “samaritans”: verified_on: is missing",
        ),
        (
            "organisations.toml",
            ORGANISATIONS.replace("2026-01-05", '"lately"'),
            "organisation 1 “samaritans”: verified_on: “lately” value has an invalid date format",
        ),
        ("organisations.toml", ORGANISATIONS.replace('["GB", "IE"]', "[]"), "organisation 1 “samaritans”: Name the countries"),
        ("organisations.toml", ORGANISATIONS.replace('["GB", "IE"]', '["XX"]'), "organisation 1 “samaritans”: countries: "),
        ("organisations.toml", ORGANISATIONS.replace('["en"]', '["English"]', 1), "organisation 1 “samaritans”: languages: "),
        ("organisations.toml", ORGANISATIONS.replace('"crisis"', '"charity"'), "organisation 1 “samaritans”: kind: Value"),
        (
            "organisations.toml",
            ORGANISATIONS + 'verified_by = "me"\n',
            "organisation 1 “samaritans”: verified_by is not a field of this record",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_library_file_is_told(tmp_path: Path, name: str, text: str, rule: str) -> None:
    path = folder.write(tmp_path)
    (path / name).write_text(text, encoding="utf-8")
    found = told(path, name)
    assert found[0].startswith(rule), found


@pytest.mark.parametrize("name", list(folder.FILES)[: folder.LIBRARY])
def test_a_library_file_that_is_missing_is_told_before_anything_is_loaded(tmp_path: Path, name: str) -> None:
    (folder.write(tmp_path) / name).unlink()
    with pytest.raises(FileError, match=f"^{name}: file: is missing$"):
        load_folder(tmp_path, print)
    assert not LoadedFile.objects.exists()


def test_the_command_fails_with_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    folder.write(tmp_path, legs=ARTICLE.replace('sources = ["rottach-2008"]', ""))
    with pytest.raises(CommandError) as raised:
        call_command("load_starter", str(tmp_path), verbosity=0)
    assert str(raised.value) == (
        "Starter content cannot be loaded. Nothing of this file was kept; mend it and start again.\n"
        f"articles/01-legs.toml: {URGE}: needs a source"
    )
