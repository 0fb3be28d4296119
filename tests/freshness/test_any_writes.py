"""Whatever is written, in whatever order: each kept page is the page as it would be made now, byte for byte."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accounts.models import Byline
from articles import workflow
from articles.models import Article, Edition, Source, Standing, State, Tag, Topic, TopicName
from resources.models import Contact, Organisation
from tests import makers
from tests.freshness.reader import Reader, kept_paths

pytestmark = pytest.mark.django_db
Write = Callable[[Random], object]
Row = TypeVar("Row")


def any_of(rows: Any, random: Random) -> Any:
    """A row, or nothing where there is none."""
    found = list(rows.order_by("pk"))
    return random.choice(found) if found else None


def publish_again(random: Random) -> None:
    """A new edition of an article, with another title."""
    article = any_of(Article.objects.filter(editions__state=State.PUBLISHED), random)
    if article:
        text = makers.document().model_copy(update={"title": f"Title {random.randrange(10**6)}"})
        makers.published(of=article, text=text)


def publish_new(random: Random) -> None:
    """A new article about what others are about, with tags."""
    about = {kind: any_of(Topic.objects.filter(kind=kind), random) for kind in ("medicine", "condition")}
    article = makers.article(**about)
    workflow.set_tags(article, random.sample(list(Tag.objects.live()), 2), by=makers.publisher())
    makers.published(of=article)


def withdraw(random: Random) -> None:
    """A published article goes."""
    edition = any_of(Edition.objects.published(), random)
    if edition:
        workflow.withdraw(edition, reason="Wrong.", by=makers.publisher())


def draft(random: Random) -> None:
    """Somebody works on what nobody sees yet."""
    makers.draft(of=makers.article(medicine=any_of(Topic.objects.filter(kind="medicine"), random), condition=None))


def tag(random: Random) -> None:
    """An article has other tags."""
    article, tags = any_of(Article.objects, random), list(Tag.objects.live())
    workflow.set_tags(article, random.sample(tags, random.randrange(len(tags))), by=makers.publisher())


def relate(random: Random) -> None:
    """An editor pins or leaves out a related article."""
    here, other = random.sample(list(Article.objects.order_by("pk")), 2)
    if random.random() < 0.5:
        workflow.relate_pin(here, other, by=makers.publisher(), words="See this")
    else:
        workflow.relate_exclude(here, other, by=makers.publisher())


def rename_address(random: Random) -> None:
    """An article has another address."""
    article = any_of(Article.objects, random)
    workflow.rename_article(article, slug=f"moved-{random.randrange(10**6)}", by=makers.publisher())


def place(random: Random) -> None:
    """An organisation is placed on a tag or on an article."""
    organisation = any_of(Organisation.objects, random)
    tag, article = any_of(Tag.objects.live(), random), any_of(Article.objects, random)
    where = {"tag": tag} if random.random() < 0.5 else {"article": article}
    if not organisation.placements.filter(**where).exists():
        organisation.placements.create(**where, position=random.randrange(200))


def unplace(random: Random) -> None:
    """A placement goes."""
    if organisation := any_of(Organisation.objects.filter(placements__isnull=False), random):
        organisation.placements.first().delete()


def confirm(random: Random) -> None:
    """A clinician finds nothing to change."""
    if edition := any_of(Edition.objects.published().filter(unreviewed=False), random):
        makers.confirm(edition)


def column(rows: Callable[[], Any], **values: Callable[[Random], object]) -> Write:
    """One column of a row gets another value, in bulk, as a hand at the console would do it."""

    def write(random: Random) -> None:
        if row := any_of(rows(), random):
            name = random.choice(sorted(values))
            rows().filter(pk=row.pk).update(**{name: values[name](random)})

    return write


def words(random: Random) -> str:
    """Some text."""
    return f"Words {random.randrange(10**6)}"


def some_day(random: Random) -> dt.date:
    """A day of the last years."""
    return timezone.localdate() - dt.timedelta(days=random.choice([1, 300, 364, 365, 729, 730, 800]))


def some_coming_day(random: Random) -> dt.date:
    """A day of the next week."""
    return timezone.localdate() + dt.timedelta(days=random.randrange(9))


WRITES: tuple[Write, ...] = (
    *(publish_again, publish_new, withdraw, draft, tag, relate, rename_address, place, unplace, confirm),
    column(Topic.objects.all, name=words, description=words),
    column(TopicName.objects.all, name=words),
    column(Tag.objects.live, name=words, description=words),
    column(Source.objects.all, standing=lambda random: random.choice(Standing.values)),
    column(Byline.objects.all, name=words, credentials=words, interests=words),
    column(
        Organisation.objects.all,
        name=words,
        offers=words,
        archived=lambda random: random.random() < 0.5,
        kind=lambda random: random.choice(["crisis", "patient_group", "information"]),
        international=lambda _: True,
    ),
    column(
        Contact.objects.filter(broken_since=None).all,
        label=words,
        cost=words,
        position=lambda random: random.randrange(5),
        verified_on=some_day,
    ),
    lambda random: (
        column(Contact.objects.all, broken_why=words)(random)
        if Contact.objects.filter(broken_since__isnull=False).exists()
        else Contact.objects.filter(pk=any_of(Contact.objects, random).pk).update(
            broken_since=timezone.localdate(), broken_why="Nobody answers."
        )
    ),
    column(
        Edition.objects.published,
        next_review_due=lambda random: timezone.localdate() + dt.timedelta(days=random.randrange(9)),
    ),
)


def site() -> None:
    """A small site in which everything hangs together."""
    topics = {"medicine": [makers.medicine(), makers.medicine()], "condition": [makers.condition(), makers.condition()]}
    tags = [makers.tag() for _ in range(4)]
    Tag.objects.filter(pk=tags[1].pk).update(parent=tags[0])
    for number in range(4):
        article = makers.article(**{kind: each[number % 2] for kind, each in topics.items()})  # type: ignore[arg-type]
        workflow.set_tags(article, [tags[number % 4], tags[(number + 1) % 4]], by=makers.publisher())
        makers.published(of=article)
    makers.published(of=Article.objects.earliest("pk"))
    for number, kind in enumerate(["crisis", "patient_group", "information"]):
        contact = makers.contact(of=makers.organisation(kind=kind), days_ago=360 + number * 3)
        contact.organisation.placements.create(tag=tags[number])
    registered = makers.organisation(registry_url="https://example.org/register")
    makers.contact(of=registered, opening_hours="Mo-Fr 10:00-14:00; PH off", time_zone="Europe/London")
    makers.link(url=registered.registry_url)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back at the end what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def differing(reader: Reader) -> list[str]:
    """The pages that a reader gets and that are not what would be made now."""
    return [
        path for path in kept_paths() if (got := reader.get(path)).code == 200 and got.body != reader.fresh(path).body
    ]


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate], deadline=None)
@given(writes=st.lists(st.sampled_from(range(len(WRITES))), min_size=2, max_size=5), seed=st.integers(0, 10**6))
def the_pages_stay_true(writes: list[int], seed: int) -> None:
    """The property; the site is made once by the test below."""
    random = Random(seed)  # noqa: S311 (no secret)
    with taken_back(), tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder))
        assert differing(reader) == []
        for number in writes:
            WRITES[number](random)
            reader.told()
            assert differing(reader) == [], WRITES[number]


def test_after_any_writes_each_kept_page_is_the_page_as_it_would_be_made_now() -> None:
    site()
    the_pages_stay_true()


@pytest.mark.parametrize("days", [1, 4, 5, 8, 371])
def test_after_any_time_each_kept_page_is_the_page_as_it_would_be_made_now(reader: Reader, days: int) -> None:
    site()
    Edition.objects.published().update(next_review_due=timezone.localdate() + dt.timedelta(days=3))
    assert differing(reader) == []
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)
    for moment in (midnight - dt.timedelta(seconds=1), midnight, midnight + dt.timedelta(hours=11)):
        with time_machine.travel(moment, tick=False):
            assert differing(reader) == []


def test_a_page_that_nothing_concerns_is_not_made_again(reader: Reader) -> None:
    site()
    article = Article.objects.latest("pk").get_absolute_url()
    assert [reader.makes(article), reader.makes(article)] == [1, 0]
    makers.draft()
    makers.link(checked=True)
    reader.told()
    assert reader.makes("/about/") == 1
    assert reader.makes("/about/") == 0


def test_publishing_makes_those_lists_anew_on_which_it_stands(reader: Reader) -> None:
    site()
    wider, narrower, other = makers.tag(), makers.tag(), makers.tag()
    Tag.objects.filter(pk=narrower.pk).update(parent=wider)
    mine, elsewhere = makers.published().article, makers.published().article
    for article, tags in ((mine, [narrower]), (elsewhere, [other])):
        workflow.set_tags(article, tags, by=makers.publisher())
    hubs = {each.get_absolute_url() for each in Topic.objects.all()}
    pages = {each.get_absolute_url() for each in Tag.objects.all()}
    feeds = {f"{page}feed/" for page in pages}
    reader.told()
    there = [path for path in (*hubs, *pages, *feeds) if reader.get(path).code == 200]
    makers.published(of=mine)
    reader.told()
    made = {path for path in there if reader.makes(path)}
    about = {topic.get_absolute_url() for topic in (mine.medicine, mine.condition) if topic}
    under = {tag.get_absolute_url() for tag in (wider, narrower)}
    assert made == about | under | {f"{page}feed/" for page in under}


def test_publishing_makes_the_pages_anew_that_show_it_and_no_other_article(reader: Reader) -> None:
    site()
    alone = makers.published().article
    paths = {article.pk: article.get_absolute_url() for article in Article.objects.order_by("pk")}
    related = [pk for pk in paths if pk != alone.pk]
    reader.told()
    for path in paths.values():
        reader.get(path)
    assert [reader.makes(path) for path in paths.values()] == [0] * len(paths)
    makers.published(of=alone)
    reader.told()
    assert {pk for pk, path in paths.items() if reader.makes(path)} == {alone.pk}
    makers.published(of=Article.objects.get(pk=related[0]))
    reader.told()
    assert {pk for pk, path in paths.items() if reader.makes(path)} == set(related)
