"""The addresses of the pages that belong to no article."""

from django.urls import path

from pages import search, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.results, name="search"),
    path("search/suggest/", search.suggestions, name="suggest"),
    path("opensearch.xml", search.description, name="opensearch"),
    path("about/", views.about, name="about"),
    path("about/<slug:slug>/", views.statement, name="statement"),
]
