"""Drafts in a running site's database, and how soon a browser can write in one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import find_chromium
from tests.site import Site

MAKE = """
{imports}
by = User.objects.get(username="author")
medicine = Topic.objects.filter(kind="medicine").first()
text = {text}
makers.library(text)
article = workflow.create_article(by=by, slug="{slug}", language="en", medicine=medicine)
edition = workflow.start_draft(article, by=by)
edition = workflow.save_document(edition, text, version=edition.version, by=by)
print(edition.pk)
"""
SUBMIT = """
edition = Edition.objects.get(pk={pk})
workflow.submit(edition, version=edition.version, by=User.objects.get(username="{by}"))
"""


def act(site: Site, script: str) -> str:
    """Run Python in a running site's database, beside its own processes; returns what it printed."""
    return site.scripts.run(script)


def make_draft(site: Site, slug: str, text: str, imports: str = "") -> str:
    """Make a draft by the starter author in a running site's database; returns the path of its editor.

    ``text``: a Python expression for its document, in the words of ``tests.makers``.
    """
    pk = act(site, MAKE.format(slug=slug, text=text, imports=imports)).split()[-1]
    return f"/admin/desk/editions/{pk}/edit/"


def submit_draft(site: Site, path: str, *, by: str = "publisher") -> None:
    """Let somebody of the starter accounts submit the draft that has its editor there."""
    act(site, SUBMIT.format(pk=path.split("/")[-3], by=by))


def big_draft(site: Site) -> str:
    """A draft of twelve sections with ten points each."""
    return make_draft(site, "big", "big_document()", "from tests.desk.big import big_document")


_cookies: dict[tuple[str, str], Any] = {}


def sign_in(page: Page, site: Site, username: str, *, by_form: bool = False) -> None:
    """Sign in with the password that the site generated; ends on the front page of the desk.

    Whoever has signed in once, in another window of these tests, is remembered, unless the form itself is tried.
    """
    known = _cookies.get((site.url, username))
    if known and not by_form:
        page.context.add_cookies(known)
        page.goto(f"{site.url}/admin/")
        if "/login/" not in page.url:
            return
    page.goto(f"{site.url}/admin/login/?next=/admin/")
    page.get_by_label("Username:").fill(username)
    page.get_by_label("Password:").fill(site.password_of(username))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{site.url}/admin/")
    _cookies[site.url, username] = page.context.cookies()


def opened_after(site: Site, path: str, *, rounds: int) -> Iterator[float]:
    """Milliseconds from the address until a card's first field has the cursor, each time in a browser without cache."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        for _ in range(rounds):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            sign_in(page, site, "author")
            page.goto(f"{site.url}{path}", wait_until="commit")
            page.wait_for_selector("#editor[data-ready]")
            yield page.evaluate(
                """() => {
                    document.querySelectorAll(".ed-section-row .ed-entry")[1].click();
                    document.querySelector(".ed-term").click();
                    if (document.activeElement.localName !== "input") throw new Error("no field has the cursor");
                    return performance.now();
                }"""
            )
            context.close()
        browser.close()
