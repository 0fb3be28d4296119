"""The pages of the desk in a browser, in the words of the journeys: what somebody does to an edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.desk.running import act, sign_in
from tests.site import Site

NAMED_REVIEWER = """
from accounts.models import Byline
Byline.objects.get_or_create(
    user=User.objects.get(username="reviewer"),
    defaults={"key": "a-reviewer", "name": "A reviewer", "credentials": "Pharmacist, MPharm", "interests": "None"},
)
"""


def name_the_reviewer(site: Site) -> None:
    """Give the starter reviewer a public name: a review is signed."""
    act(site, NAMED_REVIEWER)


@contextmanager
def at_the_desk(browser: Browser, site: Site, username: str, **options: Any) -> Iterator[Page]:
    """Somebody signs in, in a browser of their own."""
    context = browser.new_context(base_url=site.url, **options)
    page = context.new_page()
    sign_in(page, site, username)
    yield page
    context.close()


def state(page: Page, words: str) -> None:
    """Wait until the edition's page says this state."""
    expect(page.locator(".head .state")).to_have_text(words)


def do(page: Page, label: str, **typed: str) -> None:
    """Open the form of an action, fill it in (``change``: the kind, by its first word), confirm it and send it."""
    form = page.locator("details.do", has=page.locator("summary", has_text=re.compile(f"^{label}$")))
    form.locator("summary").click()
    if change := typed.pop("change", ""):
        form.get_by_role("radio", name=re.compile(f"^{change}")).check()
    for field, value in typed.items():
        form.locator(f"[name={field}]").fill(value)
    if (box := form.locator("[name=confirmed]")).count():
        box.check()
    form.get_by_role("button", name=label).click()
