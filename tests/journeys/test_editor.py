"""Writing in the edition editor: typing, saving, the outline, moves, removals, sources, the preview."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.desk.running import make_draft
from tests.journeys.editing import writing
from tests.site import Site

pytestmark = pytest.mark.journey
_numbers = count(1)

ITEM = (
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
    "<span style='mso-list:Ignore'>&middot;<span> </span></span>{}</p>"
)
WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word">
<style>p.MsoNormal {{color: red}}</style></head><body><!--StartFragment-->
<h2>A heading</h2><p class=MsoNormal style='margin:0'><span>Legs that <b>ache</b><o:p></o:p></span>
</p>{ITEM.format("at rest")}{ITEM.format("at night")}
<p><a href="javascript:alert(1)">bad</a> <a href="https://example.org/good" onclick="x()">good</a>
<img src="https://example.org/x.png" onerror="x()"></p><script>window.bad = 1</script>
<!--EndFragment--></body></html>"""
CLEAN = (
    "<p>A heading</p><p>Legs that <strong>ache</strong></p><ul><li>at rest</li><li>at night</li></ul>"
    '<p>bad <a href="https://example.org/good">good</a></p>'
)
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">
<span style="font-size:11pt;font-weight:400;">Plain, </span><span style="font-weight:700">bold</span>
<span style="font-weight:400;font-style:italic">and italic</span></p><table><tr><td>One cell</td></tr></table></b>"""
PASTE = """(html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "words");
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".ed-writing").dispatchEvent(paste);
}"""


@pytest.fixture
def draft(site: Site) -> str:
    """The editor's path of a draft with every kind of section."""
    return make_draft(site, f"draft-{next(_numbers)}", "makers.document()")


