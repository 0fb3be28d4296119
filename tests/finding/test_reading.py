"""How what people type is read: words of every script, slips, synonyms, words of crisis."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finding import analysis, index, lay_words
from finding.crisis import speaks_of_crisis
from finding.index import Page, initials
from finding.models import Kind
from finding.reading import read
from finding.searching import Asked, search
from finding.snippets import Marker
from finding.suggesting import suggest
from finding.vocabulary import Vocabulary


def vocabulary(*words: str, language: str = "en") -> Vocabulary:
    return Vocabulary(language, 1, 100, dict.fromkeys(words, 5))


def used(typed: str, *known: str) -> str:
    return read(typed, vocabulary(*known)).corrected


@pytest.mark.one_engine
def test_threads_that_read_at_once_do_not_disturb_each_other() -> None:
    typed = [f"{root}{ending}" for root in ("restless", "hopp", "relat", "agit") for ending in ("ing", "ed", "ingly")]
    typed = [f"{word}{number}{word}" for word in typed for number in range(40)]
    alone = [analysis.stem.__wrapped__(word, "en") for word in typed]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            readings = [threads.submit(lambda: [analysis.stem.__wrapped__(w, "en") for w in typed]) for _ in range(8)]
            assert all(reading.result() == alone for reading in readings)
    finally:
        sys.setswitchinterval(before)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can’t keep still—RLS-UK, 5mg", ["cant", "keep", "still", "rls", "uk", "5mg"]),
        ("Überdosis ŁÓDŹ Ærø straße İSTANBUL", ["uberdosis", "lodz", "aero", "strasse", "istanbul"]),
        ("Cafe\u0301 CAFÉ ﬁre", ["cafe", "cafe", "fire"]),
        ("самоубийство и ёлка", ["самоубииство", "и", "елка"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("不宁腿综合征", ["不宁", "宁腿", "腿综", "综合", "合征"]),
        ("薬 ロ SSRI薬物", ["薬", "ロ", "ssri", "薬物"]),
        ("مُسْتَشْفَى", ["مستشفى"]),
        ("\x00a\x07b \ud800 🦵🏽 ' \" * ( ) : ^", ["a", "b"]),
        ("x" * 500, ["x" * 40]),
    ],
)
def test_words_are_folded_in_every_script(text: str, words: list[str]) -> None:
    assert analysis.words(text) == words


@given(st.text(max_size=300))
def test_places_of_words_are_places_in_the_text_and_folding_settles(text: str) -> None:
    for token in analysis.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert analysis.fold(token.word) == token.word
        assert '"' not in token.word
        assert "\x00" not in token.word


def test_forms_of_a_word_have_one_stem_in_their_language() -> None:
    assert {analysis.stem(word, "en") for word in ("stop", "stopped", "stopping", "stops")} == {"stop"}
    assert analysis.stem("träume", "de") == analysis.stem("träumen", "de")
    assert analysis.stem("legs", "ja") == "legs"


@pytest.mark.parametrize(
    ("typed", "known", "taken"),
    [
        ("mirtazepine", ["mirtazapine"], "mirtazapine"),
        ("mritazapine", ["mirtazapine"], "mirtazapine"),
        ("restles leg", ["restless", "legs"], "restless leg"),
        ("zaps", ["aps", "apps"], ""),  # another first letter is no slip of a short word
        ("legg", ["legs", "lego"], "lego"),
        ("cat", ["car"], ""),  # three letters are too few to guess
        ("football", ["restless"], ""),
        ("restlesslegs", ["restless", "legs", "restlessness"], ""),  # two words, none mended
        ("mirta", ["mirtazapine", "mirtazon"], "mirtazapine"),  # unfinished
    ],
)
def test_slips_are_mended_and_nothing_is_made_up(typed: str, known: list[str], taken: str) -> None:
    assert used(typed, *known) == taken


def test_words_are_joined_parted_and_widened() -> None:
    held = vocabulary("restless", "legs", "medicine", "pregnancy", "iron")
    assert [group.stems for group in read("rest less legs", held).groups] == [("restless",), ("leg",)]
    assert [group.stems for group in read("restlesslegs", held).groups] == [("restless",), ("leg",)]
    (pregnant,) = read("pregnant", held).groups
    assert "pregnanc" in pregnant.others
    (ferritin,) = read("ferritin", held).groups
    assert ferritin.others == ("iron",)
    assert not ferritin.used
    (mistyped,) = read("feritin", held).groups
    assert (mistyped.used, mistyped.others) == ("ferritin", ("iron",))
    assert read("what is the", held).groups == ()
    assert read("football legs", held).unknown == ("football",)


def test_every_family_is_of_words_that_lead_to_each_other() -> None:
    for language, families in lay_words.FAMILIES.items():
        for family in families:
            words = family.split()
            assert len(words) == len(set(words)) > 1, family
            stems = {analysis.stem(word, language) for word in words}
            for stem in stems:
                assert stems - {stem} <= lay_words.same_as(stem, language)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "suicide",
            "sucide",
            "suicidal thoughts",
            "SUICIDE",
            "sui cide",
            "overdose",
            "over dose",
            "overdos",
            "end it",
        ),
        *("i want to end it all", "kill myself", "how to kill my self", "I don't want to live", "dont want to be here"),
        *("took too many mirtazapine", "selfharm", "self-harm", "wish I was dead", "Selbstmord", "überdosis"),
        *("suicidio", "自杀", "самоубийство", "better off dead", "want to die", "ending my life tonight"),
        *(
            "he wants to kill himself",
            "my daughter wants to die",
            "killing my self",
            "kil myself",
            "kill mysekf",
            "want to kill myslef",
            "killmyself",
            "wanttodie",
            "i wnat to die",
            "how to die",
            "dont wanna live",
            "dont wanna be here anymore",
            "do not want to be here",
            "i no longer want to live",
            "hurt my self",
            "self harn",
            "slit my wrists",
            "cant do this anymore",
            "cant go on",
            "life isnt worth living",
            "my son took his own life",
            "took 30 tablets",
            "took 40 tablets of mirtazapine",
            "swallowed 20 pills",
            "took a whole box of mirtazapine",
            "took to many tablets",
            "took too much mirtazapine",
            "took all my mirtazapine",
            "will i od on mirtazapine",
            "how much mirtazapine is fatal",
            "lethal amount",
            "toddler swallowed mirtazapine",
            "selbstmordgedanken",
            "zelfmoordgedachten",
            "myśli samobójcze",
            "хочу умереть",
            "الانتحار",
            "자살하고 싶다",
            "死にたい",
        ),
        *("word " * 500 + "suicide", "suicide" + " word" * 5_000),
    ],
)
def test_words_of_crisis_are_heard(typed: str) -> None:
    assert speaks_of_crisis(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("restless legs", "mirtazapine", "dose", "how to end treatment", "decide", "overnight", "weekend", "it"),
        *("insecticide", "side effects", "die Beine", "cut down", "kill the pain", "living with it", "live help", ""),
        *(
            "my legs are killing me",
            "rls took over my life",
            "in the end it got better",
            "can i take a whole tablet",
            "take 15 mg tablets",
            "taking 30 mg tablets for 6 weeks",
            "took 2 tablets by mistake",
            "take mirtazapine for 10 years",
            "15 mg od",
            "legs ache after 10 kms",
            "cant go on holiday",
            "take my life insurance",
            "end of life care",
            "is rls fatal",
            "swallow tablets whole",
            "cut tablets in half",
            "living with restless legs",
        ),
    ],
)
def test_other_words_are_not(typed: str) -> None:
    assert not speaks_of_crisis(typed)


def test_initials_are_names_too() -> None:
    assert initials("Restless Legs Syndrome Foundation") == ["RLS", "RLSF"]
    assert initials("Stopping mirtazapine") == []


@given(st.text(max_size=200), st.text(max_size=60))
def test_marks_change_nothing_but_marks(text: str, typed: str) -> None:
    from django.utils.html import escape  # noqa: PLC0415

    from finding.snippets import _marked  # noqa: PLC0415

    held = vocabulary(*analysis.words(text), *analysis.words(typed))
    marked = _marked(text, Marker(read(typed, held), held))
    assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)


@pytest.mark.django_db
def test_a_section_is_where_a_result_leads_that_says_what_the_title_does_not() -> None:
    sections = [
        ("symptoms", "Symptoms", "An urge to move. It comes at rest."),
        ("pregnancy", "Pregnancy and breastfeeding", "Talk to your midwife. Émile’s question was on iron."),
    ]
    page = Page("en", Kind.ARTICLE, "/a/", "Restless <legs>", ["Ekbom disease"], ["unrest"], "In short.", sections)
    other = Page("de", Kind.ARTICLE, "/de/a/", "Unruhige Beine")
    index.replace({"article:1": [page, other]})

    def first(query: str) -> tuple[str, str, str, str]:
        (result,) = search(Asked(query, "en")).results
        return result.href, result.section, result.known_as, result.title

    assert first("restless") == ("/a/", "", "", "<mark>Restless</mark> &lt;legs&gt;")
    assert first("legs midwife")[:2] == ("/a/#pregnancy", "Pregnancy and breastfeeding")
    assert first("ekbom")[:3] == ("/a/", "", "Ekbom disease")
    assert first("unrest")[:3] == ("/a/", "", "")  # a name that is never shown
    (result,) = search(Asked("emile", "en")).results
    assert "<mark>Émile" in result.snippet
    assert [each.href for each in search(Asked("beinen", "de")).results] == ["/de/a/"]
    assert search(Asked("beine", "en")).total == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "typed", "marked"),
    [
        ("de", "Große Füße tun weh.", "grosse fusse", "<mark>Große</mark> <mark>Füße</mark> tun weh."),
        ("fr", "Le cœur bat.", "coeur", "Le <mark>cœur</mark> bat."),
        ("da", "Et æg om dagen.", "aeg", "Et <mark>æg</mark> om dagen."),
        ("hi", "रात में बेचैनी", "बेचैनी", "रात में <mark>बेचैनी</mark>"),
        ("fr", "La fati\u0301gue.", "fatigue", "La <mark>fati\u0301gue</mark>."),
        ("ja", "死にたい夜", "死にたい", "<mark>死にたい</mark>夜"),
        ("en", "“Émile’s iron—and tea”", "iron", "“Émile’s <mark>iron</mark>—and tea”"),
    ],
)
def test_words_are_marked_as_they_are_read(language: str, text: str, typed: str, marked: str) -> None:
    index.replace({"article:1": [Page(language, Kind.ARTICLE, "/a/", "A", sections=[("s", "S", text)])]})
    (result,) = search(Asked(typed, language)).results
    assert result.snippet == marked
    assert result.href == "/a/#s"


@pytest.mark.django_db
def test_what_is_typed_is_completed_in_any_order_and_mended() -> None:
    pages = {
        "topic:1": [Page("en", Kind.CONDITION, "/c/", "Restless legs syndrome", ["Jumpy legs"])],
        "article:1": [Page("en", Kind.ARTICLE, "/a/", "Mirtazapine and restless legs", ["Remeron"])],
        "organisation:1": [Page("en", Kind.ORGANISATION, "/o/", "RLS-UK")],
    }
    index.replace(pages)

    def offered(typed: str) -> list[str]:
        return [suggestion.label for suggestion in suggest(typed, "en")]

    assert offered("restl") == ["Restless legs syndrome", "Mirtazapine and restless legs"]
    assert offered("legs rest") == ["Restless legs syndrome", "Mirtazapine and restless legs"]
    assert offered("jum") == ["Jumpy legs: Restless legs syndrome"]
    assert offered("restless legs remeron") == ["Mirtazapine and restless legs"]
    assert offered("mirtazepi") == offered("mirta") == ["Mirtazapine and restless legs"]
    assert offered("rls-") == ["RLS-UK"]
    for nothing in ("", "m", "remeron zzz", "legs zzz", "%", "_", "\x00", "'\"*", "🦵", "x" * 10_000):
        assert offered(nothing) == []
