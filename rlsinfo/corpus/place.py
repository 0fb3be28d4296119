"""Where a corpus may be made: in a database of its own, never in one that holds what somebody wrote."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connections

from accounts.models import User
from articles.models import Article, Source, Tag, Topic
from resources.models import Organisation
from rlsinfo import env
from rlsinfo.corpus.vocabulary import prefix

ELSEWHERE = "A made site has a database of its own: name another one with --database-url or --data-dir."


def use(database_url: str, data_dir: Path | None) -> None:
    """Turn this process to another database than the site's. Raises ``CommandError`` where both or neither is named,
    or where it is the site's own.
    """
    if bool(database_url) == bool(data_dir):
        raise CommandError(f"Say where, with one of --database-url and --data-dir. {ELSEWHERE}")
    if data_dir:
        data_dir.mkdir(parents=True, exist_ok=True)
        database_url = f"sqlite:///{(data_dir / 'rlsinfo.sqlite3').resolve()}"
    own = connections.settings["default"]
    wanted = env.database_at("DATABASE_URL", database_url)
    if all(str(own.get(key) or "") == str(wanted.get(key) or "") for key in ("NAME", "HOST", "PORT")):
        raise CommandError(f"That is the database of the site that this command was started in. {ELSEWHERE}")
    os.environ["DATABASE_URL"] = database_url
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": wanted})["default"]
    del connections["default"]


def made(seed: int) -> int:
    """How many articles a corpus of this seed has here. Raises ``CommandError`` where there is anything else."""
    ours = User.objects.filter(username__startswith=prefix(seed))
    if not ours.exists():
        there = {model: model._default_manager.count() for model in (Article, Topic, Tag, Source, Organisation)}  # noqa: SLF001
        if found := [f"{count} {model._meta.verbose_name_plural}" for model, count in there.items() if count]:  # noqa: SLF001
            raise CommandError(f"This database has {', '.join(found)} that this command did not make. {ELSEWHERE}")
        return 0
    if others := Article.objects.exclude(created_by__in=ours).count():
        raise CommandError(f"This database has {others} articles that this command did not make. {ELSEWHERE}")
    return Article.objects.filter(slug__startswith="made-").count()
