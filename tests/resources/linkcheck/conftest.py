"""The bad site in an invented internet, shared by the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.badsite.pages import HOST, PAGES
from tests.badsite.server import Site, bad_site
from tests.badsite.world import World


@pytest.fixture(scope="module")
def running_site() -> Iterator[Site]:
    """The bad site, running."""
    with bad_site(PAGES) as site:
        yield site


@pytest.fixture
def site(running_site: Site) -> Site:
    """The bad site, as if nobody had asked it for anything."""
    running_site.asked.clear()
    running_site.pages = dict(PAGES)
    return running_site


@pytest.fixture
def world(site: Site) -> World:
    """An internet in which the bad site has two names, and one name leads inside."""
    world = World()
    world.put(HOST, site.port)
    world.put("other.example", site.port)
    world.names["inside.example"] = ["10.1.2.3"]
    return world