def test_what_is_written_is_saved_and_seen_as_readers_will(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        author.choose("Symptoms")
        card = author.open_card("A plain point of symptoms")
        card.get_by_label("Term").fill("A crawling feeling")
        card.locator(".ed-writing").click()
        page.keyboard.press("End")
        page.keyboard.type(" It eases when you walk.")
        expect(author.status).to_have_text("not saved yet")
        author.saved()
        expect(author.preview.locator(".point").filter(has_text="A crawling feeling")).to_be_in_viewport()
        expect(author.preview.get_by_text("It eases when you walk.")).to_be_visible()
        page.reload()
        page.wait_for_selector("#editor[data-ready]")
        author.choose("Symptoms")
        assert author.terms() == ["A crawling feeling"]
        expect(author.card("A crawling feeling")).to_contain_text("It comes at rest. It eases when you walk.")


def test_points_are_added_moved_removed_and_brought_back_by_keyboard_alone(
    browser: Browser, site: Site, draft: str
) -> None:
    with writing(browser, site, draft) as author:
        page, keys = author.page, author.page.keyboard
        author.choose("Causes")
        page.get_by_role("button", name="Add a point", exact=True).focus()
        keys.press("Enter")
        assert author.focused() == "Term"
        keys.type("Iron")
        page.get_by_role("button", name="Add a point after this").focus()
        keys.press("Enter")
        keys.type("Coffee")
        assert author.terms() == ["A plain point of causes", "Iron", "Coffee"]
        keys.press("Alt+ArrowUp")
        author.said("now point 2 of 3")
        assert author.terms() == ["A plain point of causes", "Coffee", "Iron"]
        assert author.focused() == "Term"
        keys.press("Escape")
        assert author.focused() == "Coffee"
        keys.press("Alt+ArrowUp")
        assert author.terms() == ["Coffee", "A plain point of causes", "Iron"]
        assert author.focused() == "Coffee"
        page.get_by_role("button", name="Move Coffee down").focus()
        keys.press("Enter")
        assert author.focused() == "Move Coffee down"
        page.get_by_role("button", name="Remove Coffee").focus()
        keys.press("Enter")
        assert author.terms() == ["A plain point of causes", "Iron"]
        assert author.focused() == "Iron"
        keys.press("Control+z")
        assert author.terms() == ["A plain point of causes", "Coffee", "Iron"]
        assert author.focused() == "Coffee"
        author.saved()


def test_sections_are_offered_added_ordered_and_brought_back(browser: Browser, site: Site) -> None:
    path = make_draft(site, "new-one", "makers.document(sections=[])")
    with writing(browser, site, path) as author:
        page = author.page
        outline = page.locator("#editor-outline")
        names = outline.locator(".ed-entry-name")
        expect(outline.get_by_role("heading", name="Still needed")).to_be_visible()
        outline.get_by_role("button", name="Stopping safely").click()
        assert author.focused() == "Heading"
        outline.get_by_label("Add a section").select_option("symptoms")
        outline.get_by_role("button", name="Add", exact=True).click()
        expect(names).to_have_text(["Title and answer box", "Symptoms", "Stopping safely"])
        outline.get_by_role("button", name=re.compile("^Symptoms")).focus()
        page.keyboard.press("Alt+ArrowDown")
        assert names.all_inner_texts()[1:] == ["Stopping safely", "Symptoms"]
        assert author.focused().startswith("Symptoms")
        outline.get_by_role("button", name="Remove Symptoms").focus()
        page.keyboard.press("Enter")
        assert names.all_inner_texts()[1:] == ["Stopping safely"]
        page.locator(".ed-toast").get_by_role("button", name="Undo").click()
        assert names.all_inner_texts()[1:] == ["Stopping safely", "Symptoms"]
        author.saved()


def test_points_are_dragged_in_their_section_and_into_another(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        author.choose("Causes")
        page.get_by_role("button", name="Add a point", exact=True).click()
        page.keyboard.type("Second")
        page.keyboard.press("Escape")
        drag(page, author.card("Second").locator(".ed-grip"), author.card("A plain point of causes"))
        assert author.terms() == ["Second", "A plain point of causes"]
        row = page.locator(".ed-section-row").filter(has_text="Prevention")
        drag(page, author.card("Second").locator(".ed-grip"), row)
        assert author.terms() == ["A plain point of causes"]
        assert author.focused() == "A plain point of causes"
        author.said("moved to Prevention")
        author.choose("Prevention")
        assert author.terms() == ["A plain point of prevention", "Second"]
        card = author.open_card("Second")
        card.get_by_label("Move Second to another section").select_option(label="Causes")
        assert author.terms() == ["A plain point of prevention"]
        page.keyboard.press("Escape")
        page.locator(".ed-toast").get_by_role("button", name="Undo").click()
        assert author.terms() == ["A plain point of prevention", "Second"]
        author.saved()


def drag(page: Any, handle: Any, target: Any) -> None:
    box, goal = handle.bounding_box(), target.bounding_box()
    mouse = page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(goal["x"] + 60, goal["y"] + 30, steps=4)
    mouse.move(goal["x"] + 60, goal["y"] + 8, steps=4)
    mouse.up()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            WORD,
            CLEAN,
        ),
        (DOCS, "<p>Plain, <strong>bold</strong> <em>and italic</em></p><p>One cell</p>"),
    ],
    ids=["Word", "Google Docs"],
)
def test_what_is_pasted_arrives_clean(browser: Browser, site: Site, draft: str, html: str, text: str) -> None:
    with writing(browser, site, draft) as author:
        author.choose("Symptoms")
        card = author.open_card("A plain point of symptoms")
        card.locator(".ed-writing").click()
        author.page.keyboard.press("Control+a")
        author.page.evaluate(PASTE, html)
        author.saved()
        author.page.reload()
        data = json.loads(author.page.locator("#editor-data").text_content() or "")
        (section,) = [each for each in data["document"]["sections"] if each["kind"] == "symptoms"]
        assert section["points"][0]["text"] == text


