"""The vocabulary: medicines and conditions with their names and codes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from accounts.addresses import with_slug
from finding.models import HasFormerSlugs


class TopicKind(models.TextChoices):
    """What a topic is."""

    MEDICINE = "medicine", "Medicine"
    CONDITION = "condition", "Condition"


class Topic(HasFormerSlugs):
    """A medicine or a condition. May change. One vocabulary for hubs, search, structured data and APIs."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=TopicKind)
    name = models.CharField(max_length=200, help_text="The usual name; of a medicine its generic name.")
    description = models.TextField(blank=True, help_text="What it is, in one or two plain sentences.")

    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="topic_kind_known"),
            models.UniqueConstraint(fields=["kind", "name"], name="topic_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="topic_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its hub."""
        return with_slug(f"articles:{self.kind}", self.slug)


class NameKind(models.TextChoices):
    """What sort of further name a topic has."""

    SYNONYM = "synonym", "Synonym"
    BRAND = "brand", "Brand name"
    LAY = "lay", "What people say"
    SEARCH = "search", "Only for finding, never shown"


class TopicNameQuerySet(models.QuerySet["TopicName"]):
    """The words in which further names are asked for."""

    def shown(self, language: str) -> TopicNameQuerySet:
        """Those that readers of a language are shown: of that language and of every language, not those for finding."""
        return self.exclude(kind=NameKind.SEARCH).filter(language__in=("", language))


class TopicName(models.Model):
    """A further name of a topic: a synonym, a brand name in a country, what people say, or a word that only helps to
    find it (a further lay word, a brand name that nobody has verified). May change.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20, choices=NameKind)
    name = models.CharField(max_length=200)
    language = models.CharField(
        max_length=12,
        blank=True,
        help_text="Whose word it is, such as en. Empty: of every language, as brand names and abbreviations are.",
    )
    country = CountryField(blank=True, help_text="Where a brand name is used.")

    objects = TopicNameQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="topicname_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="topicname_named"),
            models.UniqueConstraint(fields=["topic", "name", "language", "country"], name="topicname_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CodeSystem(models.TextChoices):
    """Where a code comes from."""

    RXNORM = "rxnorm", "RxNorm"
    ATC = "atc", "ATC"
    ICD10 = "icd10", "ICD-10"
    ICD10CM = "icd10cm", "ICD-10-CM"
    SNOMED = "snomed", "SNOMED CT"
    MESH = "mesh", "MeSH"


class TopicCode(models.Model):
    """A topic's code in a terminology. May change. One code means one topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(max_length=20, choices=CodeSystem)
    value = models.CharField(max_length=40, help_text="As the terminology writes it, such as N06AX11.")

    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))

    class Meta:
        ordering: ClassVar = ["system", "value"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(system__in=CodeSystem.values), name="topiccode_system_known"),
            models.UniqueConstraint(fields=["system", "value"], name="topiccode_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.value}"
