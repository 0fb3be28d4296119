from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from articles import guards
from articles.guards import changes
from freshness import reading


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        """Follow organisations, say which tables are watched, and guard the tables after every migrate.

        SQLite drops a table's triggers when it rebuilds the table.
        """
        from articles import indexing  # noqa: PLC0415 (models are there only now)
        from resources.indexing import followed  # noqa: PLC0415 (likewise)

        reading.watched_tables.update(changes.tables())
        reading.frozen_tables.update(changes.FROZEN)
        followed.connect(indexing.follow_tags_of)
        pre_migrate.connect(guards.remove_before_migrate, sender=self)
        post_migrate.connect(guards.install_after_migrate, sender=self)
