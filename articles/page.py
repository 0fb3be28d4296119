"""What the template of an article's page is given: for a sealed edition, and for a draft that is being written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts import addresses
from articles import crosslinks, pieces, prepared, presentation, related, selectors, structured, surroundings
from articles.document import Document
from articles.models import Edition, Topic, TopicKind
from articles.models.article import path_of
from articles.readiness import needs_crisis_lines
from freshness import reading
from resources.grouping import crisis_lines
from resources.selectors import crisis_lines as lines_of_the_directory

HEADINGS = {TopicKind.MEDICINE: "Medicines", TopicKind.CONDITION: "Conditions"}


def sealed(shown: Edition, *, current: bool) -> SafeString:
    """The whole page of an edition as it was published. ``current``: it is what readers of the article get now.

    What it shows is noted by what reads it, thing by thing; so is until when it is true.
    """
    with reading.showing():
        return _sealed(shown, current=current)


def _sealed(shown: Edition, *, current: bool) -> SafeString:
    text, article = prepared.of(shown), shown.article
    around = surroundings.read(shown, text.cited, text.linked)
    article.medicine = around.topics.get(article.medicine_id or 0)
    article.condition = around.topics.get(article.condition_id or 0)
    support = pieces.support(surroundings.support(around.placed, with_crisis_lines=text.crisis))
    address = article.get_absolute_url()
    trail, canonical = _trail(shown, address), settings.SITE_URL + address
    known = pieces.facts(shown, address, around.authors)
    overdue = shown.next_review_due is not None and shown.next_review_due < timezone.localdate()
    if shown.next_review_due is not None and not overdue:
        reading.until_day(shown.next_review_due + dt.timedelta(days=1))
    warnings = text.warnings(around.standings)
    filling = {
        "notices": pieces.notices(shown, known, current=current, overdue=overdue, warnings=warnings),
        "trust": pieces.trust(known),
        "listed": support.listed,
        "crisis": support.crisis,
        "support": support.support,
        "related": pieces.related(related.found(article), related.Here.of(article), around.tags),
        "made": pieces.made(known, around.tags),
    }
    return pieces.whole(
        text,
        current=current,
        number=shown.number,
        canonical=canonical,
        alternates=pieces.alternates(_alternates(around)),
        json_ld=structured.article(shown, text, around, trail, canonical) if current else "",
        trail=pieces.trail(trail),
        body=text.filled(filling, around.standings, around.paths),
    )


def withdrawn(shown: Edition) -> dict[str, Any]:
    """What stands in place of a withdrawn page: the page to go to instead and the hubs where they are there, and the
    emergency numbers and crisis lines where it spoke of suicide. One query, and one more for each of these.
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
        "spoke_of_suicide": needed,
        "lines": crisis_lines(lines_of_the_directory()) if needed else [],
    }


def preview(shown: Edition, document: Document, standings: Mapping[str, str]) -> dict[str, Any]:
    """The page that a draft would make, with a document that need not be saved. Nothing in it says "published".

    ``standings``: today's standing of those cited sources that are not current.
    """
    around = surroundings.read(shown, (), crosslinks.identities(document))
    support = pieces.support(surroundings.support(around.placed, with_crisis_lines=needs_crisis_lines(document)))
    page = presentation.show(crosslinks.shown(document, around.paths), standings)
    warnings = [(source.number, source.warning) for source in page.warnings]
    known = pieces.facts(shown, shown.article.get_absolute_url(), [])
    filling = {
        "notices": pieces.notices(shown, known, current=True, overdue=False, warnings=warnings),
        "trust": pieces.draft(),
        "listed": support.listed,
        "crisis": support.crisis,
        "support": support.support,
    }
    return {
        "edition": shown,
        "text": document,
        "page": page,
        "crisis": support.crisis,
        "body": prepared.body(page, filling),
        "preview": True,
        "current": True,
        "canonical": "",
    }


def trail_of(subject: Topic) -> list[tuple[str, str]]:
    """The way to a topic's page, as names and paths."""
    return [
        ("Home", addresses.of("pages:home")),
        (HEADINGS[TopicKind(subject.kind)], addresses.of(f"articles:{subject.kind}s")),
        (subject.name, subject.get_absolute_url()),
    ]


def _alternates(around: surroundings.Surroundings) -> list[tuple[str, str]]:
    """The address of the article in each language that this site has."""
    languages = [code for code, _ in settings.LANGUAGES if code in around.alternates]
    return [(code, path_of(around.alternates[code], code)) for code in languages]


def _trail(shown: Edition, address: str) -> list[tuple[str, str]]:
    subject = shown.article.medicine or shown.article.condition
    above = trail_of(subject) if subject else [("Home", addresses.of("pages:home"))]
    return [*above, (shown.title, address)]
