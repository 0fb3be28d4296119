"""The lists of medicines and conditions, and their hubs. They only read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles import page, selectors, structured
from articles.collation import by_letter
from articles.hubs import alphabet, grouping, reading
from articles.listing import topics_of
from articles.models import CodeSystem, Topic, TopicKind
from freshness import keys
from freshness.keeping import kept
from freshness.reading import show, showing
from resources.grouping import by_kind, said_once

ORGANISATIONS = 3
"""How many organisations of a kind a hub shows."""
MOST = 60
"""How many articles a hub shows; it leads to all."""
MOST_TOPICS = 200
"""How many medicines, or conditions, stand in one list."""


@kept()
@require_safe
def topics(request: HttpRequest, kind: TopicKind) -> HttpResponse:
    """All medicines, or all conditions, that have an article; where they are very many, those under one letter."""
    language = selectors.current_language()
    found = reading.topics(kind, language)
    context: dict[str, Any] = {"heading": page.HEADINGS[kind]}
    if len(found) > MOST_TOPICS:
        every = by_letter(found, str, language)
        letter = alphabet.letter_asked(request.GET.get("letter", ""), [each for each in every if each.entries])
        found = letter.entries if letter else []
        context |= {"letters": every, "letter": letter}
    reading.with_names(found, language)
    return render(request, "articles/topics.html", context | {"topics": found})


@kept()
@require_safe
def topic(request: HttpRequest, kind: TopicKind, slug: str) -> HttpResponse:
    """The hub of a medicine or condition: its names, when to get help, its articles and the questions they answer."""
    language = selectors.current_language()
    with showing():
        found = Topic.objects.filter(kind=kind, slug=slug).first()
        editions, cut = reading.editions_about(found, language, MOST) if found else ([], False)
    if found is None or not editions:
        raise Http404
    show(keys.topic(found.pk), keys.published_about(found.pk), *topics_of(editions))
    with showing():
        names, codes = reading.names_and_codes(found, language)
    groups = by_kind(reading.organisations(editions), language=language)
    trail = page.trail_of(found)
    context = {
        "topic": found,
        "trail": trail,
        "called": grouping.called(names),
        "codes": [f"{CodeSystem(system).label} {value}" for system, value in codes],
        "hub": grouping.hub(found, editions, reading.parts(editions), language),
        "cut": cut,
        "all": f"{reverse('articles:a-to-z')}?{urlencode({str(kind): slug})}",
        "tags": reading.tags(editions, language),
        "groups": [replace(group, introduction="", entries=group.entries[:ORGANISATIONS]) for group in groups],
        "said_once": said_once(entry for group in groups for entry in group.entries[:ORGANISATIONS]),
        "more": sum(len(group.entries[ORGANISATIONS:]) for group in groups),
        "json_ld": structured.json_ld(structured.hub(found, [name for _, name, _ in names], codes, editions, trail)),
    }
    return render(request, "articles/topic.html", context)
