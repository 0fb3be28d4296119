"""What made articles share: people, medicines, conditions, tags, sources, organisations. Made once, of a fixed size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Byline, User
from accounts.roles import Role
from articles.document import SourceRecord
from articles.folding import folded
from articles.models import (
    NameKind,
    Placement,
    Source,
    SourceKind,
    Tag,
    TagName,
    TagNameKind,
    Topic,
    TopicCode,
    TopicKind,
    TopicName,
)
from resources.models import Contact, ContactKind, Organisation, OrganisationKind
from rlsinfo.corpus.words import LANGUAGE, Words, dice, spread

MEDICINES, CONDITIONS, TAGS, SOURCES, ORGANISATIONS = 1_000, 200, 500, 5_000, 300
PEOPLE = {Role.AUTHOR: 40, Role.REVIEWER: 20, Role.PUBLISHER: 5}
BRANDS = 3
PLACED = 3
"""On how many tags an organisation stands."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What articles are made with. ``records``: the sources as documents hold them, at the places of ``sources``."""

    seed: int
    words: Words
    people: dict[Role, list[User]]
    bylines: dict[int, Byline]
    medicines: Sequence[Topic]
    conditions: Sequence[Topic]
    tags: Sequence[Tag]
    sources: Sequence[int]
    records: Sequence[SourceRecord]
    spreads: dict[str, list[float]]


def prefix(seed: int) -> str:
    """What the user names of the made people begin with, by which a made site is known again."""
    return f"made-{seed}-"


def shared(seed: int) -> Shared:
    """What all articles share: what is there already, or made now."""
    words = Words(dice(seed, "words"))
    if not User.objects.filter(username__startswith=prefix(seed)).exists():
        _make(seed, words)
    people = {role: list(_people(seed).filter(groups__name=role.value)) for role in PEOPLE}
    sources = list(Source.objects.order_by("pk"))
    topics = {kind: list(Topic.objects.filter(kind=kind).order_by("pk")) for kind in TopicKind}
    return Shared(
        seed=seed,
        words=words,
        people=people,
        bylines={byline.user_id: byline for byline in Byline.objects.filter(user__in=_people(seed)) if byline.user_id},
        medicines=topics[TopicKind.MEDICINE],
        conditions=topics[TopicKind.CONDITION],
        tags=list(Tag.objects.order_by("pk")),
        sources=[source.pk for source in sources],
        records=[source.record() for source in sources],
        spreads={
            "medicine": spread(MEDICINES),
            "condition": spread(CONDITIONS),
            "tag": spread(TAGS),
            "source": spread(SOURCES, shift=20),
        },
    )


def _people(seed: int) -> Any:
    return User.objects.filter(username__startswith=prefix(seed)).order_by("pk")


def _make(seed: int, words: Words) -> None:
    _make_people(seed)
    names = iter(words.names(dice(seed, "names"), (1 + BRANDS) * MEDICINES + CONDITIONS + TAGS))
    _make_topics(TopicKind.MEDICINE, [(next(names), [next(names) for _ in range(BRANDS)]) for _ in range(MEDICINES)])
    _make_topics(TopicKind.CONDITION, [(next(names), []) for _ in range(CONDITIONS)])
    tags = Tag.objects.bulk_create(
        Tag(slug=f"{name.lower()}-{place}", name=name, description=words.text(dice(seed, "tag", place), 10))
        for place, name in enumerate(names)
    )
    TagName.objects.bulk_create(
        TagName(tag=tag, kind=TagNameKind.NAME, language=LANGUAGE, name=tag.name, key=folded(tag.name)) for tag in tags
    )
    _make_sources(seed, words)
    _make_organisations(seed, words, tags)


def _make_people(seed: int) -> None:
    for role, count in PEOPLE.items():
        group = Group.objects.get(name=role.value)
        for place in range(count):
            name = f"{prefix(seed)}{role.name.lower()}-{place}"
            user = User.objects.create_user(name, first_name=role.value, last_name=f"Made {place + 1}", is_staff=True)
            user.groups.add(group)
            Byline.objects.create(
                user=user, key=name, name=str(user), credentials="Made up, for measuring", interests="None"
            )


def _make_topics(kind: TopicKind, named: list[tuple[str, list[str]]]) -> None:
    topics = Topic.objects.bulk_create(
        Topic(slug=f"{name.lower()}-{kind}-{place}", kind=kind, name=name, description=f"{name} is made up.")
        for place, (name, _) in enumerate(named)
    )
    TopicName.objects.bulk_create(
        TopicName(topic=topic, kind=NameKind.BRAND, name=brand, country=country)
        for topic, (_, brands) in zip(topics, named, strict=True)
        for brand, country in zip(brands, ("GB", "US", "DE"), strict=False)
    )
    system = "rxnorm" if kind == TopicKind.MEDICINE else "icd10"
    TopicCode.objects.bulk_create(
        TopicCode(topic=topic, system=system, value=f"made-{place}") for place, topic in enumerate(topics)
    )


def _make_sources(seed: int, words: Words) -> None:
    kinds = [kind.value for kind in SourceKind]
    Source.objects.bulk_create(
        Source(
            key=f"made-{place}",
            kind=kinds[place % len(kinds)],
            title=words.text(dice(seed, "source", place), 11).rstrip("."),
            authors="Rottach KG, Schaner BM, Kirch MH",
            container="Journal of Made Studies",
            year=1990 + place % 36,
            details=f"{place % 60}(1):70–75",
            doi=f"10.5555/made.{place}",
        )
        for place in range(SOURCES)
    )


def _make_organisations(seed: int, words: Words, tags: Sequence[Tag]) -> None:
    kinds = [kind for kind in OrganisationKind if kind != OrganisationKind.CRISIS]
    curator = _people(seed)[0]
    verified = {
        "verified_on": timezone.localdate() - dt.timedelta(days=30),
        "verified_by": curator,
        "verification_source": "Made up, for measuring",
    }
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"made-{place}",
            name=f"{words.one(dice(seed, 'organisation', place), 100).capitalize()} association {place}",
            kind=OrganisationKind.CRISIS if place % 30 == 0 else kinds[place % len(kinds)],
            countries=("GB", "US", "DE", "AU")[place % 4],
            languages=LANGUAGE,
            offers=words.text(dice(seed, "offers", place), 20),
            **verified,
        )
        for place in range(ORGANISATIONS)
    )
    given = ((ContactKind.PHONE, "+442079460000"), (ContactKind.WEBSITE, "https://example.org/made"))
    Contact.objects.bulk_create(
        Contact(organisation=each, kind=kind, value=f"{value}-{each.pk}" if value[0] == "h" else value, **verified)
        for each in organisations
        for kind, value in given
    )
    chosen = dice(seed, "placements")
    Placement.objects.bulk_create(
        Placement(organisation=each, tag=tag) for each in organisations for tag in chosen.sample(tags, PLACED)
    )
