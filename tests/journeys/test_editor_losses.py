"""Words survive: the server killed during a save, the session gone, the network away, the page closed."""

from __future__ import annotations

import os
import re
import signal
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.desk.running import make_draft, sign_in, submit_draft
from tests.journeys.editing import SAVED, Writer, close, writing
from tests.site import Site

pytestmark = pytest.mark.journey
_numbers = count(1)
OFFERED = re.compile(r"You have words from \d\d:\d\d that the server does not have\.")


@pytest.fixture
def draft(site: Site) -> str:
    """The editor's path of a draft with every kind of section."""
    return make_draft(site, f"losses-{next(_numbers)}", "makers.document()")


def kill(site: Site) -> None:
    """End the whole site at once, as when the power fails."""
    for pid in [*site.children(), site.process.pid]:
        os.kill(pid, signal.SIGKILL)
    site.wait()


def summary(page: Page) -> str:
    return page.get_by_label("Summary").input_value()


def test_a_server_killed_during_a_save_costs_no_word(browser: Browser, tmp_path: Path) -> None:
    site = Site(tmp_path).wait_until_ready()
    path = make_draft(site, "killed", "makers.short_document()")
    context = browser.new_context()
    try:
        author = Writer(context.new_page(), site)
        page = author.page
        sign_in(page, site, "author")
        author.open(path)
        page.get_by_label("Summary").fill("Saved before.")
        author.saved()

        def die(route: Route) -> None:
            kill(site)
            route.continue_()

        page.route("**/save/", die)  # the save is on its way when the server dies
        page.get_by_label("Summary").fill("Written while the server died.")
        expect(author.status).to_contain_text("not saved: the server cannot be reached")
        page.unroute("**/save/")
        page.get_by_label("Summary").press_sequentially(" And after.")
        site = Site(tmp_path, PORT=str(site.port)).wait_until_ready()
        expect(author.status).to_have_text(SAVED, timeout=60_000)  # by itself, once the server is back
        page.reload()
        page.wait_for_selector("#editor[data-ready]")
        assert summary(page) == "Written while the server died. And after."
        expect(page.get_by_text(OFFERED)).to_have_count(0)
    finally:
        close(context)
        site.stop()


def test_words_of_a_page_that_closed_are_offered(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        asked: list[str] = []

        def leave(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", leave)
        page.context.set_offline(True)
        page.get_by_label("Summary").fill("Never sent.")
        expect(author.status).to_contain_text("not saved")
        with page.expect_event("close"):
            page.close(run_before_unload=True)
        assert asked == ["beforeunload"]

        page.context.set_offline(False)
        again = Writer(page.context.new_page(), site).open(draft)
        page = again.page
        expect(page.get_by_text(OFFERED)).to_be_visible()
        assert summary(page) != "Never sent."
        page.get_by_role("button", name="Discard").click()
        expect(page.get_by_text(OFFERED)).to_have_count(0)
        page.locator(".ed-toast").get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Compare").click()
        dialog = page.get_by_role("dialog", name="Words that the server does not have")
        expect(dialog.get_by_role("group", name="Summary").get_by_label("Kept in this browser")).to_be_checked()
        dialog.get_by_role("button", name="Not now").click()
        page.get_by_role("button", name="Take them up").click()
        assert summary(page) == "Never sent."
        again.saved()
        expect(page.get_by_text(OFFERED)).to_have_count(0)
        page.reload()
        page.wait_for_selector("#editor[data-ready]")
        assert summary(page) == "Never sent."
        expect(page.get_by_text(OFFERED)).to_have_count(0)


def test_words_of_a_page_that_is_just_closing_are_offered_too(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        author.page.on("dialog", lambda dialog: dialog.accept())
        author.page.route("**/save/", lambda route: route.abort())
        author.page.get_by_label("Summary").fill("Never sent.")
        expect(author.status).to_contain_text("not saved")
        page = Writer(author.page.context.new_page(), site).open(draft).page
        expect(page.get_by_text(OFFERED)).to_have_count(0)  # the other page still has them itself
        author.page.close(run_before_unload=True)
        expect(page.get_by_text(OFFERED)).to_be_visible()


def test_a_save_whose_answer_was_lost_is_not_taken_for_somebody_elses(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        page.route("**/save/", lose, times=1)
        page.get_by_label("Summary").fill("Arrived, but nobody heard.")
        expect(author.status).to_contain_text("not saved: the server cannot be reached")
        author.saved()
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_is_signed_out_is_told_and_goes_on_after_a_sign_in(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        page.context.clear_cookies()
        page.get_by_label("Summary").fill("Still here.")
        expect(author.status).to_contain_text("not saved: you are signed out")
        expect(page.get_by_role("link", name="Sign in (new tab)")).to_have_attribute("target", "_blank")
        sign_in(page.context.new_page(), site, "author")
        page.get_by_role("button", name="Try now").click()
        author.saved()
        page.reload()
        assert summary(page) == "Still here."


def test_an_edition_that_was_submitted_meanwhile_takes_nothing_more(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        submit_draft(site, draft)
        author.page.get_by_label("Summary").fill("Too late.")
        expect(author.status).to_contain_text("is no draft any more: it is in review")
        expect(author.page.get_by_text("Your words are kept in this browser.")).to_be_visible()
