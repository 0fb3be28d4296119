"""The models of articles, one file per concern."""

from articles.models.article import Article, ChangeKind, Contribution, Edition, Placement, State, Tagging
from articles.models.content import Citation, Point, Section
from articles.models.history import Decision, Event, EventKind, LoadedFile, Review
from articles.models.sources import Source, SourceKind, Standing
from articles.models.topics import CodeSystem, NameKind, Tag, Topic, TopicCode, TopicKind, TopicName

__all__ = [
    "Article",
    "ChangeKind",
    "Citation",
    "CodeSystem",
    "Contribution",
    "Decision",
    "Edition",
    "Event",
    "EventKind",
    "LoadedFile",
    "NameKind",
    "Placement",
    "Point",
    "Review",
    "Section",
    "Source",
    "SourceKind",
    "Standing",
    "State",
    "Tag",
    "Tagging",
    "Topic",
    "TopicCode",
    "TopicKind",
    "TopicName",
]
