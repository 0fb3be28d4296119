"""The public addresses of articles, topics and tags."""

from django.urls import path

from articles import history, views
from articles.feeds import ChangedArticles, TagFeed
from articles.guest import views as guest
from articles.hubs import views as hubs
from articles.models import TopicKind

app_name = "articles"
urlpatterns = [
    path("articles/", hubs.a_to_z, name="a-to-z"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("articles/<slug:slug>/history/", history.history, name="history"),
    path("articles/<slug:slug>/history/<int:old>/<int:new>/", history.difference, name="difference"),
    path("medicines/", hubs.topics, {"kind": TopicKind.MEDICINE}, name="medicines"),
    path("medicines/<slug:slug>/", hubs.topic, {"kind": TopicKind.MEDICINE}, name="medicine"),
    path("conditions/", hubs.topics, {"kind": TopicKind.CONDITION}, name="conditions"),
    path("conditions/<slug:slug>/", hubs.topic, {"kind": TopicKind.CONDITION}, name="condition"),
    path("topics/", views.tags, name="tags"),
    path("topics/<slug:slug>/", views.tag, name="tag"),
    path("topics/<slug:slug>/feed/", TagFeed(), name="tag-feed"),
    path("review/<str:token>/", guest.review, name="guest-review"),
    path("feed/", ChangedArticles(), name="feed"),
]
