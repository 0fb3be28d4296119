"""Two people, or two windows, at one draft: presence, what the other saved, merging with nobody's words lost."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from tests.desk.running import make_draft
from tests.journeys.editing import Writer, writing
from tests.site import Site

pytestmark = pytest.mark.journey
_numbers = count(1)
THEIRS = "They come when you rest."
MINE = "They come in the evening."


@pytest.fixture
def draft(site: Site) -> str:
    """The editor's path of a draft with every kind of section."""
    return make_draft(site, f"together-{next(_numbers)}", "makers.document()")


def test_two_people_merge_point_by_point(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author, writing(browser, site, draft, "publisher") as publisher:
        expect(author.page.locator("#editor-presence")).to_have_text("")
        expect(publisher.page.locator("#editor-presence")).to_contain_text("has this draft open too")
        for writer in (author, publisher):
            writer.choose("Symptoms")
        # Both write in the same point, and each somewhere else.
        theirs = publisher.open_card("A plain point of symptoms")
        theirs.locator(".ed-writing").fill(THEIRS)
        publisher.page.get_by_role("button", name="Add a point", exact=True).click()
        publisher.page.keyboard.type("Only theirs")
        publisher.saved()
        mine = author.open_card("A plain point of symptoms")
        mine.locator(".ed-writing").fill(MINE)
        author.page.locator(".ed-front").click()
        author.page.get_by_label("Summary").fill("My own summary.")

        dialog = author.page.get_by_role("dialog", name="Somebody else saved this draft")
        expect(dialog).to_contain_text(re.compile(r"Publisher.* saved at \d\d:\d\d"))
        expect(author.status).to_have_text(re.compile(r"^not saved: .*Publisher.* saved this draft at \d\d:\d\d$"))
        point = dialog.get_by_role("group", name="Symptoms › A plain point of symptoms")
        expect(point).to_contain_text(THEIRS)
        expect(point).to_contain_text(MINE)
        expect(point.get_by_label("Keep both")).to_be_checked()
        expect(dialog.get_by_role("group", name="Summary").get_by_label("Mine")).to_be_checked()
        expect(dialog.get_by_role("group", name="Symptoms › Only theirs").get_by_label("Publisher")).to_be_checked()
        dialog.get_by_role("button", name="Keep what is chosen").click()
        author.saved()

        publisher.page.reload()
        publisher.page.wait_for_selector("#editor[data-ready]")
        expect(publisher.page.get_by_label("Summary")).to_have_value("My own summary.")
        publisher.choose("Symptoms")
        assert publisher.terms() == ["A plain point of symptoms", "A plain point of symptoms", "Only theirs"]
        texts = publisher.page.locator(".ed-card .ed-prose").all_inner_texts()
        assert THEIRS in texts
        assert MINE in texts


def test_a_title_that_both_changed_has_to_be_chosen(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author, writing(browser, site, draft, "publisher") as publisher:
        publisher.page.get_by_label("Title", exact=True).fill("Their title")
        publisher.saved()
        author.page.get_by_label("Title", exact=True).fill("My title")
        dialog = author.page.get_by_role("dialog")
        dialog.get_by_role("button", name="Keep what is chosen").click()
        expect(dialog.get_by_role("alert")).to_have_text("Choose which one to keep here.")
        dialog.get_by_role("button", name="Not now").click()
        # Put off, not forgotten: the line says so, nothing is sent, and the dialog can be had again.
        author.page.get_by_label("Summary").fill("More words")
        author.page.wait_for_timeout(1500)
        expect(author.status).to_have_text(re.compile("^not saved: "))
        author.page.get_by_role("button", name="Compare and merge").click()
        group = dialog.get_by_role("group", name="Title")
        group.get_by_label("Mine").check()
        dialog.get_by_role("button", name="Keep what is chosen").click()
        author.saved()
        expect(author.page.get_by_label("Title", exact=True)).to_have_value("My title")
        expect(author.page.get_by_label("Summary")).to_have_value("More words")


def test_who_only_reads_is_shown_the_newer_text(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author, writing(browser, site, draft, "publisher") as publisher:
        publisher.page.get_by_label("Summary").fill("Their summary.")
        publisher.saved()
        author.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the next heartbeat, at once
        author.page.get_by_role("button", name="Show it").click()
        expect(author.page.get_by_label("Summary")).to_have_value("Their summary.")
        author.saved()
        author.page.get_by_label("Summary").fill("Then mine.")
        author.saved()
        expect(author.page.get_by_role("dialog")).to_have_count(0)


def test_ones_own_other_window_is_called_that(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        other = Writer(author.page.context.new_page(), site).open(draft)
        other.page.get_by_label("Summary").fill("In the other window.")
        other.saved()
        author.page.get_by_label("Summary").fill("In this window.")
        dialog = author.page.get_by_role("dialog", name="This draft was saved in another window")
        dialog.get_by_label("This window").check()
        dialog.get_by_role("button", name="Keep what is chosen").click()
        author.saved()
        expect(author.page.get_by_label("Summary")).to_have_value("In this window.")
