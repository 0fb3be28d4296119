"""From a draft to its readers, by three people in three browsers; the reviewer's has no JavaScript."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.accessibility import violations
from tests.desk.running import sign_in
from tests.site import Site

pytestmark = pytest.mark.journey
SLUG = "mirtazapine-weight-gain"
AFTER, BETTER = "It is written now.", "It is written better now."

SET_UP = f"""
from accounts.models import Byline
reviewer = User.objects.get(username="reviewer")
Byline.objects.get_or_create(
    user=reviewer,
    defaults={{"key": "a-reviewer", "name": "A reviewer", "credentials": "Pharmacist, MPharm", "interests": "None"}},
)
edition = workflow.start_draft(Article.objects.get(slug="{SLUG}"), by=by)
write(edition, "{AFTER}")
print(edition.pk, rows.read(edition).sections[1].points[0].id)
"""
WRITE_AGAIN = f"""
edition = Article.objects.get(slug="{SLUG}").editions.open().get()
write(edition, "{BETTER}")
"""
COMMON = """
import django; django.setup()
from accounts.models import User
from articles import document as documents, rows, workflow
from articles.models import Article
by = User.objects.get(username="author")

def write(edition, words):
    data = rows.read(edition).model_dump(mode="json") | {"sources": []}
    point = data["sections"][1]["points"][0]
    point["text"] = f"<p>{words}</p>"
    workflow.save_document(edition, documents.read(data), version=edition.version, by=by)
"""


def run(site: Site, script: str) -> list[str]:
    """Run a script on a running site's database; returns the words that it printed last."""
    printed = site.scripts.run(COMMON + script)
    return printed.split("\n")[-2].split() if printed else []


@pytest.fixture
def browser_of(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A browser of somebody's own, in which they signed in."""
    contexts = []

    def opened(username: str, **options: Any) -> Page:
        context = browser.new_context(base_url=site.url, **options)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, site, username)
        return page

    yield opened
    for context in contexts:
        context.close()


def state(page: Page, words: str) -> None:
    expect(page.locator(".state")).to_have_text(words)


def act(page: Page, label: str, **typed: str) -> None:
    """Open the form of an action, fill it in and send it."""
    form = page.locator("details.do", has=page.locator("summary", has_text=re.compile(f"^{label}$")))
    form.locator("summary").click()
    for field, value in typed.items():
        form.locator(f"[name={field}]").fill(value)
    if (box := form.locator("[name=confirmed]")).count():
        box.check()
    form.get_by_role("button", name=label).click()


def clean(page: Page, address: str) -> None:
    """No axe violation in either colour scheme, with every form open; then the page as it was."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(page) == [], scheme
    page.goto(address)


@dataclass
class Desk:
    """Three people at one edition, and the point of it that is new."""

    site: Site
    address: str
    part: str
    author: Page
    reviewer: Page
    publisher: Page

    def point(self, page: Page) -> Locator:
        """The point on somebody's page."""
        return page.locator(f"#part-{self.part}")


@pytest.fixture
def desk(site: Site, browser_of: Callable[..., Page]) -> Desk:
    """The three, signed in; the reviewer's browser has no JavaScript."""
    pk, part = run(site, SET_UP)
    reviewer = browser_of("reviewer", java_script_enabled=False)
    return Desk(site, f"/admin/desk/editions/{pk}/", part, browser_of("author"), reviewer, browser_of("publisher"))


def test_from_a_draft_to_its_readers(desk: Desk, page: Page) -> None:
    an_author_submits_with_a_note(desk)
    a_reviewer_reads_comments_and_requests_changes(desk)
    the_author_answers_and_writes_it_better(desk)
    an_approval_is_only_of_what_is_there(desk)
    a_publisher_schedules_and_publishes(desk)
    page.goto(f"/articles/{SLUG}/")
    expect(page.locator("main")).to_contain_text(BETTER)
    expect(page.locator("main")).to_contain_text("Reviewed by A reviewer, Pharmacist, MPharm")


