"""The edition editor in a browser, in the words of the journeys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.desk.running import sign_in
from tests.site import Site

SAVED = re.compile(r"^saved \d\d:\d\d$")


class Writer:
    """Somebody who has the editor open in a browser of their own."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.broken: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        # A refusal such as 409 is part of the journeys; Chromium mentions each.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.broken.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:", "about:")):
            self.broken.append(f"asked {request.url}")

    def open(self, path: str) -> Writer:
        """Open a draft and wait until it can be written in."""
        self.page.goto(f"{self.site.url}{path}")
        self.page.wait_for_selector("#editor[data-ready]")
        return self

    @property
    def status(self) -> Any:
        """The line that says whether everything is saved."""
        return self.page.locator("#editor-status")

    def saved(self) -> None:
        """Wait until all of it is saved."""
        expect(self.status).to_have_text(SAVED)

    def choose(self, heading: str) -> None:
        """Choose a section in the outline."""
        self.page.locator(".ed-section-row .ed-entry").filter(has_text=heading).first.click()
        expect(self.page.locator("#editor-write").get_by_label("Heading")).to_have_value(heading)

    def terms(self) -> list[str]:
        """The terms of the section's points, in order."""
        return self.page.locator(".ed-term").all_inner_texts()

    def card(self, term: str) -> Any:
        """The card of a point."""
        return self.page.locator(".ed-card").filter(has=self.page.get_by_role("button", name=term, exact=True))

    def open_card(self, term: str) -> Any:
        """Open a point's card by its term."""
        self.page.get_by_role("button", name=term, exact=True).click()
        opened = self.page.locator(".ed-card.ed-open")
        expect(opened.locator(".ed-writing")).to_be_visible()
        return opened

    def focused(self) -> str:
        """What has the cursor: its accessible name, or its text."""
        return str(
            self.page.evaluate(
                """() => {
                    const at = document.activeElement;
                    return at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent.trim();
                }"""
            )
        )

    def said(self, words: str) -> None:
        """Wait until this is announced."""
        expect(self.page.locator("#editor-said")).to_contain_text(words)

    @property
    def preview(self) -> Any:
        """The previewed page."""
        return self.page.frame_locator(".ed-frame")


@contextmanager
def writing(browser: Browser, site: Site, path: str, username: str = "author", **options: Any) -> Iterator[Writer]:
    """Somebody opens a draft in a browser of their own; at the end nothing was broken."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    try:
        writer = Writer(context.new_page(), site)
        sign_in(writer.page, site, username)
        yield writer.open(path)
        assert not writer.broken, "\n".join(writer.broken)
    finally:
        close(context)


def close(context: BrowserContext) -> None:
    """Close a browser without its question whether to leave unsaved words."""
    for page in context.pages:
        page.on("dialog", accept)
    context.close()


def accept(dialog: Any) -> None:
    """Yes."""
    dialog.accept()


Paths = Callable[..., str]
