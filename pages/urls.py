"""The addresses of the pages that belong to no article."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/<slug:slug>/", views.statement, name="statement"),
]
