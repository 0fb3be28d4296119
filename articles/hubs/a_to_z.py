"""The A to Z: one page of a small site, letter by letter of a large one. It only reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles import collation, filing, selectors
from articles.collation import by_letter
from articles.hubs import alphabet, reading
from articles.hubs.alphabet import Choice
from articles.listing import before_asked, is_longer, newest
from articles.models import Article, Edition, Topic, TopicKind
from freshness.keeping import kept

MOST = 500
"""Lines that stand on one page; where there are more, each letter has pages of its own."""
PAGE = 200
"""Lines on a page of a letter."""
CARDS = 50
"""Articles on a page of those about one topic, where they are more than ``MOST``."""


@kept()
@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every article and every name of a medicine or condition, by letter; narrowed to those that a reader chose."""
    language, asked = selectors.current_language(), request.GET.dict()
    lines = list(reading.lines(language)[: MOST + 1])
    if len(lines) > MOST:
        choice = Choice.of(asked, Topic.objects.filter(slug__in=alphabet.slugs(asked)))
        context = _narrowed(choice, asked, language) if choice else _under_a_letter(asked, language)
        return render(request, "articles/a_to_z.html", context | {"choice": choice, "large": True})
    topics = alphabet.topics_of(lines)
    choice = Choice.of(asked, topics)
    shown = choice.of_lines(lines) if choice else lines
    in_order = [topic for letter in by_letter(topics, str, language) for topic in letter.entries]
    context = {
        "letters": alphabet.letters(shown, language),
        "choice": choice,
        "articles": sum(line.article_id is not None for line in shown),
        "medicines": [topic for topic in in_order if topic.kind == TopicKind.MEDICINE],
        "conditions": [topic for topic in in_order if topic.kind == TopicKind.CONDITION],
    }
    return render(request, "articles/a_to_z.html", context)


def _under_a_letter(asked: dict[str, str], language: str) -> dict[str, Any]:
    """A page of one letter. Four queries."""
    there = set(reading.letters(language))
    every = [replace(each, entries=[each.label] * (each.label in there)) for each in collation.letters(language, there)]
    letter = alphabet.letter_asked(asked.get("letter", ""), [each for each in every if each.entries])
    label = letter.label if letter else ""
    page = Paginator(reading.lines(language).filter(letter=label), PAGE).get_page(asked.get("page"))
    entries = [alphabet.Entry.of(line) for line in page.object_list]
    return {"every": every, "letter": letter, "entries": entries, "page": page, "asked": bool(asked.get("letter"))}


def _narrowed(choice: Choice, asked: dict[str, str], language: str) -> dict[str, Any]:
    """The articles about what was chosen: by letter while one page can hold them, else the newest first."""
    about = _about(choice, language)
    if not is_longer(about, MOST):
        found = list(about.order_by())
        lines = reading.lines_about(found, language)
        return {"letters": alphabet.letters(lines, language), "articles": len(found)}
    editions = newest(about, _articles(choice, language), CARDS + 1, before_asked(asked.get("before", "")))
    more = editions[CARDS:] and urlencode(
        {kind: asked[kind] for kind in TopicKind.values if asked.get(kind)} | {"before": editions[CARDS - 1].article_id}
    )
    return {"articles": MOST, "editions": editions[:CARDS], "older": more}


def _about(choice: Choice, language: str) -> QuerySet[Edition]:
    return selectors.listed(language).filter(**{f"article__{name}": topic for name, topic in _chosen(choice)})


def _articles(choice: Choice, language: str) -> QuerySet[Article]:
    return filing.published(language).filter(**dict(_chosen(choice)))


def _chosen(choice: Choice) -> list[tuple[str, Topic]]:
    both = (("medicine", choice.medicine), ("condition", choice.condition))
    return [(name, topic) for name, topic in both if topic]
