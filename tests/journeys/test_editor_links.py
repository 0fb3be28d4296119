"""Linking an article while writing: found and linked by keys alone, kept by its identity, shown at its address."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.accessibility import violations
from tests.desk.running import make_draft
from tests.journeys.editing import writing
from tests.site import Site

pytestmark = pytest.mark.journey


def test_an_article_is_linked_by_keys_alone(browser: Browser, site: Site) -> None:
    with writing(browser, site, make_draft(site, "with-links", "makers.document()")) as author:
        page = author.page
        author.choose("Symptoms")
        card = author.open_card("A plain point of symptoms")
        card.locator(".ed-writing").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" See ")
        page.keyboard.press("Control+k")
        dialog = page.get_by_role("dialog", name="Link")
        box = dialog.get_by_role("combobox", name="An article of this site")
        expect(box).to_be_focused()
        page.keyboard.type("stopping mirt")
        expect(dialog.get_by_role("option")).to_have_count(1)
        expect(dialog.get_by_role("option")).to_contain_text("Stopping mirtazapine")
        expect(dialog.get_by_role("status")).to_have_text("1 found.")
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(dialog.get_by_role("option")).to_have_count(0)
        expect(dialog).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(dialog.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        author.saved()
        expect(author.preview.get_by_role("link", name="Stopping mirtazapine")).to_have_attribute(
            "href", "/articles/stopping-mirtazapine/"
        )
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Control+k")
        expect(dialog.get_by_text("It leads to the article “Stopping mirtazapine”.")).to_be_visible()
        dialog.get_by_role("button", name="Cancel").click()
        page.reload()
        data = json.loads(page.locator("#editor-data").text_content() or "")
        (href,) = data["articles"]
        (section,) = [each for each in data["document"]["sections"] if each["kind"] == "symptoms"]
        assert f'<a href="{href}">Stopping mirtazapine</a>' in section["points"][0]["text"]
        assert href.startswith("article:")


def test_the_cursor_counts_where_it_has_just_moved(browser: Browser, site: Site) -> None:
    point = "makers.point(term='A link', text='<p>Read <a href=\"https://example.org/\">on</a>.</p>')"
    draft = make_draft(site, "just-moved", f"makers.document(sections=[makers.section('symptoms', {point})])")
    with writing(browser, site, draft) as author:
        author.choose("Symptoms")
        text = author.open_card("A link").locator(".ed-writing")
        text.click()
        author.page.keyboard.press("Control+Home")
        text.evaluate(
            """(element) => {
                getSelection().collapse(element.querySelector("a").firstChild, 1);
                const pressed = { key: "k", ctrlKey: true, bubbles: true, cancelable: true };
                element.dispatchEvent(new KeyboardEvent("keydown", pressed));
            }"""
        )
        dialog = author.page.get_by_role("dialog", name="Link")
        expect(dialog.get_by_label("Or any address")).to_have_value("https://example.org/")
