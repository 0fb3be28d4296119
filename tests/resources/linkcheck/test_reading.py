"""A page is read for what it says, whatever its markup, and hostile markup takes no longer than any other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.linkcheck.reading import MOST_WORDS, fingerprint, read, shared_words, similarity
from tests.badsite.pages import WORDS, html

pytestmark = pytest.mark.one_engine
HALF_A_MEGABYTE = 512 * 1024


def test_title_heading_and_main_text_are_told_from_what_stands_around_them() -> None:
    page = read(html("Restless &amp; awake", WORDS, "Legs that <b>move</b>").encode())
    assert page.title == "Restless & awake"
    assert page.heading == "Legs that move"
    assert page.text.startswith("Legs that move Restless legs are an urge")
    assert page.text.endswith("news of research.")
    assert not page.password


@pytest.mark.parametrize(
    "markup",
    [
        *("<script>if (a < b) { x = '<p>no</p>' }</script>", "<STYLE>no {}</STYLE>", "<!-- no <p>no</p> -->", "<!no>"),
        *("<nav><div>no</div></nav>", "<header>no<header>no</header>no</header>", "<footer>no</footer>", "<?no no?>"),
        *("<aside>no</aside>", "<template>no</template>", "<svg><title>no</title><text>no</text></svg>", "</no>"),
        *("<form>no<input name=no></form>", "<select><option>no</select>", "<textarea><p>no</textarea>", "<a no>"),
        *("<button>no</button>", "<p title='no > no' class=no>", '<p data-x="<no>">', "<svg/>", "<iframe>no</iframe>"),
    ],
)
def test_what_is_no_main_text_is_left_out(markup: str) -> None:
    page = read(f"<body><p>{WORDS}</p>{markup}<p>after</p>".encode())
    assert page.text == f"{WORDS} after"
    assert page.title == ""


def test_a_page_that_stands_in_a_form_is_read_all_the_same() -> None:
    assert read(f"<form id=aspnetForm><nav>x</nav><p>{WORDS}</p></form>".encode()).text == WORDS
    assert read(f"<header><p>{WORDS}</p></header>".encode()).text == WORDS


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<input type=password>", True),
        ("<INPUT name='p' TYPE = 'Password' />", True),
        ("<input type=text placeholder=password>", False),
        ("<!-- <input type=password> -->", False),
    ],
)
def test_a_field_for_a_password_is_seen(markup: str, found: bool) -> None:
    assert read(markup.encode()).password is found


@pytest.mark.parametrize(
    ("content", "leads"),
    [
        ("0; url=/next", "/next"),
        ("3;URL='https://site.example/next'", "https://site.example/next"),
        ("0;/next", "/next"),
        ("0; url=/a&amp;b", "/a&b"),
        ("600; url=/next", ""),
        ("30", ""),
    ],
)
def test_where_a_page_sends_browsers_on_is_seen(content: str, leads: str) -> None:
    assert read(f'<meta http-equiv="Refresh" content="{content}">'.encode()).refresh == leads


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Hôpital</title>".encode(), "text/html; charset=utf-8"),
        ("<title>Hôpital</title>".encode("latin-1"), 'text/html; charset="ISO-8859-1"'),
        ("<meta charset=windows-1252><title>Hôpital</title>".encode("cp1252"), "text/html"),
        (b'<meta http-equiv=content-type content="text/html; charset=latin1"><title>H\xf4pital</title>', ""),
        ("<?xml version='1.0' encoding='iso-8859-15'?><title>Hôpital</title>".encode("iso-8859-15"), ""),
        ("\ufeff<title>Hôpital</title>".encode(), "text/html; charset=latin-1"),
        ("\ufeff<title>Hôpital</title>".encode("utf-16-le"), ""),
        ("<title>Hôpital</title>".encode(), ""),
        ("<title>Hôpital</title>".encode("latin-1"), ""),
        ("<title>Hôpital</title>".encode(), "text/html; charset=no-such-thing"),
        ("<title>Hôpital</title>".encode(), "text/html; charset=unicode_escape"),
        ("<title>Hôpital</title>ü".encode()[:-1], ""),
    ],
)
def test_text_is_read_in_its_own_characters(body: bytes, content_type: str) -> None:
    assert read(body, content_type).title == "Hôpital"


def test_texts_are_as_alike_as_what_they_share() -> None:
    words = [f"word{number}" for number in range(400)]
    other = [f"else{number}" for number in range(400)]
    prints = [fingerprint(words[: 400 - shared] + other[:shared]) for shared in (0, 20, 100, 400)]
    alike = [similarity(prints[0], each) or 0 for each in prints]
    assert alike[0] == 1
    assert alike[1] > 0.8
    assert 0.6 < alike[2] < 0.95
    assert alike[3] < 0.65
    assert all(len(each) == 16 for each in prints)


def test_few_words_have_no_print_of_their_own() -> None:
    assert fingerprint(["a"] * 19) == ""
    assert similarity("", "0" * 16) is None


def test_titles_share_words_in_any_script() -> None:
    assert shared_words("Help – Restless Legs", "RESTLESS LEGS") == 1
    assert shared_words("Restless legs", "Bridge engineers") == 0
    assert shared_words("不宁腿综合征", "不宁腿") == 1
    assert shared_words("", "x") is None


NASTY = {
    "open tags": "<div>",
    "open tags with attributes": "<b a=1 b=2>",
    "comments": "<!--",
    "declarations": "<!",
    "ends": "</",
    "brackets": "<",
    "entities": "&",
    "long entities": "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "a long number": "&#" + "9" * HALF_A_MEGABYTE,
    "scripts": "<script></scrip",
    "titles": "<title>",
    "headings": "<h1>a",
    "open quotes": "<a x='",
    "other quotes": '<a "',
    "attributes": "<a" + " a" * (HALF_A_MEGABYTE // 2),
    "equals": "<a " + "a= " * (HALF_A_MEGABYTE // 3),
    "spaces": "<a a" + " " * HALF_A_MEGABYTE,
    "charsets": "<meta charset",
    "marks": "a" + "\u0301\u0323" * (HALF_A_MEGABYTE // 4),
    "ligatures": "\ufdfa",
    "words": " ".join(f"w{number}" for number in range(HALF_A_MEGABYTE // 7)),
    "refresh": "<meta http-equiv=refresh content='0;" + " " * HALF_A_MEGABYTE,
}


@pytest.mark.parametrize("name", NASTY)
def test_hostile_markup_is_read_in_one_pass(name: str) -> None:
    """Quadratic work on this much takes minutes, which nobody would overlook."""
    body = (NASTY[name] * (HALF_A_MEGABYTE // len(NASTY[name]) + 1)).encode()[:HALF_A_MEGABYTE]
    page = read(body, "text/html")
    assert len(page.words) <= MOST_WORDS
    assert page.print.text == "" or len(page.print.text) == 16


PIECES = st.sampled_from(
    [
        *("<", ">", "/", "=", "'", '"', "&", ";", "#", "<!--", "-->", "</", "<title>", "</title>", "<script>"),
        *("<nav>", "</nav>", "<form>", "<meta http-equiv=refresh content='", "é", "\x00", "\ud7ff", "&#xd800;"),
        *("\u202e", "x", " "),
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=30).map("".join), st.binary(max_size=30), st.text(max_size=20))
def test_any_bytes_are_a_page(start: str, end: bytes, content_type: str) -> None:
    page = read(start.encode() + end, content_type)
    assert all(text.isprintable() for text in (page.title, page.heading, page.text))
    page.print.text.encode()
