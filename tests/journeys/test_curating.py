"""A link curator repairs an address that moved: one click in the queue, and readers are given the new one, verified."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
# An organisation of this journey's own, whose address moved for good.
MOVED = """
from resources import workflow as resources
from resources.findings import Finding
from resources.models import ContactKind, Link, Reason
name = f"Moving Group {next(makers._numbers)}"
group = makers.organisation(name=name, slug=name.lower().replace(" ", "-"))
old, new = f"https://{group.slug}.example/old", f"https://{group.slug}.example/new"
contact = makers.contact(of=group, kind=ContactKind.WEBSITE, value=old, label="Website")
resources.save(contact, by=makers.superuser(), why="A journey")
found = Finding(Reason.MOVED, "It has moved for good.", status=301, final_url=new, suggested_url=new)
resources.record_check(Link.objects.get(url=old), found)
print(name, new, sep="|")
"""


def test_a_curator_repairs_a_moved_link_in_one_click(page: Page, site: Site, look: Callable[[str], None]) -> None:
    name, new = site.scripts.run(MOVED).strip().split("|")
    sign_in(page, site, "curator")
    page.goto("/admin/")
    page.get_by_role("region", name="Support links").get_by_role("link", name=re.compile("Changed$")).click()
    item = page.get_by_role("article", name=name)
    expect(item).to_contain_text("It has moved for good.")
    look("the queue")
    item.get_by_role("button", name="Use this address").click()
    expect(page.get_by_text(f"{name}: the new address is in use, verified today.")).to_be_visible()
    expect(item).to_have_count(0)
    page.goto(f"/admin/desk/support/?kind=due&q={name}")
    expect(page.get_by_role("status")).to_contain_text("Nothing of this kind fits.")
    page.goto(f"/support/{name.lower().replace(' ', '-')}/")
    expect(page.get_by_role("link", name=urlsplit(new).netloc).first).to_have_attribute("href", new)


def test_the_page_of_an_organisation_and_a_proposal_are_accessible(
    page: Page, site: Site, look: Callable[[str], None]
) -> None:
    name, _ = site.scripts.run(MOVED).strip().split("|")
    sign_in(page, site, "curator")
    page.goto(f"/admin/desk/support/?kind=changed&q={name}")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    page.locator("main details").evaluate_all("all => all.forEach(each => { each.open = true })")
    look("the page of an organisation")
    page.goto("/admin/desk/support/propose/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Kind").select_option(label="Information")
    page.get_by_label("It serves people wherever they live").check()
    page.get_by_label("Website").fill("https://another.example/")
    page.get_by_label("What it offers").fill("A helpline.")
    page.get_by_label("Why readers need it").fill("It is open at night.")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("alert")).to_contain_text("Is it one of these, which are here already?")
    look("a proposal that seems to be here already")
