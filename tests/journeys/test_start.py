"""A reader opens the site that was just started."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey


def test_a_reader_opens_the_front_page(page: Page) -> None:
    response = page.goto("/")
    assert response is not None
    assert response.status == 200
    assert page.context.cookies() == []
