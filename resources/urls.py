"""The public addresses of support organisations."""

from django.urls import path

from finding.moved import moved
from resources import views
from resources.selectors import slug_now

app_name = "resources"
of_organisation = moved(slug_now)
"""Leads from the address that an organisation had to the one that it has."""
urlpatterns = [
    path("support/", views.directory, name="directory"),
    path("support/<slug:slug>/", of_organisation(views.organisation), name="organisation"),
    path("support/<slug:slug>/report/", of_organisation(views.report), name="report"),
    path("support/<slug:slug>/thanks/", of_organisation(views.thanks), name="thanks"),
]
