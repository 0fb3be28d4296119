from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.core.checks import Tags, register

from rlsinfo import checks


class RlsinfoConfig(AppConfig):
    name = "rlsinfo"
    verbose_name = "Site"

    def ready(self) -> None:
        """Register the checks of the settings and of the database, and who is told when pages change."""
        from freshness.following import watchers  # noqa: PLC0415 (settings are there only now)
        from rlsinfo.pagefiles.shelf import shelf  # noqa: PLC0415

        register(checks.safe_in_public, Tags.security)
        register(checks.consistent, Tags.security)
        register(checks.guarded, Tags.database)
        if (files := shelf()) is not None:
            watchers.append(files)


class DeskConfig(SimpleAdminConfig):
    """Django's admin, with the desk as its site, which finds what is registered by itself."""

    default_site = "articles.desk.site.Desk"
