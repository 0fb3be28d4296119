"""What axe-core says about a page in a real browser."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Each rule that the page breaks as it stands now, with the element that breaks it.

    Style sheets that import others are left alone: axe would copy them inline, which the content policy refuses.
    """
    results = Axe().run(page, options={"runOnly": RULES, "preload": False, "resultTypes": ["violations"]})
    return [f"{each['id']}: {node['html'][:120]}" for each in results.response["violations"] for node in each["nodes"]]
