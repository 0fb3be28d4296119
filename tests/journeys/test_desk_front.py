"""The front page of the desk, its lists and an article's page in a real browser, wide in light and narrow in dark."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.starter import ACCOUNTS
from tests.accessibility import violations
from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
Look = Callable[[str], None]


def open_all(page: Page) -> None:
    """Open what is folded away."""
    page.locator("main details").evaluate_all("all => all.forEach(each => { each.open = true })")


def test_everybody_meets_a_front_page_that_says_what_to_do(page: Page, site: Site, look: Look) -> None:
    """Whatever their role; the colours and widths are those of all of them."""
    for username in ACCOUNTS:
        page.context.clear_cookies()
        sign_in(page, site, username)
        expect(page.get_by_role("heading", level=1, name="Desk")).to_be_visible()
        expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        expect(page.get_by_role("img", name="Published pages whose review was overdue")).to_be_visible()
        expect(page.get_by_role("heading", name="Everything else")).to_be_visible()
        open_all(page)
        expect(page.get_by_role("table", name="Published pages whose review was overdue")).to_be_visible()
        look(f"the front page of {username}, unfolded")


def test_a_number_leads_to_its_list_which_is_filtered_and_taken_along_as_csv(
    page: Page, site: Site, look: Look, tmp_path: Path
) -> None:
    sign_in(page, site, "reviewer")
    page.get_by_role("link", name=re.compile("Published$")).click()
    expect(page.get_by_role("heading", level=1, name="Published")).to_be_visible()
    look("a list")
    open_all(page)
    look("a list, unfolded")
    page.get_by_label("Condition", exact=True).select_option(label="Restless legs syndrome")
    page.get_by_role("searchbox").fill("mirtazapine")
    page.get_by_role("button", name="Show").first.click()
    rows = page.get_by_role("table").get_by_role("row")
    shown = rows.filter(has=page.get_by_role("cell"))
    count = shown.count()
    assert count >= 1
    look("a filtered list")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Download")).click()
    saved = tmp_path / "list.csv"
    download.value.save_as(saved)
    found = list(csv.DictReader(io.StringIO(saved.read_text(encoding="utf-8-sig"))))
    assert len(found) == count
    assert {row["Condition"] for row in found} == {"Restless legs syndrome"}
    page.get_by_role("link", name=re.compile("^Without Condition")).click()
    expect(page.get_by_role("searchbox")).to_have_value("mirtazapine")
    assert shown.count() > count


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_what_makes_no_sense_is_told_where_it_stands(page: Page, site: Site, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, site, "author")
    response = page.goto("/admin/desk/lists/published/?due_from=tomorrow&medicine=no-such")
    assert response
    assert response.status == 400
    expect(page.get_by_role("alert")).to_contain_text("“no-such” is not there to choose.")
    assert violations(page) == []
    page.goto("/admin/desk/new/")
    page.get_by_label("Title").fill("Legs that jump")
    page.get_by_role("button", name="Create it and start writing").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a medicine, a condition, or both.")
    expect(page.get_by_label("Title")).to_have_value("Legs that jump")
    assert violations(page) == []


def test_a_list_can_be_ordered_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, site, "publisher")
    page.goto("/admin/desk/lists/published/")
    titles = page.locator("table tbody tr td:first-child a")
    first = titles.first.inner_text()
    page.get_by_role("columnheader", name="Title").get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "descending")
    expect(titles.last).to_have_text(first)


def test_a_new_article_becomes_a_draft_and_its_page_tells_all(page: Page, site: Site, look: Look) -> None:
    sign_in(page, site, "author")
    page.get_by_role("link", name="New article", exact=True).click()
    look("the form of a new article")
    page.get_by_label("Title").fill("Legs that jump, for the journey")
    page.get_by_label("Medicine", exact=True).select_option(label="Mirtazapine")
    page.get_by_role("button", name="Create it and start writing").click()
    page.wait_for_url("**/edit/")
    page.goto("/admin/")
    expect(page.get_by_role("region", name="My drafts")).to_contain_text("Legs that jump, for the journey")
    page.get_by_role("link", name=re.compile("^legs-that-jump-for-the-journey")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Legs that jump, for the journey")
    events = page.locator(".events li")
    expect(events).to_have_count(2)
    look("an article's page")
    page.get_by_role("combobox", name="Show").select_option(label="Draft started")
    page.get_by_role("button", name="Show").click()
    expect(events).to_have_count(1)
    expect(events).to_contain_text("Edition 1 started.")


def test_the_page_of_a_published_article_and_its_draft(page: Page, site: Site, look: Look) -> None:
    sign_in(page, site, "author")
    page.goto("/admin/desk/lists/published/?q=nightmares")
    page.locator("table tbody td a").first.click()
    expect(page.get_by_role("region", name="What readers see")).to_contain_text("No clinician has reviewed it.")
    look("the page of a published article")
    expect(page.get_by_role("link", name="View on site")).to_be_visible()
    expect(page.get_by_role("region", name="What is being written")).to_be_visible()
