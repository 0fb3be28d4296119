"""The addresses of the desk, below ``/admin/desk/``. ``Desk`` puts each behind the sign-in."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles.desk import article, lists, new_article

urlpatterns: list[URLPattern] = [
    path("new/", new_article.new, name="desk-new"),
    path("articles/<int:pk>/", article.article, name="desk-article"),
    path("lists/<slug:name>/", lists.listing, name="desk-list"),
]
