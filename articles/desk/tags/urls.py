"""The addresses of the vocabulary at the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles.desk.tags import acts, choosing, listing

urlpatterns: list[URLPattern] = [
    path("tags/", listing.tags, name="desk-tags"),
    path("tags/new/", listing.new, name="desk-tag-new"),
    path("tags/merge/", acts.merge, name="desk-tag-merge"),
    path("tags/<int:pk>/", listing.tag, name="desk-tag"),
    path("tags/<int:pk>/describe/", listing.describe, name="desk-tag-describe"),
    path("tags/<int:pk>/rename/", acts.rename, name="desk-tag-rename"),
    path("tags/<int:pk>/split/", acts.split, name="desk-tag-split"),
    path("tags/<int:pk>/retire/", acts.retire, name="desk-tag-retire"),
    path("tags/changes/<int:pk>/", acts.reverse, name="desk-tag-reverse"),
    path("articles/<int:pk>/tags/", choosing.choose, name="desk-article-tags"),
]
