"""What articles, medicines, conditions and tags are found by: in the search, and in the A to Z (``filing``).

Each ``follow_…`` is the last step of a workflow function, in its transaction: what readers find is what they get. It
holds the index before it reads, so that of two at once the later one reads what the earlier one wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import override

from articles import filing, outline, richtext
from articles.document import Document, Section, unseal
from articles.models import Article, Edition, NameKind, Placement, Tag, Tagging, TagNameKind, Topic, TopicKind
from finding import index
from finding.index import Page
from finding.models import Kind
from resources import indexing as resources
from resources.models import Organisation

_Read = Callable[[QuerySet[Any]], Mapping[str, Iterable[Page]]]
PART = 200
"""Records that are read into the index in one transaction."""


@transaction.atomic
def follow_articles(*articles: Article) -> int:
    """Let the search find articles as they are published now, and the topics and tags that they are under."""
    index.hold()
    keys = [article.pk for article in articles]
    topics = Topic.objects.filter(pk__in=_topics_of(articles))
    tags = Tag.objects.filter(articles__in=keys).distinct()
    found = _articles(Article.objects.filter(pk__in=keys))
    filing.file_articles(Article.objects.filter(pk__in=keys))
    filing.file_topics(topics)
    return index.replace({**found, **_topics(topics), **_tags(tags)})


@transaction.atomic
def follow_edition(edition: Edition, document: Document, *, first: bool) -> int:
    """Let the search find an article by the edition that is published now, which says ``document``; and, where it is
    its first, the topics and tags of which it is the first to say something. The others are found as they were: they
    may be on very many.
    """
    state = index.hold()
    article = _with_names(Article.objects.all()).get(pk=edition.article_id)
    filing.file_article(article, document.title)
    found = {f"article:{article.pk}": [_article(article, document)]}
    if first:
        others = filing.published(article.language).exclude(pk=article.pk)
        if not others.filter(medicine=article.medicine_id, condition=article.condition_id)[:1]:
            topics = Topic.objects.filter(pk__in=_topics_of([article]))
            filing.file_topics(topics)
            found |= _topics(topics)
        under = article.tags.alias(one=filing.first(others.filter(tags=OuterRef("pk")))).filter(one__isnull=True)
        if new := list(under.values_list("pk", flat=True)):
            found |= _tags(Tag.objects.filter(pk__in=new))
    return index.replace(found, state=state)


@transaction.atomic
def follow_topics(*topics: Topic) -> int:
    """Let the search find topics as they are named now, the articles about them, and the hubs that name them."""
    index.hold()
    keys = {topic.pk for topic in topics}
    about = Article.objects.filter(Q(medicine__in=keys) | Q(condition__in=keys))
    named = Topic.objects.filter(pk__in=keys | _topics_of(about))
    filing.file_topics(Topic.objects.filter(pk__in=keys))
    return index.replace({**_topics(named), **_articles(about)})


@transaction.atomic
def follow_tags(*tags: Tag) -> int:
    """Let the search find tags as they are named now, where there is something under them."""
    index.hold()
    return index.replace(_tags(Tag.objects.filter(pk__in=[tag.pk for tag in tags])))


def follow_tags_of(organisations: Sequence[Organisation], **_: object) -> None:
    """Let the search find the tags under which organisations stand, as far as readers are shown these now."""
    follow_tags(*Tag.objects.filter(placements__organisation__in=organisations).distinct())


@transaction.atomic
def retag(articles: QuerySet[Article]) -> int:
    """Let articles be found under the tags that they have now, and under no others."""
    index.hold()
    found: dict[str, list[str]] = {f"article:{pk}": [] for pk in articles.values_list("pk", flat=True).distinct()}
    rows = Tagging.objects.filter(article__in=articles.values("pk")).order_by("tag__slug")
    for pk, slug in rows.values_list("article", "tag__slug"):
        found[f"article:{pk}"].append(slug)
    return index.put_tags(found)


def forget(*refs: str) -> int:
    """Take what was deleted out of the search."""
    return index.replace(dict.fromkeys(refs, ()))


def rebuild(say: Callable[[int, int], object] | None = None) -> int:
    """Make the whole index anew while readers go on searching: part by part, each in a transaction of its own.

    ``say`` is told how many of how many records are done. Returns how many entries changed.
    """
    every: list[tuple[QuerySet[Any], _Read, Callable[[QuerySet[Any]], None] | None]] = [
        (Article.objects.all(), _articles, filing.file_articles),
        (Topic.objects.all(), _topics, filing.file_topics),
        (Tag.objects.all(), _tags, None),
        (Organisation.objects.all(), _organisations, None),
    ]
    anew = not index.is_current()
    before = index.owners()
    of = sum(records.count() for records, *_ in every)
    done = changed = 0
    seen: set[str] = set()
    for records, read, file in every:
        keys = list(records.order_by("pk").values_list("pk", flat=True))
        for part in index.batched(keys, PART):
            with transaction.atomic():
                index.hold()
                if file:
                    file(records.filter(pk__in=part))
                found = read(records.filter(pk__in=part))
                changed += index.replace(found, anew=anew)
            seen.update(found)
            done += len(part)
            if say:
                say(done, of)
    # What came into the index since then was read by whoever put it there.
    for refs in index.batched(sorted(before - seen), PART):
        changed += forget(*refs)
    index.sign()
    return changed


def _topics_of(articles: Iterable[Article]) -> set[int]:
    return {pk for article in articles for pk in (article.medicine_id, article.condition_id) if pk}


def _articles(articles: QuerySet[Article]) -> dict[str, list[Page]]:
    """The pages of articles; none for those that are not published."""
    found: dict[str, list[Page]] = {f"article:{pk}": [] for pk in articles.values_list("pk", flat=True)}
    editions = Edition.objects.published().filter(article__in=articles)
    for edition in editions.prefetch_related(Prefetch("article", _with_names(Article.objects.all()))):
        found[f"article:{edition.article_id}"].append(_article(edition.article, unseal(edition.sealed_json or "")))
    return found


def _with_names(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with all that they are found by beside their texts."""
    topics = articles.select_related("medicine", "condition")
    return topics.prefetch_related("tags", "medicine__names", "condition__names")


