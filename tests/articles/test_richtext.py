"""Rich text: nothing but the declared marks, whatever comes in, and the same again when it comes back."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import richtext
from tests.articles import strategies

pytestmark = pytest.mark.one_engine

ARTICLE = "article:5f6b9a52-9d0a-4c5e-9b0e-2f6a7f1d3c11"
_FRAGMENTS = (
    "<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<strong>", "</strong>", "<em>", "</em>", "<a>",
    '<a href="/x">', '<a href="javascript:x" onclick="y">', '<a href="https://x.org/?a=1&b=2" target=_blank>', "</a>",
    "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<table>", "<td>", "<b>", "<!--", "-->", "<br>",
    "<![CDATA[", "]]>", "<template>", "<textarea>", "<title>", "<noscript>", "<iframe>", "<img src=x onerror=y>",
    f'<a href="{ARTICLE}">', '<a href="article:x">', f'<a href="{ARTICLE.upper()}">',
    "&lt;", "&amp;", "&#0;", "&#x338;", "&#x2028;", "\u0338", "\u0301", "\x00", " ", "\n", "\xa0", "a", "e", '"', "<",
    ">", "&",
)  # fmt: skip
markup = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=3), max_size=20).map("".join)


class Parsed(HTMLParser):
    """The elements, attributes and words of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: dict[tuple[str, str], set[str]] = {}
        self.others: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        for name, value in attrs:
            self.attributes.setdefault((tag, name), set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


@strategies.quick
@given(markup | st.text())
def test_only_the_declared_marks_come_out(text: str) -> None:
    parsed = Parsed(richtext.rich(text))
    assert parsed.elements <= richtext.MARKS
    assert set(parsed.attributes) <= {("a", "href")}
    assert parsed.others == []
    for href in parsed.attributes.get(("a", "href"), ()):
        assert (
            href.split(":")[0] in richtext.LINK_SCHEMES
            or href == ARTICLE
            or (href[0] in "/#" and href[:2] not in ("//", "/\\"))
        )


@strategies.quick
@given(markup | st.text())
def test_it_is_stable(text: str) -> None:
    once = richtext.rich(text)
    assert richtext.rich(once) == once


@strategies.quick
@given(markup | st.text())
def test_its_words_are_composed_and_without_control_characters(text: str) -> None:
    for words in (Parsed(richtext.rich(text)).words, richtext.plain(text), richtext.lines(text)):
        assert not {"\x00", "\x85", "\u2028", "\ufeff"} & set(words)
        words.encode()  # has no lone surrogates
    for words in (richtext.plain(text), richtext.lines(text)):
        assert unicodedata.is_normalized("NFC", words)
    assert richtext.plain(richtext.plain(text)) == richtext.plain(text)


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a?b=1",
        "HTTPS://example.org",
        "http://example.org",
        "mailto:a@example.org",
        "tel:+44116123",
        "/support/",
        "#help",
        ARTICLE,
    ],
)
def test_a_good_link_stays(href: str) -> None:
    assert richtext.rich(f'<p><a href="{href}">x</a></p>') == f'<p><a href="{href}">x</a></p>'


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java&#9;script:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "/&#9;/example.org",
        "/&#10;/example.org",
        "/&#13;\\example.org",
        "https:\\\\example.org",
        "support/",
        "?a=1",
        "",
        "article:stopping-mirtazapine",
        ARTICLE.upper(),
        f"{ARTICLE}/",
        f"{ARTICLE} ",
        f"x{ARTICLE}",
    ],
)
def test_any_other_link_leaves_only_its_words(href: str) -> None:
    assert richtext.rich(f'<p><a href="{href}">x</a></p>') == "<p>x</p>"


def test_a_dead_link_over_two_lines_leaves_its_words() -> None:
    assert richtext.rich('<p><a href="javascript:x">one\ntwo</a></p>') == "<p>one two</p>"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("a", "<p>a</p>"),
        ("a<ul><li>b</li></ul>c", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        ("<p>a</p> <p></p><p> </p><ul><li></li></ul>", "<p>a</p>"),
        ("<p>a<strong> </strong>b</p>", "<p>a b</p>"),
        ("<p>a\n  b</p>", "<p>a b</p>"),
        ("<h2>a</h2>", "<p>a</p>"),
        ("<li>a</li>", "<p>a</p>"),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>"),
        ("<p>5\xa0mg</p>", "<p>5&nbsp;mg</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_is_written_carelessly_comes_out_tidy(html: str, clean: str) -> None:
    assert richtext.rich(html) == clean


def test_markup_too_deep_to_settle_keeps_its_words() -> None:
    # Each round of cleaning takes some of these away; after a fixed number the words alone are kept.
    assert richtext.rich("<em>" * 3000 + "word &lt;b&gt;" + "<strong></strong>" * 3) != ""
    assert "word" in richtext.words_of(richtext.rich("<em>" * 3000 + "word"))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("[a](https://example.org)", '<p><a href="https://example.org">a</a></p>'),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
        ("[a](//example.org)", "<p>a</p>"),
        ("<b>x</b><script>y</script>", "<p>&lt;b&gt;x&lt;/b&gt;&lt;script&gt;y&lt;/script&gt;</p>"),
        ("<5 in 100 & more", "<p>&lt;5 in 100 &amp; more</p>"),
        ("# a", "<p># a</p>"),
        ("one\ntwo", "<p>one two</p>"),
    ],
)
def test_markdown_becomes_rich_text_and_html_in_it_is_shown_as_text(markdown: str, html: str) -> None:
    assert richtext.from_markdown(markdown, UUID) == html


def test_a_slug_in_markdown_becomes_an_identity() -> None:
    known = {"stopping-mirtazapine": UUID(ARTICLE.partition(":")[2])}
    html = richtext.from_markdown("[a *b*](article:stopping-mirtazapine) article:x", known.__getitem__)
    assert html == f'<p><a href="{ARTICLE}">a <em>b</em></a> article:x</p>'
    assert richtext.article_links(html) == [(known["stopping-mirtazapine"], "a b")]
    assert richtext.addresses(html) == []


@strategies.quick
@given(markup | st.text(), st.sampled_from(["", "/articles/x/", "/a/?b=1&c=<2>"]))
def test_a_link_is_resolved_and_nothing_else_changes(text: str, path: str) -> None:
    clean = richtext.rich(text)
    shown = richtext.resolved(clean, {UUID(ARTICLE.partition(":")[2]): path} if path else {})
    assert ARTICLE not in "".join(Parsed(shown).attributes.get(("a", "href"), ()))
    assert Parsed(shown).words == Parsed(clean).words
    assert richtext.resolved(shown, {}) == shown


def test_the_words_of_rich_text_have_spaces_between_blocks() -> None:
    assert richtext.words_of("<p>a <em>b</em>c</p><ul><li>d</li><li>e &lt; f</li></ul>") == "a bc d e < f"


def test_notes_keep_their_lines() -> None:
    assert richtext.lines(" a\x00\r\nb\n\nc ") == "a\r\nb\n\nc"


@pytest.mark.parametrize("markup", ["<ul><li>" * 5_000 + "word", "<OL>" * 10_000 + "word"])
def test_lists_in_lists_without_end_leave_their_words(markup: str) -> None:
    assert richtext.rich(markup) == "<p>word</p>"
