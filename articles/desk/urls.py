"""The addresses of the desk, below ``/admin/desk/``. ``Desk`` puts each behind the sign-in."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles.desk import actions, article, edition, lists, new_article

urlpatterns: list[URLPattern] = [
    path("new/", new_article.new, name="desk-new"),
    path("articles/<int:pk>/", article.article, name="desk-article"),
    path("editions/<int:pk>/", edition.edition, name="desk-edition"),
    path("editions/<int:pk>/do/<slug:action>/", actions.act, name="desk-action"),
    path("lists/<slug:name>/", lists.listing, name="desk-list"),
]
