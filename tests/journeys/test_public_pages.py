"""Every public page in a real browser: accessible, calm, complete without script, cookie or another host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accessibility import violations
from tests.site import Site

pytestmark = pytest.mark.journey

MAIN = "/articles/mirtazapine-restless-legs/"
PAGES = (
    "/",
    "/articles/",
    MAIN,
    f"{MAIN}editions/1/",
    "/articles/mirtazapine-sleepiness/",
    "/medicines/",
    "/medicines/mirtazapine/",
    "/conditions/restless-legs-syndrome/",
    "/topics/sleep/",
    "/support/",
    "/support/samaritans/",
    "/about/",
    "/about/how-pages-are-made/",
    "/about/accessibility/",
    "/about/privacy/",
    f"{MAIN}history/",
    "/there-is-no-such-page/",
)


@pytest.fixture
def watched(context: BrowserContext, site: Site) -> Iterator[list[str]]:
    """Collects what a page must not do: ask another host, break the content policy, log an error."""
    found: list[str] = []

    def request(request: Any) -> None:
        if not request.url.startswith((site.url, "data:")):
            found.append(f"asked {request.url}")

    def message(message: Any) -> None:
        if message.type == "error" and "404" not in message.text:
            found.append(message.text)

    context.on("request", request)
    context.on("console", message)
    yield found
    assert found == []
    assert context.cookies() == []


@pytest.mark.parametrize(
    ("scheme", "width", "pages"),
    # Colours do not depend on the width, nor the layout on the colours: two runs see both.
    [("light", 1280, PAGES), ("dark", 320, PAGES)],
)
def test_no_page_breaks_a_rule_of_accessibility(
    page: Page, watched: list[str], scheme: Any, width: int, pages: Sequence[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for address in pages:
        page.goto(address)
        assert violations(page) == [], f"{address} at {width} px, {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} scrolls sideways at {width}"


def test_no_page_scrolls_sideways_on_a_tablet(page: Page, watched: list[str]) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 768, f"{address} scrolls sideways at 768"


def test_a_frightened_reader_finds_help_on_a_small_phone(page: Page, watched: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    page.get_by_role("link", name="Mirtazapine and restless legs").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mirtazapine and restless legs")
    expect(page.get_by_text("In short", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("How common", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="See when to get help").click()
    expect(page.get_by_role("heading", name="When to get help")).to_be_in_viewport()
    number = page.get_by_role("link", name="116 123").first
    expect(number).to_be_in_viewport()
    expect(number).to_have_attribute("href", "tel:116123")


def test_help_is_one_key_away(page: Page, watched: list[str]) -> None:
    page.goto(MAIN)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto(MAIN)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Get help now")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Crisis lines")).to_be_in_viewport()


def test_a_citation_leads_to_its_source_and_back(page: Page, watched: list[str], site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")  # going back in the middle of smooth scrolling leads anywhere
    page.goto(MAIN)
    citation = page.get_by_role("link", name="Source 1", exact=True).first
    citation.scroll_into_view_if_needed()
    expect(page.locator("#s1")).not_to_be_in_viewport()
    citation.click()
    expect(page).to_have_url(f"{site.url}{MAIN}#s1")
    expect(page.locator("#s1")).to_be_in_viewport()
    page.go_back()
    expect(page).to_have_url(f"{site.url}{MAIN}")
    expect(citation).to_be_in_viewport()


def test_everything_is_there_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + MAIN)
    headings = page.locator("main h2").all()
    assert len(headings) >= 10
    cards = page.locator("section.care").all()
    assert len(cards) == 3
    sources = page.locator("li[id^=s]").all()
    assert len(sources) >= 10
    for part in [page.get_by_role("heading", level=1), *headings, *cards, *sources]:
        expect(part).to_be_visible()
    expect(page.locator("a[href='tel:116123']").first).to_be_visible()
    context.close()


def test_on_paper_it_is_a_leaflet(page: Page, watched: list[str]) -> None:
    page.goto(MAIN)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("On this page")).to_be_hidden()
    expect(page.get_by_text(f"Printed from {page.url}")).to_be_visible()
    expect(page.get_by_text("Call 999, 112 or 911, or go to A&E now if:")).to_be_visible()
    assert len(page.pdf(format="A4")) > 50_000
