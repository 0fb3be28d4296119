"""The admin site of this project: Django's own, with the pages of the desk under ``/admin/desk/``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, autodiscover
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path


class Desk(AdminSite):
    """Django's admin with the desk in it. Every page of the desk is for staff who signed in."""

    site_header = "rlsinfo desk"
    site_title = "rlsinfo desk"
    index_title = "Desk"
    index_template = "admin/desk/front.html"
    _looked = False

    @property
    def _registry(self) -> dict[Any, Any]:
        """What is registered. The admin modules of all apps are imported when somebody first wants to know: a process
        that only answers readers never does, and starts in half the time.
        """
        if not self._looked:
            self._looked = True
            autodiscover()
        return self._registered

    @_registry.setter
    def _registry(self, registered: dict[Any, Any]) -> None:
        self._registered = registered

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The desk's addresses first, since Django's last one takes whatever is left."""
        # By their names: their views need the models, which are not there yet, and some know more than this app.
        every = [page for name in settings.DESK_URLS for page in import_module(name).urlpatterns]
        pages = [path(str(page.pattern), self.admin_view(page.callback), name=page.name) for page in every]
        return [path("desk/", include(pages)), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: the desk's own, with Django's list of everything else below it."""
        from articles.desk import front  # noqa: PLC0415 (it needs the models, which are not there yet)

        return super().index(request, {**front.context(request), **(extra_context or {})})
