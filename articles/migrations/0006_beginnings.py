"""Histories of placements begin, the links of what is published are noted, and everybody at the desk may read it all."""

import json
import re
from html import unescape

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

ROLES = ("Author", "Clinical reviewer", "Publisher", "Link curator", "Administrator")
READ = {
    "resources": ("link", "linkcheck", "linkhost", "checkerlease", "readerreport", "historicalorganisation", "historicalcontact"),
    "articles": ("pagelink", "historicalplacement"),
}
HREF = re.compile(r'<a href="(https?://[^"]{1,1990})"')


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    sources = apps.get_model("articles", "Source").objects.using(using)
    sources.filter(broken_since__isnull=False, broken_why="").update(broken_why="Marked by hand.")
    placements, kept = apps.get_model("articles", "Placement"), apps.get_model("articles", "HistoricalPlacement")
    first = {"history_type": "+", "history_date": timezone.now(), "history_change_reason": "As it stood when histories began"}
    columns = [field.attname for field in placements._meta.concrete_fields]
    rows = (kept(**row, **first) for row in placements.objects.using(using).values(*columns).iterator())
    kept.objects.using(using).bulk_create(rows, batch_size=200)


def note_links(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    links = apps.get_model("articles", "PageLink")
    sealed = apps.get_model("articles", "Edition").objects.using(using).filter(sealed_json__isnull=False)
    for pk, text in sealed.values_list("pk", "sealed_json").iterator(chunk_size=50):
        found = {unescape(url) for prose in _strings(json.loads(text)) for url in HREF.findall(prose)}
        links.objects.using(using).bulk_create(links(edition_id=pk, url=url) for url in sorted(found))


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def let_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration; they are needed now.
    for label, models in READ.items():
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=using, verbosity=0)
        config.models_module = None
        permissions = apps.get_model("auth", "Permission").objects.using(using)
        found = permissions.filter(content_type__app_label=label, codename__in=[f"view_{model}" for model in models])
        for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES):
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_links"), ("resources", "0005_broken_whole")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(note_links, migrations.RunPython.noop),
        migrations.RunPython(let_read, migrations.RunPython.noop),
    ]