def an_author_submits_with_a_note(desk: Desk) -> None:
    clean(desk.author, desk.address)
    state(desk.author, "Draft")
    act(desk.author, "Submit for review", note="Is the new sentence right?")
    state(desk.author, "In review")
    expect(desk.author.locator(".next")).to_contain_text("You wrote in this edition, so somebody else must review it.")


def a_reviewer_reads_comments_and_requests_changes(desk: Desk) -> None:
    reviewer, point = desk.reviewer, desk.point(desk.reviewer)
    reviewer.goto(desk.address)
    expect(reviewer.locator(".facts")).to_contain_text("Is the new sentence right?")
    reviewer.get_by_role("button", name="Take this review on").click()
    expect(reviewer.locator(".messagelist")).to_contain_text("You took this review on.")
    expect(point.locator("ins").first).to_be_visible()
    reviewer.get_by_role("link", name="Side by side").click()
    expect(point.locator(".sides ins").first).to_be_visible()
    point.locator("summary", has_text="Comment on").click()
    point.get_by_label(re.compile("^Comment on")).fill("By whom is this written?")
    point.get_by_role("button", name="Comment").click()
    expect(point).to_contain_text("By whom is this written?")
    expect(reviewer).to_have_url(re.compile(r"view=side#said-"))
    act(reviewer, "Request changes", note="Say it better.")
    state(reviewer, "Draft")


def the_author_answers_and_writes_it_better(desk: Desk) -> None:
    author, point = desk.author, desk.point(desk.author)
    author.goto(desk.address)
    expect(author.locator("#reviews")).to_contain_text("Say it better.")
    point.locator("summary", has_text="Answer").click()
    point.get_by_label("Answer", exact=True).fill("By us. It is better now.")
    point.get_by_role("button", name="Answer").click()
    point.get_by_role("button", name="Resolve").click()
    expect(author.locator(".jump")).to_contain_text("Comments 0")
    run(desk.site, WRITE_AGAIN)
    author.goto(desk.address)
    act(author, "Submit for review", note="Better now.")
    state(author, "In review")


def an_approval_is_only_of_what_is_there(desk: Desk) -> None:
    """While the reviewer reads, the author takes it back."""
    desk.reviewer.goto(desk.address)
    desk.author.goto(desk.address)
    act(desk.author, "Take back to draft", reason="A word is missing.")
    state(desk.author, "Draft")
    act(desk.reviewer, "Approve", declaration="I dispense this medicine.")
    expect(desk.reviewer.get_by_role("alert")).to_contain_text("got there first: it is a draft again")
    expect(desk.reviewer.locator("[name=declaration]")).to_have_value("I dispense this medicine.")
    act(desk.author, "Submit for review", note="Now it is whole.")
    state(desk.author, "In review")
    desk.reviewer.goto(desk.address)
    expect(desk.point(desk.reviewer)).to_contain_text(BETTER)
    act(desk.reviewer, "Approve", declaration="I dispense this medicine.")
    state(desk.reviewer, "Approved")


def a_publisher_schedules_and_publishes(desk: Desk) -> None:
    publisher = desk.publisher
    clean(publisher, desk.address)
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    publisher.locator("summary", has_text="Publish at a time").click()
    form = publisher.locator("form[action*=schedule]")
    form.get_by_label("Day").fill(tomorrow.isoformat())
    form.get_by_label("Time").fill("09:30")
    form.get_by_role("radio", name=re.compile("Minor")).check()
    form.get_by_role("button").click()
    state(publisher, "Scheduled")
    expect(publisher.locator(".messagelist")).to_contain_text(re.compile(r"09:30 (GMT|BST) \(Europe/London\)"))
    act(publisher, "Publish now")
    state(publisher, "Published")
    clean(publisher, desk.address)
