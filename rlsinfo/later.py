"""Addresses that most processes are never asked for, and whose code is only imported when they are."""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class Later(URLResolver):
    """What stands below a prefix under a namespace of its own: its module is imported at the first request below it,
    or when one of its addresses is wanted.

    Django asks every resolver for all of its addresses when it wants any; of one with a namespace it needs none then.
    """

    _wanted = False

    def __init__(self, prefix: str, module: str, namespace: str) -> None:
        super().__init__(RoutePattern(prefix), module, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        if self._wanted:
            super()._populate()

    @property
    def reverse_dict(self) -> Any:
        """Its addresses by name."""
        self._wanted = True
        return super().reverse_dict

    @property
    def namespace_dict(self) -> Any:
        """The namespaces below it."""
        self._wanted = True
        return super().namespace_dict

    @property
    def app_dict(self) -> Any:
        """The applications below it."""
        self._wanted = True
        return super().app_dict
