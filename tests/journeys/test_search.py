"""Searching in a real browser: from a mistyped question to the section that answers it, on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.site import Site

pytestmark = pytest.mark.journey

TYPED = "restles legs remeron pregnancy"
ANSWER = "/articles/mirtazapine-restless-legs/#pregnancy"


def tab_to(page: Page, name: str) -> None:
    """Go on by keyboard until something has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText").startswith(name):
            return
    raise AssertionError(f"nothing called “{name}” is reached by Tab")


def test_from_a_mistyped_question_to_the_section_that_answers_it(page: Page, watched: None, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    expect(page.get_by_role("combobox")).to_be_in_viewport()
    tab_to(page, "What are you looking for?")
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/search/?q={TYPED.replace(' ', '+')}")
    expect(page.get_by_text("Showing results for “restless legs remeron pregnancy”.")).to_be_in_viewport()
    assert violations(page) == []
    tab_to(page, "Mirtazapine and restless legs: Pregnancy")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}{ANSWER}")
    expect(page.get_by_role("heading", name="Pregnancy and breastfeeding")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#pregnancy').parentElement.contains(document.activeElement)")


def test_pages_are_offered_while_somebody_types(page: Page, look: Callable[[str], None], site: Site) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="What are you looking for?")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("remer")
    option = page.get_by_role("option", name="Remeron: Mirtazapine Medicine")
    expect(option).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Suggestions: ")
    look("the search box with what it offers")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "o0")
    look("the search box with one of them chosen")
    box.press("ArrowUp")
    expect(option).to_have_attribute("aria-selected", "false")
    box.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("remer")
    box.press_sequentially("on")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(f"{site.url}/medicines/mirtazapine/")


def test_what_was_chosen_before_more_was_typed_is_chosen_no_more(page: Page, site: Site) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="What are you looking for?")
    box.press_sequentially("remer")
    expect(page.get_by_role("option", name="Remeron: Mirtazapine Medicine")).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "o0")
    page.route("**/suggest/**", lambda route: route.abort())
    page.keyboard.type("on")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/search/?q=remeron")
    page.goto("/")
    box.press_sequentially("remer")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_the_page_of_results_breaks_no_rule(page: Page, look: Callable[[str], None]) -> None:
    for query in ("", "football", "mirtazapine", "mirtazapine&kind=article&tag=sleep", "overdose", "x" * 300, "ש" * 90):
        page.goto(f"/search/?q={query}")
        if page.get_by_text("Narrow down").count():
            page.get_by_text("Narrow down").click()
        look(f"/search/?q={query[:60]}")


def test_it_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_label("What are you looking for?").fill(TYPED)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Mirtazapine and restless legs: Pregnancy").click()
    expect(page).to_have_url(f"{site.url}{ANSWER}")
    context.close()
