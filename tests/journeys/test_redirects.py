"""A publisher brings the addresses of a previous site in, and a reader with an old link lands on the right page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
LIST, MAIN = "/admin/desk/redirects/", "/articles/mirtazapine-restless-legs/"


def send(page: Page, table: str) -> None:
    page.goto(LIST)
    page.get_by_label("File (CSV or XLSX)").set_input_files(
        {"name": "old.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Show what it would change").click()


def test_old_addresses_lead_on(page: Page, site: Site, look: Callable[[str], None]) -> None:
    old = f"/leaflets/{page.viewport_size and page.viewport_size['width']}.html"
    sign_in(page, site, "publisher")
    page.goto(LIST)
    look("the list")
    send(page, f"path,target\n{old},{MAIN}\n{old},/nothing/\n")
    expect(page.locator(".problems li").first).to_contain_text("redirects, row 3, column target: No page of this site")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    look("what is wrong")
    send(page, f"path,target\n{old},{MAIN}\n")
    expect(page.locator(".changes")).to_contain_text(MAIN)
    look("what would change")
    page.get_by_role("button", name="Import 1 change").click()
    expect(page.locator(".messagelist")).to_contain_text("Imported: 1 added, 0 changed.")
    look("the list with a redirect")
    page.get_by_role("link", name=old).click()
    look("its form")
    page.goto(f"{site.url}{old}?from=a-leaflet")
    assert page.url == f"{site.url}{MAIN}"
    page.goto("/admin/desk/missing/")
    look("missing addresses")
    page.goto("/admin/desk/articles/1/address/")
    look("the form of an address")
