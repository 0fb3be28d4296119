"""How what hangs on a tag is shared out among its parts: a box for each article, organisation and part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.desk import pages
from articles.desk.tags.preview import names_of_organisations, titles_of_articles
from articles.models import Tag
from articles.workflow import NewTag


@dataclass(frozen=True, slots=True)
class Line:
    """An article or organisation with a box for each part: its value, the name of the part, whether it is ticked."""

    field: str
    name: str
    boxes: Sequence[tuple[int, str, bool]]


class Sharing:
    """What was ticked. The fields are ``article-<key>`` and ``organisation-<key>``, each with the places of parts.

    ``rest``: the part that everything goes to for which nothing is ticked.
    """

    def __init__(self, tag: Tag, parts: Sequence[Tag | NewTag], sent: Any) -> None:
        self.tag, self.parts, self._sent = tag, list(parts), sent
        self.stays = tag in self.parts
        self.shown = "shared" in sent
        """Whether the boxes were on the page that was sent."""
        self.names = [part.name for part in self.parts]
        self.rest = pages.key_of(sent.get("rest", ""))
        self.leads_to = pages.key_of(sent.get("leads_to", ""))
        titles = titles_of_articles(set(tag.taggings.values_list("article", flat=True)))
        placed = names_of_organisations(set(tag.placements.values_list("organisation", flat=True)))
        self._owners = {"article": titles, "organisation": placed}

    def told(self) -> dict[str, Any]:
        """What the workflow is told."""
        return {
            "articles": self._given("article"),
            "organisations": self._given("organisation"),
            "leads_to": None if self.stays else self.leads_to,
        }

    @property
    def articles(self) -> list[Line]:
        """A line for each article."""
        return self._lines("article")

    @property
    def organisations(self) -> list[Line]:
        """A line for each organisation."""
        return self._lines("organisation")

    def _lines(self, what: str) -> list[Line]:
        given = self._given(what)
        return [
            Line(
                f"{what}-{pk}",
                name,
                [(place, part, place in given[pk]) for place, part in enumerate(self.names)],
            )
            for pk, name in sorted(self._owners[what].items(), key=lambda each: each[1].casefold())
        ]

    def _given(self, what: str) -> Mapping[int, list[int]]:
        rest = [] if self.rest is None else [self.rest]
        return {pk: self._ticked(f"{what}-{pk}") or rest for pk in self._owners[what]}

    def _ticked(self, name: str) -> list[int]:
        return [place for each in self._sent.getlist(name) if (place := pages.key_of(each)) is not None]
