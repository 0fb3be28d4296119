"""The public addresses of support organisations."""

from django.urls import path

from resources import views

app_name = "resources"
urlpatterns = [
    path("support/", views.directory, name="directory"),
    path("support/<slug:slug>/", views.organisation, name="organisation"),
    path("support/<slug:slug>/report/", views.report, name="report"),
    path("support/<slug:slug>/thanks/", views.thanks, name="thanks"),
]
