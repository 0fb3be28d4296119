"""The addresses of the admin and the desk."""

from django.contrib import admin

urlpatterns = admin.site.urls[0]
