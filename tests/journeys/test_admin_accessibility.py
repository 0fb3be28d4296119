"""The admin in a real browser, Django's pages and ours: accessible in light and dark, at a desk and on a phone.

Each kind of page is seen twice, wide in light and narrow in dark colours; the list of each model once, with a search.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.starter import ACCOUNTS
from tests.accessibility import violations
from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
Step = Callable[[Page], None]


# How each kind of page comes about


def at(address: str) -> Step:
    """The page at an address of the admin."""

    def go(page: Page) -> None:
        page.goto(f"/admin/{address}")

    return go


def record(of: str, part: str = "change") -> Step:
    """A page of the first record in a list."""

    def go(page: Page) -> None:
        page.goto(f"/admin/{of}")
        address = page.locator("#result_list tbody th a").first.evaluate("link => link.href")
        page.goto(address.replace("/change/", f"/{part}/"))

    return go


def one_more(address: str) -> Step:
    """A form with one more record below it than it came with."""

    def go(page: Page) -> None:
        page.goto(f"/admin/{address}")
        page.get_by_role("button", name="Add another").first.click()

    return go


def wrong(address: str) -> Step:
    """A form that was sent empty."""

    def go(page: Page) -> None:
        page.goto(f"/admin/{address}")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Please correct the errors below.")).to_be_visible()

    return go


def choices(typed: str, found: str) -> Step:
    """An autocomplete that was opened."""

    def go(page: Page) -> None:
        page.goto("/admin/articles/placement/add/")
        page.get_by_role("combobox", name="Organisation:").click()
        page.get_by_role("searchbox", name="Organisation:").fill(typed)
        expect(page.get_by_role("option", name=found).first).to_be_visible()

    return go


def calendar(page: Page) -> None:
    """A calendar that was opened."""
    page.goto("/admin/resources/contact/add/")
    page.get_by_role("link", name="Choose a Date").first.click()
    expect(page.get_by_role("dialog", name="Choose a Date")).to_be_visible()


def deletion_of_several(page: Page) -> None:
    """The question before an action deletes what was ticked."""
    page.goto("/admin/articles/placement/")
    page.get_by_role("row", name="Samaritans").first.get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("Are you sure you want to delete")).to_be_visible()


def own_password(page: Page) -> None:
    """One's own password, given wrongly."""
    page.goto("/admin/password_change/")
    page.get_by_label("Old password:").fill("not this one")
    page.get_by_label("New password:").fill("short")
    page.get_by_label("New password confirmation:").fill("other")
    page.get_by_role("button", name="Change my password").click()
    expect(page.get_by_text("didn’t match")).to_be_visible()


# Each with its heading, so that none is mistaken for another.
KINDS: tuple[tuple[str, Step], ...] = (
    ("Articles administration", at("articles/")),
    # lists
    ("Select edition to view", at("articles/edition/?q=mirtazapine&state__exact=published&_facets=True")),
    ("Select placement to change", at("articles/placement/?o=2.3.-4")),
    ("Select point to view", at("articles/point/?p=3")),
    ("Select tag", at("articles/tag/?_popup=1")),
    # forms
    ("Change topic", record("articles/topic/")),
    ("Change organisation", record("resources/organisation/")),
    ("View edition", record("articles/edition/")),
    ("Change user", record("accounts/user/?q=author")),
    ("Add user", at("accounts/user/add/")),
    ("Add topic", one_more("articles/topic/add/")),
    ("Add organisation", one_more("resources/organisation/add/?_popup=1")),
    ("Add topic", wrong("articles/topic/add/")),
    ("Add contact", wrong("resources/contact/add/")),
    ("Add placement", choices("", found="Samaritans")),
    ("Add placement", choices("no such organisation", found="No results found")),
    ("Add contact", calendar),
    # what else is done with a record
    ("Change history", record("articles/placement/", "history")),
    ("Delete", record("articles/placement/", "delete")),
    ("Cannot delete topic", record("articles/topic/", "delete")),
    ("Delete multiple objects", deletion_of_several),
    # passwords
    ("Change password: author", record("accounts/user/?q=author", "password")),
    ("Password change", own_password),
)


def test_every_kind_of_page_of_the_admin_is_accessible(page: Page, site: Site, look: Callable[[str], None]) -> None:
    sign_in(page, site, "admin")
    for heading, step in KINDS:
        step(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        look(f"{heading} ({page.url})")


def test_everybody_signs_in_and_out_accessibly(page: Page, site: Site, look: Callable[[str], None]) -> None:
    page.goto("/admin/")
    look("the sign-in")
    page.get_by_label("Username:").fill("admin")
    page.get_by_label("Password:").fill("not this one")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
    look("a refused sign-in")
    for username in ACCOUNTS:
        sign_in(page, site, username, by_form=True)
        log_out = page.get_by_role("button", name="Log out")
        expect(log_out).to_be_visible()
        look(f"what {username} sees first")
        log_out.click()
        expect(page.get_by_role("link", name="Log in again")).to_be_visible()
    look("signed out")


def test_every_list_is_accessible(page: Page, site: Site, watched: None) -> None:
    sign_in(page, site, "admin")
    page.goto("/admin/articles/tag/")
    lists = page.locator("#nav-sidebar th a").evaluate_all("links => links.map(link => link.href)")
    assert len(lists) >= 20
    for address in lists:
        page.goto(f"{address}?q=a")
        assert violations(page) == [], address


def test_what_djangos_scripts_draw_works_under_the_strict_policy(page: Page, site: Site, watched: None) -> None:
    sign_in(page, site, "admin")
    page.goto("/admin/resources/contact/add/")
    page.get_by_role("combobox", name="Organisation:").click()
    page.get_by_role("searchbox", name="Organisation:").fill("samaritans")
    expect(page.locator(".select2-results").get_by_role("option")).to_have_text(["Samaritans"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Organisation: Samaritans")).to_be_visible()
    page.get_by_role("link", name="Choose a Date").first.click()
    page.get_by_role("dialog", name="Choose a Date").get_by_role("link", name="15", exact=True).click()
    expect(page.get_by_label("Verified on:")).to_have_value(re.compile(r"-15$"))
    page.goto("/admin/auth/group/add/")
    page.get_by_role("textbox", name=re.compile("list of available permissions")).fill("can view placement")
    page.get_by_role("listbox", name="Available permissions").select_option("Articles | placement | Can view placement")
    page.get_by_role("button", name="Choose selected permissions").click()
    expect(page.get_by_role("listbox", name="Chosen permissions")).to_contain_text("Can view placement")
    page.goto("/admin/articles/edition/")
    published = page.locator("#changelist-filter").get_by_role("link", name="Published")
    expect(published).to_be_visible()
    page.locator("summary", has_text="By state").click()
    page.reload()
    expect(published).to_be_hidden()
