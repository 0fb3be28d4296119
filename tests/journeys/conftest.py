"""Journeys: a real browser against the real site, as ``make run`` starts it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.accessibility import violations
from tests.browser import find_chromium
from tests.site import Site

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium of this machine; its sandbox refuses root."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": find_chromium(), "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running site with its starter content; it must end cleanly at Ctrl-C."""
    running = Site(tmp_path_factory.mktemp("site")).wait_until_ready()
    yield running
    assert running.stop() == 0, running.printed


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """So that ``page.goto("/about/")`` is enough."""
    return site.url


@pytest.fixture(scope="session", autouse=True)
def database_beside_a_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread; Django would refuse the database to every later test of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def watched(context: BrowserContext, site: Site) -> Iterator[None]:
    """Nothing is asked of another host, nothing breaks the content policy, nothing is logged as an error."""
    found: list[str] = []

    def request(request: Any) -> None:
        if not request.url.startswith((site.url, "data:")):
            found.append(f"asked {request.url}")

    def message(message: Any) -> None:
        if message.type == "error":
            found.append(f"{message.location['url']}: {message.text}")

    context.on("request", request)
    context.on("console", message)
    yield
    assert found == []


@pytest.fixture(params=[("light", 1280), ("dark", 320)], ids=["light-wide", "dark-narrow"])
def look(request: Any, page: Page, watched: None) -> Callable[[str], None]:
    """Asks axe about the page as it stands; ``name`` says which it is."""
    scheme, width = request.param
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})

    def look_at(name: str) -> None:
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"

    return look_at