def test_sources_are_found_cited_and_added_without_leaving(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        author.choose("Symptoms")
        card = author.open_card("A plain point of symptoms")
        box = card.get_by_role("combobox", name="Sources")
        box.fill("spc-2024")
        expect(card.locator(".ed-options li")).to_have_count(1)
        box.press("Enter")
        expect(card.locator(".ed-chip")).to_have_count(2)
        box.fill("something that is not there")
        expect(card.get_by_text("Nothing found.")).to_be_visible()
        card.get_by_role("button", name="New source…").click()
        dialog = page.get_by_role("dialog", name="New source")
        expect(dialog.get_by_label("Title")).to_have_value("something that is not there")
        dialog.get_by_label("Kind").select_option("study")
        dialog.get_by_label("DOI").fill("no doi")
        dialog.get_by_role("button", name="Add and cite").click()
        expect(dialog.get_by_text("Begins with 10.")).to_be_visible()
        dialog.get_by_label("DOI").fill("")
        dialog.get_by_label("Authors").fill("Allen RP, Picchietti D")
        dialog.get_by_label("Year").fill("2014")
        dialog.get_by_role("button", name="Add and cite").click()
        expect(dialog).to_have_count(0)
        expect(card.locator(".ed-chip").last).to_contain_text("Allen et al. 2014")
        card.get_by_role("button", name=re.compile("^Stop citing Rottach")).first.click()
        assert author.focused().startswith("Stop citing")
        author.saved()
        expect(author.preview.get_by_text("something that is not there")).to_be_visible()


def test_what_cannot_be_saved_yet_is_said_and_everything_else_is_saved(
    browser: Browser, site: Site, draft: str
) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        author.choose("How common it is")
        page.get_by_role("button", name="Add an estimate").click()
        page.keyboard.type("In children")
        page.get_by_label("Who was counted").fill("Children")
        page.get_by_label("How it was found").fill("Cohort")
        expect(author.status).to_have_text(re.compile(r"^saved \d\d:\d\d, except 1 point \(needs its numbers\)$"))
        expect(page.locator(".ed-section-row").filter(has_text="How common it is").locator(".ed-badge")).to_be_visible()
        expect(page.locator(".ed-open .ed-problems")).to_contain_text("needs a lower or an upper number")
        page.get_by_role("tab", name="Readiness").click()
        page.locator("#editor-readiness .ed-issue").first.click()
        assert page.locator(".ed-open").get_by_label("Term").input_value() == "In children"
        page.get_by_label("To", exact=True).fill("5")
        author.saved()


def test_readiness_leads_to_each_place_and_advice_is_set_aside(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        page.get_by_label("Summary").fill("Adverse events are described here.")
        author.saved()
        page.get_by_role("tab", name="Readiness").click()
        author.choose("Symptoms")
        advice = page.locator("#editor-readiness li").filter(has_text="adverse").first
        advice.locator(".ed-issue").click()
        assert author.focused() == "Summary"
        rule = advice.locator(".ed-issue span").last.inner_text()
        advice.get_by_role("button", name="Set aside").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Set aside", exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text("Say why")
        dialog.get_by_label("Why?").fill("It is the name of the report.")
        dialog.get_by_role("button", name="Set aside", exact=True).click()
        expect(dialog).to_have_count(0)
        page.get_by_text("1 piece of advice set aside").click()
        expect(page.locator(".ed-asides")).to_contain_text("It is the name of the report.")
        page.get_by_role("button", name="Take up again").click()
        expect(page.locator("#editor-readiness").get_by_text(rule, exact=True)).to_be_visible()


def test_the_preview_is_shown_as_on_other_devices_and_leads_nowhere(browser: Browser, site: Site, draft: str) -> None:
    with writing(browser, site, draft) as author:
        page = author.page
        inside = "document.querySelector('.ed-frame').contentWindow"
        colour = f"getComputedStyle({inside}.document.body).backgroundColor"
        expect(author.preview.get_by_text("Draft preview.")).to_be_visible()
        light = page.evaluate(colour)
        page.get_by_role("button", name="Dark").click()
        assert page.evaluate(colour) != light
        page.get_by_role("button", name="Desktop").click()
        assert page.evaluate(f"{inside}.innerWidth") == 1200
        page.get_by_role("button", name="Phone").click()
        assert page.evaluate(f"{inside}.innerWidth") == 390
        author.preview.get_by_role("link", name="A to Z").click()
        expect(author.preview.get_by_text("Draft preview.")).to_be_visible()
        expect(author.preview.get_by_text("Published", exact=False)).to_have_count(0)
