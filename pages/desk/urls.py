"""The addresses of the desk that are about addresses, below ``/admin/desk/``. ``Desk`` puts each behind the sign-in."""

from __future__ import annotations

from django.urls import URLPattern, path

from pages.desk import missing, redirects

urlpatterns: list[URLPattern] = [
    path("redirects/", redirects.redirects, name="desk-redirects"),
    path("redirects/new/", redirects.new, name="desk-redirect-new"),
    path("redirects/<int:pk>/", redirects.change, name="desk-redirect"),
    path("redirects/<int:pk>/remove/", redirects.remove, name="desk-redirect-remove"),
    path("redirects/download/", redirects.download, name="desk-redirects-download"),
    path("redirects/send/", redirects.send, name="desk-redirects-send"),
    path("redirects/import/", redirects.importing, name="desk-redirects-import"),
    path("missing/", missing.missing, name="desk-missing"),
    path("missing/<int:pk>/pass/", missing.pass_over, name="desk-missing-pass"),
    path("missing/words/", missing.words, name="desk-missing-words"),
    path("missing/words/<int:pk>/pass/", missing.pass_over_word, name="desk-missing-word-pass"),
]
