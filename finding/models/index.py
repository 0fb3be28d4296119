"""The search index: pages that can be found, the words in them, and the beginnings that typing is matched with.

Everything here is derived from what is published, and can be made anew at any time (``manage.py rebuild_search``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What a page that was found is about."""

    ARTICLE = "article", "Article"
    MEDICINE = "medicine", "Medicine"
    CONDITION = "condition", "Condition"
    TAG = "tag", "Topic"
    ORGANISATION = "organisation", "Organisation"


class Entry(models.Model):
    """A page that can be found in one language, with the texts that it is found by.

    ``ref`` is whose page it is, in the words of its app, such as ``article:12``. ``names`` holds one name a line;
    ``hidden_names`` those that a page is found by but that readers are not shown. ``sections`` is a list of
    ``[anchor, heading, text]``; plain text. ``tags`` is slugs with a space before and behind each.
    """

    ref = models.CharField(max_length=60)
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, choices=Kind)
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    names = models.TextField(blank=True)
    hidden_names = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    medicine = models.CharField(max_length=80, blank=True)
    tags = models.TextField(blank=True)
    stems = models.TextField(help_text="As they are ranked: a line each for title, names, summary, headings, text.")
    revision = models.PositiveBigIntegerField(help_text="The change of the index that wrote it.")

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "language"], name="entry_once_a_language"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entry_kind_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(path="") & ~Q(language=""), name="entry_whole"),
        ]
        indexes: ClassVar = [models.Index(fields=["revision"], name="entry_revision")]

    def __str__(self) -> str:
        return f"{self.ref} ({self.language})"


class Gone(models.Model):
    """That a page was found in a language and is not any more; whoever has a copy of the index must be told.

    It stays until the page can be found again.
    """

    ref = models.CharField(max_length=60)
    language = models.CharField(max_length=12)
    revision = models.PositiveBigIntegerField(help_text="The change of the index that took it out.")

    class Meta:
        verbose_name_plural = "gone"
        constraints: ClassVar = [models.UniqueConstraint(fields=["ref", "language"], name="gone_once_a_language")]
        indexes: ClassVar = [models.Index(fields=["revision"], name="gone_revision")]

    def __str__(self) -> str:
        return f"{self.ref} ({self.language})"


class Word(models.Model):
    """A word of the index in a language, as it is folded, and in how many entries it stands."""

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=60)
    entries = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["language", "word"], name="word_once_a_language")]

    def __str__(self) -> str:
        return self.word


class Start(models.Model):
    """A name of an entry from one of its words on, folded: what somebody types is matched with its beginning."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="starts")
    language = models.CharField(max_length=12)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    place = models.PositiveSmallIntegerField(help_text="Which word of the name it begins with, from 0.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["language", "key"], name="start_key")]

    def __str__(self) -> str:
        return self.key


class IndexState(models.Model):
    """The one row that says how far the index is. Whoever writes into the index locks it first.

    ``signature`` is the way in which texts were read when the index was made; another one asks for a rebuild.
    """

    revision = models.PositiveBigIntegerField(default=0)
    entries = models.IntegerField(default=0)
    signature = models.CharField(max_length=200, blank=True)
    sent = models.PositiveBigIntegerField(default=0, help_text="The revision that an engine elsewhere has.")
    sent_to = models.CharField(max_length=200, blank=True, help_text="The index there that has it.")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="indexstate_one_row")]

    def __str__(self) -> str:
        return f"revision {self.revision}"
