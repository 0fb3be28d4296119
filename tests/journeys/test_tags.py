"""A curator merges two tags, sees all of it before, and takes it back; an author picks a tag by typing its synonym."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
# Two tags of this journey's own, with an article under each.
TWINS = """
n = next(makers._numbers)
import random
end = f"{n}-{random.randrange(10**6)}"
old, new = (makers.tag(name=f"{word} {end}", slug=f"{word.lower()}-{end}") for word in ("Trembling", "Shaking"))
article = makers.article(slug=f"trembling-{end}", tags=[old])
makers.published(of=article, text=makers.short_document(title=f"Hands {end}"))
print(old.name, new.name, old.slug, new.slug, sep="|")
"""


def test_a_merge_with_its_preview_and_its_reversal(page: Page, site: Site, look: Callable[[str], None]) -> None:
    old, new, old_slug, new_slug = site.scripts.run(TWINS).strip().split("|")
    end = old.partition(" ")[2]
    sign_in(page, site, "curator")
    page.goto("/admin/desk/tags/")
    look("the vocabulary")
    page.get_by_role("checkbox", name=f"Merge {old}").check()
    page.get_by_role("button", name="Merge the ticked ones").click()
    page.get_by_label("The one that stays").select_option(label=new)
    page.get_by_role("button", name="Show what would change").click()
    preview = page.get_by_role("region", name="This would change")
    expect(preview).to_contain_text(f"Hands {end}")
    expect(preview).to_contain_text(f"/topics/{old_slug}/ leads to /topics/{new_slug}/")
    look("the preview of a merge")
    page.get_by_label("Why").fill("They are one.")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("heading", level=1, name=new)).to_be_visible()
    look("the page of a tag")
    page.goto(f"/topics/{old_slug}/")
    expect(page).to_have_url(f"{site.url}/topics/{new_slug}/")
    expect(page.get_by_role("link", name=f"Hands {end}")).to_be_visible()
    look("the page of a topic")
    page.goto("/admin/desk/tags/")
    page.get_by_role("link", name=new, exact=True).click()
    page.get_by_role("link", name="Take back").first.click()
    page.get_by_label("Why").fill("They are two.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back on").first).to_be_visible()
    page.goto(f"/topics/{old_slug}/")
    expect(page).to_have_url(f"{site.url}/topics/{old_slug}/")


def test_a_tag_is_picked_by_a_synonym_with_the_keyboard(page: Page, site: Site, look: Callable[[str], None]) -> None:
    sign_in(page, site, "author")
    page.goto("/admin/desk/new/")
    find = page.get_by_role("combobox", name="Find a tag by any of its names")
    find.focus()
    page.keyboard.type("wed")
    option = page.get_by_role("option", name="Restless legs (WED)")
    expect(option).to_have_attribute("aria-selected", "true")
    look("a tag is being picked")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Restless legs", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Sleep", exact=True)).to_be_hidden()
    page.keyboard.type("sle")
    choices = page.get_by_role("listbox", name="Tags").get_by_role("option")
    expect(choices).to_have_text(["Sleep"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(choices).to_have_count(0)
    look("a tag is picked")
