"""Which pages of this site stand today, so that a redirect can be held against them. A fixed number of queries."""

from __future__ import annotations

from finding import paths
from pages import redirecting
from pages.redirecting import page_at, page_behind_slash
from pages.sitemaps import everything

BELOW = ("articles:edition", "articles:history", "articles:difference", "articles:tag-feed")
"""Pages that are there where the page above them is."""
ALONE = ("articles:feed", "articles:tags", "pages:search")
"""Pages that are always there, and not in the sitemap."""


class Standing:
    """The pages that stand, read once."""

    def __init__(self) -> None:
        self._paths = {path for path, _ in everything()}

    def page_of(self, target: str) -> str:
        """The address of the page that a target means, with its slash. Raises ``paths.Unfit`` where none stands."""
        match = page_at(target) or page_behind_slash(target)
        found = target if target.endswith("/") or page_at(target) else f"{target}/"
        if match and (found in self._paths or match.view_name in ALONE):
            return found
        if match and match.view_name in BELOW and any(found.startswith(each) for each in self._above(found)):
            return found
        raise paths.Unfit("No page of this site stands there now.")

    def stands(self, target: str) -> bool:
        """Whether a page stands there."""
        try:
            return self.page_of(target) == target
        except paths.Unfit:
            return False

    def leads(self, target: str) -> bool:
        """Whether a redirect with this target leads to a page that stands, under the slug that it has now."""
        return self.stands(target) or self.stands(redirecting.where(target))

    def _above(self, path: str) -> list[str]:
        """The pages above a path that stand, the home page left out."""
        parts = path.strip("/").split("/")
        above = ("/" + "/".join(parts[:length]) + "/" for length in range(2, len(parts)))
        return [each for each in above if each in self._paths]
