from django.apps import AppConfig
from django.db.backends.signals import connection_created


class FreshnessConfig(AppConfig):
    name = "freshness"
    verbose_name = "Freshness"

    def ready(self) -> None:
        """Listen to every connection."""
        from freshness import listening  # noqa: PLC0415 (settings are there only now)

        connection_created.connect(listening.listen)
