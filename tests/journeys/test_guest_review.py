"""A clinician without an account reviews a page: asked by the author, confirmed by a publisher, each in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accessibility import violations
from tests.desk.running import act, make_draft, sign_in, submit_draft
from tests.site import Site

pytestmark = pytest.mark.journey
_numbers = count(1)


class Guest:
    """Somebody with nothing but a link, on a phone, without script unless they are given it."""

    def __init__(self, browser: Browser, site: Site, link: str) -> None:
        self.link = link
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 320, "height": 800}, java_script_enabled=False
        )
        self.page: Page = self.context.new_page()
        self.broken: list[str] = []
        self.page.on("request", lambda r: None if r.url.startswith((site.url, "data:")) else self.broken.append(r.url))
        self.page.goto(link)

    def open_the_text(self) -> Guest:
        """Press the button of the landing page."""
        self.page.get_by_role("button", name="Open the text").click()
        return self

    def sign(self, decision: str, **fields: str) -> None:
        """Fill in the decision and send it."""
        self.page.get_by_label(decision).check()
        for label, text in fields.items():
            self.page.get_by_label(label.replace("_", " "), exact=False).fill(text)
        self.page.get_by_role("button", name="Sign and send").click()


@pytest.fixture
def edition(site: Site) -> str:
    """The path of the desk's page of an edition that is in review."""
    path = make_draft(site, f"guest-{next(_numbers)}", "makers.document(title='Legs for a guest')")
    submit_draft(site, path, by="author")
    return path.removesuffix("edit/")


@pytest.fixture
def author(browser: Browser, site: Site) -> Iterator[Page]:
    """The author, signed in."""
    yield from signed_in(browser, site, "author")


@pytest.fixture
def publisher(browser: Browser, site: Site) -> Iterator[Page]:
    """A publisher, signed in."""
    yield from signed_in(browser, site, "publisher")


def signed_in(browser: Browser, site: Site, username: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    sign_in(page, site, username)
    yield page
    context.close()


def invite(author: Page, edition: str, name: str) -> str:
    """The author asks a clinician; gives back the link that the desk shows."""
    author.goto(edition)
    author.locator("summary", has_text="Invite a clinician without an account").click()
    form = author.locator("details.do[open]")
    form.get_by_label("Name").fill(name)
    form.get_by_label("What they are asked to look at").fill("Are the numbers right?")
    form.get_by_role("button", name="Invite a clinician").click()
    return author.get_by_label(f"Link for {name}").input_value()


def test_a_clinician_approves_and_it_counts_once_a_publisher_says_who_they_are(
    browser: Browser, site: Site, edition: str, author: Page, publisher: Page
) -> None:
    # Given a clinician whom the author has asked
    link = invite(author, edition, "Dr Sam Guest")
    guest = Guest(browser, site, link)
    page = guest.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("asks you to review “Legs for a guest”")
    expect(page.get_by_text("Are the numbers right?")).to_be_visible()
    author.goto(edition)
    expect(author.locator("#history")).not_to_contain_text("was opened")

    # When they open the text, comment on a point, and approve
    guest.open_the_text()
    expect(page.get_by_role("heading", name="Legs for a guest")).to_be_visible()
    expect(page.locator('a[href^="https://example.org/"]').first).to_be_attached()
    page.get_by_text("Comment on “Symptoms”").click()
    section = page.locator("details.say-here[open]")
    section.get_by_label("What it is about").select_option(label="A plain point of symptoms")
    section.get_by_label("Your comment").fill("Which dose?")
    section.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".thread")).to_contain_text("Which dose?")
    guest.sign("Approve", Qualification_and_post="Neurologist")
    expect(page.get_by_role("alert")).to_contain_text("Your decision is not recorded yet.")
    expect(page.get_by_label("Qualification and post")).to_have_value("Neurologist")
    guest.sign(
        "Approve",
        Your_competence="I treat restless legs.",
        Your_interests="None",
        Registration_body="General Medical Council",
        Registration_number="1234567",
    )

    # Then it is recorded, and counts for nothing yet
    expect(page.get_by_role("heading", name="Thank you. Your decision is recorded.")).to_be_visible()
    expect(page.get_by_text("It counts once one of our publishers has confirmed who you are")).to_be_visible()
    publisher.goto(edition)
    expect(publisher.locator(".state").first).to_have_text("In review")
    expect(publisher.locator("#history")).to_contain_text("The review link of Dr Sam Guest was opened.")
    expect(publisher.get_by_text("Which dose?").first).to_be_visible()

    # When a publisher has found out who they are, the edition is approved
    publisher.get_by_label("How you found out who this is").fill("Number looked up, rang the practice.")
    publisher.get_by_role("button", name="It is them: let it count").click()
    expect(publisher.locator(".state").first).to_have_text("Approved")
    page.goto(link)
    expect(page.get_by_role("heading", name="Thank you for your review")).to_be_visible()
    expect(page.get_by_text("so that it counts")).to_be_visible()
    assert guest.broken == []
    guest.context.close()


