"""The addresses of the desk, below ``/admin/desk/``. ``Desk`` puts each behind the sign-in."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles.desk import (
    actions,
    article,
    edition,
    editor,
    editor_sources,
    linking,
    lists,
    new_article,
    record_history,
    renaming,
)
from articles.desk.placing import urlpatterns as placing
from articles.desk.support.urls import urlpatterns as support
from articles.desk.tags.urls import urlpatterns as tags

urlpatterns: list[URLPattern] = [
    path("new/", new_article.new, name="desk-new"),
    path("articles/<int:pk>/", article.article, name="desk-article"),
    path("articles/<int:pk>/start/", article.start, name="desk-start"),
    path("articles/<int:pk>/relate/", article.relate, name="desk-relate"),
    path("articles/<int:pk>/address/", renaming.article, name="desk-article-address"),
    path("topics/<int:pk>/address/", renaming.topic, name="desk-topic-address"),
    path("kept/<int:pk>/", article.kept, name="desk-kept"),
    path("editions/<int:pk>/", edition.edition, name="desk-edition"),
    path("editions/<int:pk>/text/", edition.text, name="desk-text"),
    path("editions/<int:pk>/do/<slug:action>/", actions.act, name="desk-action"),
    path("lists/<slug:name>/", lists.listing, name="desk-list"),
    path("editions/<int:pk>/edit/", editor.edit, name="desk-edit"),
    path("editions/<int:pk>/edit/save/", editor.save, name="desk-save"),
    path("editions/<int:pk>/edit/check/", editor.check, name="desk-check"),
    path("editions/<int:pk>/edit/preview/", editor.preview, name="desk-preview"),
    path("editions/<int:pk>/edit/presence/", editor.presence, name="desk-presence"),
    path("editions/<int:pk>/edit/set-aside/", editor.set_aside, name="desk-set-aside"),
    path("articles/find/", linking.find, name="desk-find-article"),
    path("sources/", editor_sources.find, name="desk-sources"),
    path("sources/<int:pk>/history/", record_history.source_history, name="desk-source-history"),
    path("topics/<int:pk>/history/", record_history.topic_history, name="desk-topic-history"),
    path("sources/new/", editor_sources.new, name="desk-source-new"),
    *support,
    *tags,
    *placing,
]
