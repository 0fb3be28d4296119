"""The models of articles, one file per concern."""

from articles.models.article import Article, PageLink, Placement, Tagging
from articles.models.content import Citation, Point, Section
from articles.models.desk import NoticeStage, Presence, ReviewNotice, SetAside
from articles.models.editions import ChangeKind, Contribution, Edition, State
from articles.models.filed import Filed
from articles.models.former import FormerSlug
from articles.models.history import Event, EventKind, KeptText, LoadedFile
from articles.models.prepared import PreparedPage
from articles.models.related import ChoiceKind, RelatedChoice
from articles.models.reviewing import Comment, Decision, IdentityCheck, Invitation, Review
from articles.models.sources import Source, SourceKind, Standing
from articles.models.tags import Tag, TagChange, TagChangeKind, TagName, TagNameKind
from articles.models.topics import CodeSystem, NameKind, Topic, TopicCode, TopicKind, TopicName

__all__ = [
    "Article",
    "ChangeKind",
    "ChoiceKind",
    "Citation",
    "CodeSystem",
    "Comment",
    "Contribution",
    "Decision",
    "Edition",
    "Event",
    "EventKind",
    "Filed",
    "FormerSlug",
    "IdentityCheck",
    "Invitation",
    "KeptText",
    "LoadedFile",
    "NameKind",
    "NoticeStage",
    "PageLink",
    "Placement",
    "Point",
    "PreparedPage",
    "Presence",
    "RelatedChoice",
    "Review",
    "ReviewNotice",
    "Section",
    "SetAside",
    "Source",
    "SourceKind",
    "Standing",
    "State",
    "Tag",
    "TagChange",
    "TagChangeKind",
    "TagName",
    "TagNameKind",
    "Tagging",
    "Topic",
    "TopicCode",
    "TopicKind",
    "TopicName",
]
