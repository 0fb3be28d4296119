from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from rlsinfo import checks, planning


class RlsinfoConfig(AppConfig):
    name = "rlsinfo"
    verbose_name = "Site"

    def ready(self) -> None:
        """Register the checks of the settings and of the database, who is told when pages change, and what follows a
        migrate.
        """
        from freshness.following import watchers  # noqa: PLC0415 (settings are there only now)
        from rlsinfo.pagefiles.shelf import shelf  # noqa: PLC0415

        register(checks.safe_in_public, Tags.security)
        register(checks.consistent, Tags.security)
        register(checks.guarded, Tags.database)
        post_migrate.connect(planning.look_after_migrate, sender=self)
        if (files := shelf()) is not None:
            watchers.append(files)


class DeskConfig(SimpleAdminConfig):
    """Django's admin, with the desk as its site, which finds what is registered by itself."""

    default_site = "articles.desk.site.Desk"
