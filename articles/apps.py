from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        """Guard the tables after every migrate: SQLite drops a table's triggers when it rebuilds the table."""
        from articles import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
