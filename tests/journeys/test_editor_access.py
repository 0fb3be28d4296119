"""The editor for everybody: narrow screens, both colour schemes, without JavaScript, without axe violations."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.desk.running import make_draft, sign_in
from tests.journeys.editing import Writer, writing
from tests.site import Site

pytestmark = pytest.mark.journey
_numbers = count(1)


@pytest.fixture
def draft(site: Site) -> str:
    """The editor's path of a draft with every kind of section."""
    return make_draft(site, f"access-{next(_numbers)}", "makers.document()")


def accessible(writer: Writer) -> None:
    results = Axe().run(writer.page)
    assert results.violations_count == 0, results.generate_report()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert writer.page.evaluate(overflow) <= 0, "the page scrolls sideways"


def pane(writer: Writer, name: str) -> None:
    tab = writer.page.get_by_role("tablist", name="Parts of the editor").get_by_role("tab", name=name)
    if tab.is_visible():
        tab.click()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_everything_is_free_of_axe_violations(
    browser: Browser, site: Site, draft: str, width: int, scheme: Any
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with writing(browser, site, draft, **options) as author:
        page = author.page
        accessible(author)
        pane(author, "Outline")
        accessible(author)
        for heading in ("How common it is", "Treatments", "When to get help"):
            pane(author, "Outline")
            page.locator(".ed-section-row .ed-entry").filter(has_text=heading).click()
            page.locator(".ed-term").first.click()
            expect(page.locator(".ed-writing")).to_be_visible()
            accessible(author)
        box = page.locator(".ed-open .ed-source-input")
        box.fill("rottach")
        expect(page.locator(".ed-options li").first).to_be_visible()
        accessible(author)
        box.fill("")
        page.get_by_role("button", name="New source…").last.click()
        expect(page.get_by_role("dialog").get_by_label("Title")).to_be_visible()
        accessible(author)
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Remove See a doctor if:").click()
        expect(page.locator(".ed-toast")).to_be_visible()
        accessible(author)
        pane(author, "Preview")
        page.get_by_role("tab", name="Readiness").click()
        expect(page.locator(".ed-issue").first).to_be_visible()
        accessible(author)


def test_tab_goes_from_the_term_to_its_explanation(browser: Browser, site: Site, draft: str) -> None:
    """Whoever types on after Tab writes in the text, not into a button of its toolbar."""
    with writing(browser, site, draft) as author:
        page = author.page
        author.choose("Causes")
        page.get_by_role("button", name="Add a point", exact=True).click()
        expect(page.locator(".ed-open .ed-toolbar")).to_be_visible()
        page.keyboard.type("By keys")
        page.keyboard.press("Tab")
        page.keyboard.type("Every word is kept.")
        expect(page.locator(".ed-open .ed-writing")).to_have_text("Every word is kept.")
        page.keyboard.press("Tab")
        expect(page.locator(".ed-open").get_by_role("button", name="Bold")).to_be_focused()


def test_the_panes_are_tabs_on_a_phone(browser: Browser, site: Site, draft: str) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
    with writing(browser, site, draft, **phone) as author:
        page = author.page
        tabs = page.get_by_role("tablist", name="Parts of the editor").get_by_role("tab")
        assert tabs.all_inner_texts() == ["Outline", "Write", "Preview"]
        expect(page.get_by_label("Summary")).to_be_visible()
        expect(page.locator(".ed-section-row").first).not_to_be_visible()
        tabs.first.tap()
        small = page.locator("#editor-outline button:visible").evaluate_all(
            "buttons => buttons.map(b => b.getBoundingClientRect()).filter(b => b.height < 44 || b.width < 44).length"
        )
        assert small == 0
        page.locator(".ed-section-row .ed-entry").filter(has_text="Causes").tap()
        expect(page.get_by_label("Heading")).to_have_value("Causes")
        page.locator(".ed-term").first.tap()
        page.get_by_label("Term").fill("By touch")
        author.saved()
        tabs.last.tap()
        expect(author.preview.get_by_role("heading", name="By touch")).to_be_visible()


def test_points_are_dragged_by_finger(browser: Browser, site: Site, draft: str) -> None:
    tablet: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "has_touch": True}
    with writing(browser, site, draft, **tablet) as author:
        page = author.page
        author.choose("When to get help")
        before = author.terms()
        grip = author.card(before[2]).locator(".ed-grip").bounding_box()
        goal = author.card(before[0]).bounding_box()
        assert grip
        assert goal
        x, start = grip["x"] + 10, grip["y"] + 10
        touch = page.context.new_cdp_session(page)
        for step in range(9):
            y = start - (start - goal["y"] - 5) * step / 8
            kind = "touchMove" if step else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert author.terms() == [before[2], before[0], before[1]]
        author.saved()


def test_without_javascript_the_page_says_what_it_needs(browser: Browser, site: Site, draft: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "author")
    page.goto(f"{site.url}{draft}")
    expect(page.locator("noscript p")).to_contain_text("This editor needs JavaScript")
    expect(page.locator("noscript p")).to_be_visible()
    page.locator("noscript a").click()
    expect(page).to_have_url(f"{site.url}{draft.removesuffix('edit/')}")
    context.close()
