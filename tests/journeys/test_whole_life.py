"""The whole life of a page, by three people in three browsers: from a first word in a draft to its return."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.running import act
from tests.journeys.deciding import at_the_desk, do, name_the_reviewer, state
from tests.journeys.editing import SAVED
from tests.site import Site

pytestmark = pytest.mark.journey
SLUG = "mirtazapine-sleepiness"
ADDRESS = f"/articles/{SLUG}/"
WORKER_ASKS_WITHIN = 60  # seconds
WHO = ("author", "reviewer", "publisher")
COMPETENCE = "I dispense this medicine."
NOW = """
from django.utils import timezone
Edition.objects.filter(article__slug="{slug}", state="scheduled").update(publish_at=timezone.now())
"""


@dataclass
class People:
    """Those who make the page, each in a browser of their own, and a reader without an account."""

    author: Page
    reviewer: Page
    publisher: Page
    reader: Page


def test_the_whole_life_of_a_page(browser: Browser, site: Site, page: Page) -> None:
    name_the_reviewer(site)
    with ExitStack() as open_browsers:
        author, reviewer, publisher = (open_browsers.enter_context(at_the_desk(browser, site, who)) for who in WHO)
        people = People(author, reviewer, publisher, reader=page)
        desk = an_author_starts_a_draft(people)
        write(people, desk, "It is written.")
        submit(people, desk)
        a_reviewer_wants_changes(people, desk)
        write(people, desk, "It is written well.")
        submit(people, desk)
        approve(people, desk)
        it_is_scheduled_and_published_by_itself(people, desk, site)
        desk = a_mistake_is_corrected(people)
        it_is_withdrawn(people, desk)
        it_comes_back(people, desk)


def an_author_starts_a_draft(people: People) -> str:
    """Returns the address of the edition's page."""
    author = people.author
    author.goto(f"/admin/desk/lists/editions/?q={SLUG}")
    author.locator("main a[href*='/desk/articles/'], #content a[href*='/desk/articles/']").first.click()
    author.get_by_role("button", name="Start a draft").click()
    author.wait_for_selector("#editor[data-ready]")
    return re.sub(r"^https?://[^/]+|edit/$", "", author.url)


def write(people: People, desk: str, words: str) -> None:
    """Change the summary in the editor, and see it in the preview and saved."""
    author = people.author
    if not author.url.endswith(f"{desk}edit/"):
        author.goto(f"{desk}edit/")
        author.wait_for_selector("#editor[data-ready]")
    author.get_by_label("In short").fill(words)
    expect(author.frame_locator(".ed-frame").locator(".answer")).to_contain_text(words)
    expect(author.locator("#editor-status")).to_have_text(SAVED)


def submit(people: People, desk: str) -> None:
    """From the editor to the edition's page, and to the reviewer."""
    people.author.get_by_role("link", name="Review and submit").click()
    expect(people.author).to_have_url(re.compile(f"{desk}$"))
    do(people.author, "Submit for review", note="Please look at the first sentence.")
    state(people.author, "In review")


def a_reviewer_wants_changes(people: People, desk: str) -> None:
    """The reviewer sees what changed, and sends it back."""
    people.reviewer.goto(desk)
    expect(people.reviewer.locator("#changes ins").first).to_be_visible()
    do(people.reviewer, "Request changes", note="Say how well.")
    state(people.reviewer, "Draft")


def approve(people: People, desk: str) -> None:
    """The reviewer signs exactly this text."""
    people.reviewer.goto(desk)
    do(people.reviewer, "Approve", declaration=COMPETENCE)
    state(people.reviewer, "Approved")


def it_is_scheduled_and_published_by_itself(people: People, desk: str, site: Site) -> None:
    """A publisher sets a time; when it comes, the worker publishes, and readers see it."""
    publisher, reader = people.publisher, people.reader
    publisher.goto(desk)
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    do(publisher, "Publish at a time", day=tomorrow.isoformat(), time="09:30", change="Major", public_note="Shorter.")
    state(publisher, "Scheduled")
    reader.goto(ADDRESS)
    expect(reader.locator(".answer")).not_to_contain_text("It is written well.")
    act(site, NOW.format(slug=SLUG))  # the time comes
    for _ in range(WORKER_ASKS_WITHIN):
        publisher.goto(desk)
        if publisher.locator(".head .state").inner_text() == "Published":
            break
        publisher.wait_for_timeout(1_000)
    state(publisher, "Published")
    reader.goto(ADDRESS)
    expect(reader.locator(".answer")).to_contain_text("It is written well.")
    expect(reader.locator("main")).to_contain_text("Reviewed by A reviewer, Pharmacist, MPharm")


def a_mistake_is_corrected(people: People) -> str:
    """A correction takes the same way, and says so at the top. Returns the address of its page on the desk."""
    desk = an_author_starts_a_draft(people)
    write(people, desk, "It is written right.")
    submit(people, desk)
    approve(people, desk)
    people.publisher.goto(desk)
    do(people.publisher, "Publish now", change="Correction", public_note="It said well; it is right.")
    state(people.publisher, "Published")
    people.reader.goto(ADDRESS)
    expect(people.reader.locator(".notice").first).to_contain_text("It said well; it is right.")
    people.reader.goto("/feed/")
    assert "It said well; it is right." in people.reader.content()
    return desk


def it_is_withdrawn(people: People, desk: str) -> None:
    """Readers are told why, with 410."""
    people.publisher.goto(desk)
    do(people.publisher, "Withdraw", reason="New facts are being looked at.")
    state(people.publisher, "Withdrawn")
    answer = people.reader.goto(ADDRESS)
    assert answer is not None
    assert answer.status == 410
    expect(people.reader.locator("main")).to_contain_text("New facts are being looked at.")


def it_comes_back(people: People, desk: str) -> None:
    """An author starts a new draft with the old text; it is reviewed and published as any other."""
    people.author.goto(desk)
    people.author.get_by_role("button", name="Start a new draft with this text").click()
    state(people.author, "Draft")
    again = re.sub(r"^https?://[^/]+|[?#].*$", "", people.author.url)
    assert again != desk
    do(people.author, "Submit for review", note="The facts stand.")
    state(people.author, "In review")
    approve(people, again)
    people.publisher.goto(again)
    do(people.publisher, "Publish now", change="Major", public_note="The page is back.")
    answer = people.reader.goto(ADDRESS)
    assert answer is not None
    assert answer.status == 200
    expect(people.reader.locator(".answer")).to_contain_text("It is written right.")
    people.reader.goto(f"{ADDRESS}history/")
    expect(people.reader.locator(".editions")).to_contain_text("withdrawn on")
