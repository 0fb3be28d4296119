"""The public addresses of articles, topics and tags."""

from django.urls import path

from accounts import numbers  # noqa: F401 (what addresses are written with)
from articles import history, tagged, views
from articles.feeds import ChangedArticles, TagFeed
from articles.guest import views as guest
from articles.hubs import views as hubs
from articles.hubs.a_to_z import a_to_z
from articles.models import TopicKind
from articles.selectors import slug_of_article, slug_of_topic
from finding.moved import moved
from freshness.keeping import kept

app_name = "articles"
of_article, of_topic, of_tag = moved(slug_of_article), moved(slug_of_topic), moved(tagged.slug_now)
"""What leads from the address that a page had to the one that it has."""
urlpatterns = [
    path("articles/", a_to_z, name="a-to-z"),
    path("articles/<slug:slug>/", of_article(views.article), name="article"),
    path("articles/<slug:slug>/editions/<number:number>/", of_article(views.edition), name="edition"),
    path("articles/<slug:slug>/history/", of_article(history.history), name="history"),
    path("articles/<slug:slug>/history/<number:old>/<number:new>/", of_article(history.difference), name="difference"),
    path("medicines/", hubs.topics, {"kind": TopicKind.MEDICINE}, name="medicines"),
    path("medicines/<slug:slug>/", of_topic(hubs.topic), {"kind": TopicKind.MEDICINE}, name="medicine"),
    path("conditions/", hubs.topics, {"kind": TopicKind.CONDITION}, name="conditions"),
    path("conditions/<slug:slug>/", of_topic(hubs.topic), {"kind": TopicKind.CONDITION}, name="condition"),
    path("topics/", views.tags, name="tags"),
    path("topics/<slug:slug>/", of_tag(views.tag), name="tag"),
    path("topics/<slug:slug>/feed/", of_tag(kept()(TagFeed())), name="tag-feed"),
    path("review/<str:token>/", guest.review, name="guest-review"),
    path("feed/", kept()(ChangedArticles()), name="feed"),
]
