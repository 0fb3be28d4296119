"""The addresses of the desk that are about support resources, below ``/admin/desk/``. ``Desk`` puts each behind the
sign-in.
"""

from __future__ import annotations

from django.urls import URLPattern

from resources.desk import coverage, renaming, tables

urlpatterns: list[URLPattern] = [*coverage.urlpatterns, *tables.urlpatterns, *renaming.urlpatterns]
