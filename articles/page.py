"""What the template of an article's page is given: for a sealed edition, and for a draft that is being written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import crosslinks, presentation, related, selectors, structured
from articles.document import Document
from articles.models import Article, Edition, Topic, TopicKind
from articles.readiness import needs_crisis_lines
from resources.grouping import by_country, crisis_lines
from resources.selectors import crisis_lines as lines_of_the_directory

HEADINGS = {TopicKind.MEDICINE: "Medicines", TopicKind.CONDITION: "Conditions"}


def sealed(shown: Edition, *, current: bool) -> dict[str, Any]:
    """The page of an edition as it was published. ``current``: it is what readers of the article get now."""
    document = selectors.document_of(shown)
    around = selectors.surroundings(shown.article, document.cited_keys(), crosslinks.identities(document))
    authors = selectors.authors(shown)
    trail = _trail(shown)
    return _content(shown, document, around.standings, around.paths) | {
        "authors": authors,
        "around": around,
        "trail": trail,
        "related": related.related(shown.article, dict(around.tags)),
        "alternates": _alternates(around),
        "current": current,
        "overdue": shown.next_review_due is not None and shown.next_review_due < timezone.localdate(),
        "canonical": settings.SITE_URL + shown.article.get_absolute_url(),
        "json_ld": structured.json_ld(structured.article(shown, document, authors, around, trail)) if current else "",
    }


def withdrawn(shown: Edition) -> dict[str, Any]:
    """What stands in place of a withdrawn page: the page to go to instead and the hubs where they are there, and the
    crisis lines where it spoke of suicide. One query, and one more for each of these.
    """
    here, listed = shown.article, selectors.listed(shown.article.language)
    instead = listed.filter(article=shown.redirect_to_id).first() if shown.redirect_to_id else None
    topics = [topic for topic in (here.medicine, here.condition) if topic]
    about = listed.filter(Q(article__medicine__in=topics) | Q(article__condition__in=topics)).order_by()
    used = {pk for pair in about.values_list("article__medicine", "article__condition") for pk in pair}
    needed = needs_crisis_lines(selectors.document_of(shown))
    return {
        "edition": shown,
        "instead": instead,
        "hubs": [topic for topic in topics if topic.pk in used],
        "lines": crisis_lines(lines_of_the_directory()) if needed else [],
    }


def preview(shown: Edition, document: Document, standings: Mapping[str, str]) -> dict[str, Any]:
    """The page that a draft would make, with a document that need not be saved. Nothing in it says "published".

    ``standings``: today's standing of those cited sources that are not current.
    """
    paths = selectors.paths(crosslinks.identities(document))
    return _content(shown, document, standings, paths) | {"preview": True, "current": True, "canonical": ""}


def trail_of(subject: Topic) -> list[tuple[str, str]]:
    """The way to a topic's page, as names and paths."""
    return [
        ("Home", reverse("pages:home")),
        (HEADINGS[TopicKind(subject.kind)], reverse(f"articles:{subject.kind}s")),
        (subject.name, subject.get_absolute_url()),
    ]


def _content(
    shown: Edition, document: Document, standings: Mapping[str, str], paths: Mapping[UUID, str]
) -> dict[str, Any]:
    """What stands on the page of a draft and of a sealed edition alike."""
    needed = needs_crisis_lines(document)
    return {
        "edition": shown,
        "page": presentation.show(crosslinks.shown(document, paths), standings),
        "support": by_country(selectors.support_for(shown.article, with_crisis_lines=needed)),
    }


def _alternates(around: selectors.Surroundings) -> list[tuple[str, str]]:
    """The address of the article in each language that this site has."""
    languages = [code for code, _ in settings.LANGUAGES if code in around.alternates]
    return [(code, Article(slug=around.alternates[code], language=code).get_absolute_url()) for code in languages]


def _trail(shown: Edition) -> list[tuple[str, str]]:
    subject = shown.article.medicine or shown.article.condition
    above = trail_of(subject) if subject else [("Home", reverse("pages:home"))]
    return [*above, (shown.title, shown.article.get_absolute_url())]
