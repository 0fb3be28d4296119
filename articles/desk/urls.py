"""The addresses of the desk, below ``/admin/desk/``. ``Desk`` puts each behind the sign-in."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
