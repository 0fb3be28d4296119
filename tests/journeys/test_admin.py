"""The admin of the running site: people sign in with their generated password, under the strict content policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey


def test_every_list_and_record_opens_under_the_strict_policy(page: Page, site: Site) -> None:
    broken: list[str] = []

    def message(message: Any) -> None:
        if message.type == "error":
            broken.append(f"{page.url}: {message.text}")

    def request(request: Any) -> None:
        if not request.url.startswith((site.url, "data:")):
            broken.append(f"{page.url} asked {request.url}")

    page.on("console", message)
    page.on("request", request)
    sign_in(page, site, "admin")
    lists = page.locator("#content-main th a").evaluate_all("links => links.map(link => link.href)")
    assert len(lists) >= 20
    for address in lists:
        response = page.goto(address)
        assert response
        assert response.status == 200, address
        first = page.locator("#result_list tbody th a").first
        if first.count():
            first.click()
            expect(page.locator("#content h1")).to_be_visible()
    assert broken == []


def test_what_was_published_cannot_be_changed_there(page: Page, site: Site) -> None:
    sign_in(page, site, "admin")
    page.goto("/admin/articles/edition/")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#content h1")).to_have_text("View edition")
    expect(page.get_by_role("button", name=re.compile("Save"))).to_have_count(0)


def test_a_link_curator_verifies_a_contact_in_their_own_name(page: Page, site: Site) -> None:
    sign_in(page, site, "curator")
    page.goto("/admin/resources/contact/?q=sleepoz")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_label("Verification source:").fill("Read on their own page.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/admin/resources/contact/?q=sleepoz")
    expect(page.locator("#result_list tbody tr").first).to_contain_text("Curator (starter)")
