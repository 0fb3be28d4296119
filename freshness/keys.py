"""The names of what public pages show and what changes.

The name of a table stands for any row of it: what a page reads without saying more precisely what. The others stand
for one thing each. They are written into the journal by ``articles.guards.changes``, noted by what reads, and sent to
caches elsewhere as surrogate keys.
"""

from __future__ import annotations

from uuid import UUID

EVERYTHING = "everything"
"""All there is: of a journal that begins anew, and at a new start of the site."""
CRISIS = "crisis"
"""The crisis lines of the directory."""
SIZE = "size"
"""How many articles there are, about."""


def article(pk: int) -> str:
    """An article: its address, topics, tags, placements, public editions and who made them."""
    return f"article:{pk}"


def family(pk: int) -> str:
    """Which translations of an article are published. ``pk``: of the article that they translate."""
    return f"family:{pk}"


def linked(identity: UUID) -> str:
    """Where the article is that prose links by its identity, if readers can open it."""
    return f"linked:{identity.hex}"


def about(pk: int) -> str:
    """Which articles are about a topic, published or not."""
    return f"about:{pk}"


def published_about(pk: int) -> str:
    """Which articles about a topic are published, and what their public editions say."""
    return f"published-about:{pk}"


def published_under(pk: int) -> str:
    """Which articles that have a tag, or a part of it, are published, and what their public editions say."""
    return f"published-under:{pk}"


def under(pk: int) -> str:
    """Which articles have a tag, published or not."""
    return f"under:{pk}"


def fewer(pk: int) -> str:
    """Whether a tag that many articles have is still one of those."""
    return f"fewer:{pk}"


def placed(pk: int) -> str:
    """Which organisations are placed on a tag, in what order."""
    return f"placed:{pk}"


def topic(pk: int) -> str:
    """A topic with its names and codes."""
    return f"topic:{pk}"


def tag(pk: int) -> str:
    """A tag with its names."""
    return f"tag:{pk}"


def source(key: str) -> str:
    """A source of the library."""
    return f"source:{key}"


def byline(pk: int) -> str:
    """A public name."""
    return f"byline:{pk}"


def organisation(pk: int) -> str:
    """An organisation with its contacts."""
    return f"organisation:{pk}"