def test_a_link_that_was_revoked_opens_nothing(browser: Browser, site: Site, edition: str, author: Page) -> None:
    link = invite(author, edition, "Dr Late Guest")
    guest = Guest(browser, site, link).open_the_text()
    page = guest.page
    page.locator("#text-whole").fill("An hour of writing.")
    author.get_by_role("button", name="Revoke the link of Dr Late Guest").click()
    page.locator("#say-whole").get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("This link was taken back by those who sent it.")).to_be_visible()
    expect(page.get_by_text("What you typed was not sent")).to_be_visible()
    expect(page.get_by_label("Comment")).to_have_value("An hour of writing.")
    response = page.goto(link)
    assert response is not None
    assert response.status == 410
    author.goto(edition)
    expect(author.locator("#history")).to_contain_text("Invitation of Dr Late Guest revoked.")
    guest.context.close()


def test_another_browser_begins_at_the_landing_page(browser: Browser, site: Site, edition: str, author: Page) -> None:
    link = invite(author, edition, "Dr Two Browsers")
    first, second = Guest(browser, site, link).open_the_text(), Guest(browser, site, link)
    expect(first.page.get_by_role("button", name="Sign and send")).to_be_visible()
    expect(second.page.get_by_role("button", name="Open the text")).to_be_visible()
    names = {cookie.get("name"): cookie.get("path") for cookie in first.context.cookies()}
    assert names == {"csrftoken": "/", "review": link.removeprefix(site.url)}
    for guest in (first, second):
        guest.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_no_page_of_it_breaks_a_rule_of_accessibility(
    scheme: Any, width: int, browser: Browser, site: Site, author: Page
) -> None:
    # An edition that changes one that readers have.
    slug = "mirtazapine-nightmares-vivid-dreams" if width == 1280 else "mirtazapine-low-blood-counts"
    edition = change_of(site, slug)
    link = invite(author, edition, "Dr Sam Guest")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(link)
    seen = {"landing": violations(page)}
    page.get_by_role("button", name="Open the text").click()
    for view in ("text", "changes", "side"):
        page.goto(f"{link}?view={view}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        seen[view] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
    page.get_by_role("button", name="Sign and send").click()
    seen["errors"] = violations(page)
    page.goto(f"{link}?view=text")
    page.get_by_label("Ask for changes").check()
    page.get_by_label("Note to the editors").fill("Cite it.")
    for label in ("Qualification and post", "Registration body", "Registration number"):
        page.get_by_label(label).fill("Some")
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("heading", name="Your decision is recorded")).to_be_visible()
    seen["decided"] = violations(page)
    author.get_by_role("button", name="Revoke the link of Dr Sam Guest").click()
    page.goto(link)
    seen["closed"] = violations(page)
    assert not any(seen.values()), seen
    context.close()


def change_of(site: Site, slug: str) -> str:
    """A draft of a starter article, with a word changed, in review; the desk's path of it."""
    script = f"""
from articles import document, rows
by = User.objects.get(username="author")
shown = Edition.objects.published().get(article__slug="{slug}")
edition = shown.article.editions.open().first()
if edition is None:
    edition = workflow.start_draft(shown.article, by=by)
    data = rows.read(edition).model_dump(mode="json")
    data["summary"] += " In other words."
    data["sections"][0]["points"].reverse()
    edition = workflow.save_document(edition, document.read(data), version=edition.version, by=by)
    workflow.submit(edition, version=edition.version, by=by)
print(edition.pk)
"""
    return f"/admin/desk/editions/{act(site, script).split()[-1]}/"
