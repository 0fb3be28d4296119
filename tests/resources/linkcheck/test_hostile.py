"""What a hostile site sends is harmless to the terminal, the database and the pages that curators read it in."""

from __future__ import annotations

import pytest

from resources.models import Reason
from tests.badsite.pages import URL, to
from tests.badsite.server import Site, reply
from tests.badsite.world import World
from tests.resources.linkcheck.looks import look

pytestmark = pytest.mark.one_engine


def test_a_fragment_holds_nothing_that_a_terminal_or_database_would_act_on(world: World, site: Site) -> None:
    site.pages["/moved"] = to("/fine#\x1b[2J\x9b31m<b>'\"\xe2\x80\xae", 301)
    site.pages["/sends-on"] = reply("<meta http-equiv=refresh content='0;url=/fine#\x00\x1b\x7f&#x202e;'>")
    moved, sent_on = look(world, "/moved"), look(world, "/sends-on")
    assert moved.reason == Reason.MOVED
    for url in (moved.suggested_url, moved.final_url, sent_on.final_url):
        assert url.startswith(f"{URL}/fine#")
        assert url.isascii()
        assert url.isprintable()
        assert not set(url) & set("<>'\"")


def test_where_redirects_failed_is_told_in_letters_that_can_be_printed(world: World, site: Site) -> None:
    site.pages["/moved"] = to("/gone-\xc2\x9b31m#\xe2\x80\xae\xc2\x9b", 302)
    site.pages["/endless"] = to("/endless#\xc2\x9b31m", 302)
    for path in ("/moved", "/endless"):
        assert look(world, path).final_url.isascii()


def test_a_media_type_is_printable(world: World, site: Site) -> None:
    site.pages["/file"] = reply(b"x", Content_Type="application/\x9b31m\x1b[2Jpdf")
    seen = look(world, "/file").seen
    assert seen is not None
    assert seen.title.isprintable()
