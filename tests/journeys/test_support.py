"""A reader on a phone finds help in their country, calls, and says that a number did not work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accessibility import violations
from tests.site import Site

pytestmark = pytest.mark.journey
PHONE = 360
"""Pixels of width."""
FINGER = 44
"""Pixels that a finger needs."""


@pytest.fixture
def looked(page: Page, context: BrowserContext) -> Callable[[str], None]:
    """Holds the page as it stands against the rules: accessible, no wider than the phone, without a cookie."""
    page.set_viewport_size({"width": PHONE, "height": 740})

    def look(name: str) -> None:
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
        assert context.cookies() == [], name

    return look


def test_a_reader_finds_help_in_their_country_calls_and_reports_what_did_not_work(
    page: Page, looked: Callable[[str], None]
) -> None:
    # Given a frightened reader on a phone, on an article
    page.goto("/articles/mirtazapine-restless-legs/")
    page.get_by_role("link", name="Support in your country").click()
    looked("the directory")

    # When they choose where they are
    page.get_by_label("Where are you?").select_option("Ireland")
    page.get_by_role("button", name="Show").click()
    looked("the directory of a country")

    # Then the address keeps it, and the crisis line of their country is there to call
    expect(page).to_have_url("/support/?country=IE&language=")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    call = page.get_by_role("link", name="Call 116 123")
    expect(call).to_have_attribute("href", "tel:116123")
    box = call.bounding_box()
    assert box
    assert box["height"] >= FINGER
    expect(page.get_by_role("link", name="jo@samaritans.ie")).to_be_visible()
    expect(page.get_by_role("link", name="jo@samaritans.org")).to_have_count(0)

    # When nobody answers, and they say so in one step
    page.get_by_role("link", name="Samaritans", exact=True).click()
    expect(page.get_by_text("Open day and night")).to_be_visible()
    looked("the record")
    page.get_by_label("Call 116 123").check()
    page.get_by_label("Nobody answered").check()
    page.get_by_role("button", name="This did not work").click()

    # Then they are thanked, and told whom to turn to instead
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    looked("the thanks")
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()
    expect(page.get_by_role("link", name="Call 116 123")).to_have_count(0)
    page.get_by_role("link", name="Support in Ireland").click()
    expect(page).to_have_url("/support/?country=IE")


def test_twice_as_large_letters_fit_a_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(bypass_csp=True, base_url=site.url, viewport={"width": PHONE, "height": 740})
    page = context.new_page()
    for address in ("/articles/mirtazapine-restless-legs/", "/support/?country=NZ", "/support/rls-ev/", "/no-page/"):
        page.goto(address)
        page.add_style_tag(content=":root { font-size: 200% }")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
    context.close()


def test_the_form_works_without_javascript_and_a_guess_can_be_changed(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL", base_url=site.url)
    page = context.new_page()
    page.goto("/support/")
    expect(page.get_by_text("We guessed the Netherlands from your browser.")).to_be_visible()
    expect(page.get_by_role("link", name="Call 113", exact=True)).to_be_visible()
    page.get_by_label("Where are you?").select_option("New Zealand")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Call 0800 543 354")).to_be_visible()
    expect(page.get_by_text("We guessed")).to_have_count(0)
    context.close()
