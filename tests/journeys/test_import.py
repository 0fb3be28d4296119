"""A curator brings a table back in, and a publisher puts organisations in order, under a tag of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.desk.running import act, sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
Look = Callable[[str], None]
TABLES = "/admin/desk/support/tables/"


def send(page: Page, rows: list[tuple[str, ...]]) -> None:
    """Choose a file with these rows and have it looked at."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    page.goto(TABLES)
    page.get_by_label("File (XLSX or CSV)").set_input_files(
        {"name": "lines.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode("utf-8-sig")}
    )
    page.get_by_role("button", name="Show what it would change").click()


def test_import_with_an_error(page: Page, site: Site, look: Look) -> None:
    columns = ("slug", "name", "kind", "offers", "countries", "archived")
    slug = f"quiet-nights-{page.viewport_size and page.viewport_size['width']}"
    good = (slug, f"Quiet {slug}", "Patient group", "A group that meets online.", "IE", "yes")
    sign_in(page, site, "curator")
    page.goto(TABLES)
    look("the start")
    with page.expect_download() as loaded:
        page.get_by_role("link", name="Organisations (CSV)").click()
    assert loaded.value.suggested_filename.startswith("organisations-")

    send(page, [columns, good, (f"{slug}-2", "Other", "Patient grup", "It listens.", "Atlantis", "yes")])
    expect(page.get_by_role("heading", name="2 problems")).to_be_visible()
    expect(page.locator(".problems li").first).to_contain_text(
        "organisations, row 3, column kind: “Patient grup” is none"
    )
    expect(page.locator(".problems li").last).to_contain_text("organisations, row 3, column countries:")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    look("what is wrong")

    send(page, [columns, good])
    expect(page.get_by_role("heading", name="What this table would change")).to_be_visible()
    expect(page.locator(".changes")).to_contain_text("A group that meets online.")
    look("what would change")
    page.get_by_role("button", name="Import 1 change").click()
    expect(page.locator(".messagelist")).to_contain_text("Imported: 1 added, 0 changed.")
    page.goto(f"/admin/resources/organisation/?q={slug}")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)


def names(page: Page) -> list[str]:
    """The organisations in the order in which they stand."""
    return page.locator("ol.placed .what a").all_inner_texts()


def drag(page: Page, handle: Any, onto: Any) -> None:
    """Take hold of something and let it go above something else."""
    box, target = handle.bounding_box(), onto.bounding_box()
    assert box
    assert target
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 20, steps=4)
    page.mouse.move(target["x"] + 20, target["y"] + 2, steps=2)
    page.mouse.up()


def test_organisations_are_put_in_order(page: Page, site: Site, look: Look) -> None:
    sign_in(page, site, "publisher")
    slug = f"nights-{page.viewport_size and page.viewport_size['width']}"
    act(site, f"from tests import makers\nmakers.tag(slug={slug!r}, name={slug!r})")
    here = f"/admin/desk/support/placing/?tag={slug}"
    for each in ("RLS-UK", "RLS-Italia", "WED-F"):
        page.goto(f"{here}&q={each}")
        page.get_by_role("button", name="Add").first.click()
        expect(page.locator(".messagelist")).to_be_visible()
    page.goto(here)
    first, second, third = names(page)
    handles, rows = page.locator(".handle"), page.locator("ol.placed > li")
    drag(page, handles.nth(2), rows.first)
    expect(page.locator("#said")).to_have_text(f"{third} is now number 1 of 3.")
    assert names(page) == [third, first, second]
    handles.nth(2).press("ArrowUp")
    expect(page.locator("#said")).to_have_text(f"{second} is now number 2 of 3.")
    page.get_by_role("button", name=f"Move {third} down").click()
    expect(page.locator("#said")).to_have_text(f"{third} is now number 2 of 3.")
    expect(page.get_by_role("button", name=f"Move {third} down")).to_be_focused()
    look("placements")
    page.reload()
    assert names(page) == [second, third, first]
    page.get_by_role("button", name=f"Take {third} away").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert names(page) == [second, first]
