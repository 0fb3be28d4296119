"""The A to Z, the lists of medicines and conditions, and their hubs. They only read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import page, selectors, structured
from articles.collation import by_letter
from articles.hubs import alphabet, reading
from articles.models import TopicKind


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


@require_safe
def topics(request: HttpRequest, kind: TopicKind) -> HttpResponse:
    """All medicines, or all conditions, that have an article."""
    context = {"heading": page.HEADINGS[kind], "topics": selectors.topics(kind, selectors.current_language())}
    return render(request, "articles/topics.html", context)


@require_safe
def topic(request: HttpRequest, kind: TopicKind, slug: str) -> HttpResponse:
    """The hub of a medicine or condition: what it is, its names and codes, its articles."""
    found = selectors.topic(kind, slug, selectors.current_language())
    editions = selectors.editions_about(found, selectors.current_language()) if found else []
    if found is None or not editions:
        raise Http404
    names = [name.name for name in found.names.all()]
    codes = [(code.system, code.value) for code in found.codes.all()]
    context = {
        "topic": found,
        "trail": page.trail_of(found),
        "editions": editions,
        "json_ld": structured.json_ld(structured.topic(found, names, codes) | {"description": found.description}),
    }
    return render(request, "articles/topic.html", context)
