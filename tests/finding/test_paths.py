"""Addresses as paths: one form for all that is asked for or typed, and nothing that leads out of the site."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finding import paths

pytestmark = pytest.mark.one_engine
HOSTILE = [
    *(
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/x",
        "javascript:alert(1)",
        "",
        "x",
    ),
    *(
        "/%2e%2e/admin/",
        "/a/../b",
        "/a%0d%0aLocation: x",
        "/a\r\nSet-Cookie: a=b",
        "/%00",
        "/a\x00b",
        "/\ud800",
        "/%ED%A0%80",
    ),
    *("/" + "a" * 10_000, "/a?next=//evil", "/a#b", "/admin/", "/admin", "/%61dmin/x/", "///evil.example/", "/\u2028"),
    *("http://[", "https://testserver:99999999/x", "/%5cevil.example", "HTTPS://evil.example\\@testserver/"),
]


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("/old/page.html", "/old/page.html"),
        ("  /old//page///", "/old/page"),
        ("https://www.old.example/Caf%C3%A9/", "/Café"),
        ("/caf%65%CC%81", "/café"),
        ("/%e9", "/%E9"),
        ("/index.html", "/index.html"),
        ("/a%20b", "/a b"),
        ("/%2Fevil.example", "/evil.example"),
    ],
)
def test_an_address_has_one_form(typed: str, form: str) -> None:
    assert paths.source(typed) == form
    assert paths.asked(form) == form
    assert paths.asked(f"//{form}//") == form


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_is_refused_or_stays_on_the_site(text: str) -> None:
    paths.asked(text)
    paths.counted(text)
    if text.startswith("/%ED"):
        stays(paths.target(text))
        return
    with pytest.raises(paths.Unfit, match=r"\w"):
        paths.target(text)


@given(st.text() | st.text(alphabet="/\\.%0dDaA2fF:?#@\r\n\x00é\u0301\ud800"))
def test_any_text_is_refused_or_stays_on_the_site(text: str) -> None:
    for typed in (text, f"/{text}", f"http://localhost:8000/{text}"):
        with suppress(paths.Unfit):
            stays(paths.target(typed))
        asked = paths.asked(typed)
        assert asked is None or (paths.asked(asked) == asked and len(asked) <= paths.MOST)


def stays(target: str) -> None:
    header = paths.header(target)
    assert header.startswith("/")
    assert not header.startswith(("//", "/\\"))
    assert header.isascii()
    assert header.isprintable()
    assert not target.startswith("/admin")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/wp-login.php",
            "/.env",
            "/.git/config",
            "/old/.env.bak",
            "/phpMyAdmin/index.php",
            "/cgi-bin/luci",
            "/a.sql",
        ),
        *(
            "/static/css/site.abc.css",
            "/admin/x",
            "/unsubscribe/sam@example.org",
            "/../etc/passwd",
            "/vendor/phpunit/x",
        ),
    ],
)
def test_what_programs_try_and_what_may_name_somebody_is_not_counted(path: str) -> None:
    assert paths.counted(path) is None


@pytest.mark.parametrize("path", ["/old.php", "/page.html", "/legs/at-night", "/wp-content/uploads/leaflet.pdf"])
def test_pages_of_a_previous_site_are_counted(path: str) -> None:
    assert paths.counted(path) == (path,)
