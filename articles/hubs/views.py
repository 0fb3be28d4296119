"""The A to Z, the lists of medicines and conditions, and their hubs. They only read."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles import page, selectors, structured
from articles.collation import by_letter
from articles.hubs import alphabet, grouping, reading
from articles.models import CodeSystem, Topic, TopicKind
from freshness.keeping import kept
from resources.grouping import by_kind, said_once

ORGANISATIONS = 3
"""How many organisations of a kind a hub shows."""


@kept(asks=True)
@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every article and every name of a medicine or condition, by letter; narrowed to those that a reader chose."""
    language = selectors.current_language()
    everything = reading.titles(language)
    topics = alphabet.topics_of(everything)
    choice = alphabet.Choice.of(request.GET.dict(), topics)
    shown = [edition for edition in everything if choice.takes(edition)]
    in_order = [topic for letter in by_letter(topics, str, language) for topic in letter.entries]
    context = {
        "letters": alphabet.letters(shown, reading.names(language), language),
        "choice": choice,
        "articles": len(shown),
        "medicines": [topic for topic in in_order if topic.kind == TopicKind.MEDICINE],
        "conditions": [topic for topic in in_order if topic.kind == TopicKind.CONDITION],
    }
    return render(request, "articles/a_to_z.html", context)


@kept()
@require_safe
def topics(request: HttpRequest, kind: TopicKind) -> HttpResponse:
    """All medicines, or all conditions, that have an article."""
    context = {"heading": page.HEADINGS[kind], "topics": selectors.topics(kind, selectors.current_language())}
    return render(request, "articles/topics.html", context)


@kept()
@require_safe
def topic(request: HttpRequest, kind: TopicKind, slug: str) -> HttpResponse:
    """The hub of a medicine or condition: its names, when to get help, its articles and the questions they answer."""
    language = selectors.current_language()
    found = Topic.objects.filter(kind=kind, slug=slug).first()
    editions = selectors.editions_about(found, language) if found else []
    if found is None or not editions:
        raise Http404
    names, codes = reading.names_and_codes(found, language)
    groups = by_kind(reading.organisations(editions), language=language)
    trail = page.trail_of(found)
    context = {
        "topic": found,
        "trail": trail,
        "called": grouping.called(names),
        "codes": [f"{CodeSystem(system).label} {value}" for system, value in codes],
        "hub": grouping.hub(found, editions, reading.parts(editions), language),
        "all": f"{reverse('articles:a-to-z')}?{urlencode({str(kind): slug})}",
        "tags": reading.tags(editions, language),
        "groups": [replace(group, introduction="", entries=group.entries[:ORGANISATIONS]) for group in groups],
        "said_once": said_once(entry for group in groups for entry in group.entries[:ORGANISATIONS]),
        "more": sum(len(group.entries[ORGANISATIONS:]) for group in groups),
        "json_ld": structured.json_ld(structured.hub(found, [name for _, name, _ in names], codes, editions, trail)),
    }
    return render(request, "articles/topic.html", context)
