"""The public pages of articles, topics and tags. They only read."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import alphabet, presentation, selectors, structured
from articles.models import Article, Edition, State, Tag, Topic, TopicKind
from resources.models import OrganisationKind
from resources.selectors import by_kind

HEADINGS = {TopicKind.MEDICINE: "Medicines", TopicKind.CONDITION: "Conditions"}


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article as it stands today. A withdrawn one answers 410 with the reason, or leads to the page in its place."""
    shown = selectors.edition_shown(slug, selectors.current_language())
    if shown is None:
        raise Http404
    if shown.state == State.WITHDRAWN:
        if shown.redirect_to is not None:
            return redirect(shown.redirect_to)
        return render(request, "articles/withdrawn.html", {"edition": shown}, status=410)
    return _article_page(request, shown, current=True)


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was published, at its own address; not indexed, and marked where it is not the current one."""
    shown = selectors.edition_numbered(slug, selectors.current_language(), number)
    if shown is None:
        raise Http404
    return _article_page(request, shown, current=False)


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every article and every name of a medicine or condition, by letter."""
    language = selectors.current_language()
    entries = alphabet.entries(
        selectors.listed(language),
        [*selectors.topics(TopicKind.MEDICINE, language), *selectors.topics(TopicKind.CONDITION, language)],
    )
    return render(request, "articles/a_to_z.html", {"letters": alphabet.letters(entries)})


@require_safe
def topics(request: HttpRequest, kind: TopicKind) -> HttpResponse:
    """All medicines, or all conditions, that have an article."""
    context = {"heading": HEADINGS[kind], "topics": selectors.topics(kind, selectors.current_language())}
    return render(request, "articles/topics.html", context)


@require_safe
def topic(request: HttpRequest, kind: TopicKind, slug: str) -> HttpResponse:
    """The hub of a medicine or condition: what it is, its names and codes, its articles."""
    found = selectors.topic(kind, slug)
    editions = selectors.editions_about(found, selectors.current_language()) if found else []
    if found is None or not editions:
        raise Http404
    names = [name.name for name in found.names.all()]
    codes = [(code.system, code.value) for code in found.codes.all()]
    context = {
        "topic": found,
        "trail": _trail_of(found),
        "editions": editions,
        "json_ld": structured.json_ld(structured.topic(found, names, codes) | {"description": found.description}),
    }
    return render(request, "articles/topic.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's page: its articles and organisations."""
    found = get_object_or_404(Tag, slug=slug)
    editions = list(selectors.listed(selectors.current_language()).filter(article__tags=found))
    organisations = selectors.support_for_tag(found)
    if not editions and not organisations:
        raise Http404
    context = {"tag": found, "editions": editions, "groups": by_kind(organisations)}
    return render(request, "articles/tag.html", context)


def _article_page(request: HttpRequest, shown: Edition, *, current: bool) -> HttpResponse:
    document = selectors.document_of(shown)
    around = selectors.surroundings(shown.article, document.cited_keys())
    authors = selectors.authors(shown)
    trail = _trail(shown)
    groups = by_kind(selectors.support_for(shown.article))
    page = presentation.show(document, around.standings)
    context = {
        "edition": shown,
        "page": page,
        "authors": authors,
        "around": around,
        "trail": trail,
        "related": _with_reasons(shown),
        "groups": groups,
        "crisis": [each for group in groups if group.kind == OrganisationKind.CRISIS for each in group.organisations],
        "alternates": _alternates(around),
        "current": current,
        "overdue": shown.next_review_due is not None and shown.next_review_due < timezone.localdate(),
        "canonical": settings.SITE_URL + shown.article.get_absolute_url(),
        "json_ld": structured.json_ld(structured.article(shown, document, authors, around, trail)) if current else "",
    }
    return render(request, "articles/article.html", context)


def _alternates(around: selectors.Surroundings) -> list[tuple[str, str]]:
    """The address of the article in each language that this site has."""
    languages = [code for code, _ in settings.LANGUAGES if code in around.alternates]
    return [(code, Article(slug=around.alternates[code], language=code).get_absolute_url()) for code in languages]


def _trail(shown: Edition) -> list[tuple[str, str]]:
    subject = shown.article.medicine or shown.article.condition
    above = _trail_of(subject) if subject else [("Home", reverse("pages:home"))]
    return [*above, (shown.title, shown.article.get_absolute_url())]


def _trail_of(subject: Topic) -> list[tuple[str, str]]:
    return [
        ("Home", reverse("pages:home")),
        (HEADINGS[TopicKind(subject.kind)], reverse(f"articles:{subject.kind}s")),
        (subject.name, subject.get_absolute_url()),
    ]


def _with_reasons(shown: Edition) -> list[tuple[Edition, str]]:
    """Related articles, each with the reason in a few words."""
    here = shown.article

    def reason(other: Edition) -> str:
        same: list[Topic | None] = []
        if here.condition_id and other.article.condition_id == here.condition_id:
            same.append(here.condition)
        if here.medicine_id and other.article.medicine_id == here.medicine_id:
            same.append(here.medicine)
        names = [topic.name for topic in same if topic]
        return f"Also about: {', '.join(names)}" if names else "On a related subject"

    return [(other, reason(other)) for other in selectors.related(here)]
