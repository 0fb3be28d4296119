from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FindingConfig(AppConfig):
    name = "finding"
    verbose_name = "Finding"

    def ready(self) -> None:
        """Give the index what its engine needs after every migrate: SQLite drops triggers when it rebuilds a table."""
        post_migrate.connect(_install, sender=self)


def _install(*, using: str, **_: Any) -> None:
    from finding import engines  # noqa: PLC0415 (needs the models)

    connection = connections[using]
    if "finding_entry" in connection.introspection.table_names():
        engines.own(connection).install(connection)