def _article(article: Article, document: Document) -> Page:
    topics = [topic for topic in (article.medicine, article.condition) if topic]
    shown, hidden = _names(topics, article.language)
    return Page(
        language=article.language,
        kind=Kind.ARTICLE,
        path=article.get_absolute_url(),
        title=document.title,
        names=[*(topic.name for topic in topics), *shown],
        hidden_names=hidden,
        summary=document.summary or document.answer.what,
        sections=[*map(_section, document.sections), ("", "", " ".join(filter(None, document.answer.texts())))],
        medicine=article.medicine.slug if article.medicine else "",
        tags=sorted(tag.slug for tag in article.tags.all()),
    )


def _section(section: Section) -> tuple[str, str, str]:
    texts = [section.introduction, *(part for point in section.points for part in (f"{point.term}.", point.text))]
    text = " ".join(filter(None, map(richtext.sentences_of, texts)))
    return outline.anchor_of(section.kind), section.heading, text


def _names(topics: Iterable[Topic], language: str) -> tuple[list[str], list[str]]:
    """The further names of topics: those that readers are shown, and those that only help them find it."""
    every = [name for topic in topics for name in topic.names.all()]
    names = [name for name in every if name.language in (language, "") or name.kind == NameKind.BRAND]
    shown = [name.name for name in names if name.kind != NameKind.SEARCH]
    return shown, [name.name for name in names if name.kind == NameKind.SEARCH]


def _topics(topics: QuerySet[Topic]) -> dict[str, list[Page]]:
    """The hubs of topics in each language in which something is published about them.

    Of the other topics it is asked one by one whether an article is about both: they are few, while one topic may have
    a great part of all articles.
    """
    named = topics.prefetch_related("names", "codes")
    return {f"topic:{topic.pk}": list(_topic(topic, dict(_beside(topic)))) for topic in named}


def _beside(topic: Topic) -> Iterator[tuple[str, list[str]]]:
    """Each language in which something is published about a topic, with the names of the other topics of that."""
    other = TopicKind.CONDITION if topic.kind == TopicKind.MEDICINE else TopicKind.MEDICINE
    for language, _ in settings.LANGUAGES:
        about = filing.published(language).filter(**{topic.kind: topic})
        if about[:1]:
            both = about.filter(**{other: OuterRef("pk")})
            others = Topic.objects.filter(kind=other).alias(one=filing.first(both)).filter(one__isnull=False)
            yield language, list(others.order_by("name").values_list("name", flat=True))


def _topic(topic: Topic, beside: Mapping[str, list[str]]) -> Iterator[Page]:
    """The hub of a topic. ``beside``: the names of the other topics of its articles, by language."""
    for language, names in beside.items():
        shown, hidden = _names([topic], language)
        others = ", ".join(names)
        medicine = topic.kind == TopicKind.MEDICINE
        with override(language):
            said = f"{'Side effects and symptoms' if medicine else 'Medicines'}: {others}." if others else ""
            yield Page(
                language=language,
                kind=Kind(topic.kind),
                path=topic.get_absolute_url(),
                title=topic.name,
                names=shown,
                hidden_names=[*hidden, *(code.value for code in topic.codes.all())],
                summary=" ".join(filter(None, [topic.description, said])),
                medicine=topic.slug if medicine else "",
            )


def _tags(tags: QuerySet[Tag]) -> dict[str, list[Page]]:
    """The pages of tags in each language in which there is something under them."""
    used = {
        (pk, language)
        for language, _ in settings.LANGUAGES
        for pk in tags.alias(one=filing.first(filing.published(language).filter(tags=OuterRef("pk"))))
        .filter(one__isnull=False)
        .values_list("pk", flat=True)
    }
    placed = set(
        Placement.objects.filter(tag__in=tags, organisation__in=Organisation.objects.shown()).values_list(
            "tag", flat=True
        )
    )
    every = {language for language, _ in settings.LANGUAGES}
    found = {}
    for tag in tags.prefetch_related("names"):
        languages = every if tag.pk in placed else {language for pk, language in used if pk == tag.pk}
        found[f"tag:{tag.pk}"] = list(_tag(tag, languages))
    return found


def _tag(tag: Tag, languages: set[str]) -> Iterator[Page]:
    for language in _of_the_site(languages):
        names = {name.name: name.kind for name in tag.names.all() if name.language == language}
        title = next((name for name, kind in names.items() if kind == TagNameKind.NAME), tag.name)
        with override(language):
            yield Page(
                language=language,
                kind=Kind.TAG,
                path=tag.get_absolute_url(),
                title=title,
                names=[name for name in names if name != title],
                summary=tag.description,
                tags=[tag.slug],
            )


def _organisations(organisations: QuerySet[Organisation]) -> dict[str, list[Page]]:
    return {resources.ref(each): list(resources.pages(each)) for each in organisations}


def _of_the_site(languages: set[str]) -> Iterator[str]:
    return (language for language, _ in settings.LANGUAGES if language in languages)
