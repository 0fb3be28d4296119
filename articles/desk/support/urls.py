"""The addresses of the curators' queue, below ``/admin/desk/support/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles.desk.support import bulk, propose, record, views

urlpatterns: list[URLPattern] = [
    path("support/", views.support, name="desk-support"),
    path("support/propose/", propose.propose, name="desk-support-propose"),
    path("support/<int:pk>/", record.record, name="desk-support-record"),
    path("support/do/<slug:action>/", views.act, name="desk-support-act"),
    path("support/several/<slug:action>/", bulk.bulk, name="desk-support-bulk"),
]
