"""Each tag has its name among its names, and the vocabulary is changed by its workflow alone."""

import unicodedata

from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("Author", "Clinical reviewer", "Publisher", "Link curator", "Administrator")
READ = ("view_tagname", "view_tagchange")
PAST_THE_WORKFLOW = ("add_tag", "change_tag", "delete_tag")


def folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    kept = (s for s in apart if unicodedata.category(s)[0] not in "ZPCS" and unicodedata.combining(s) not in range(200, 241))
    return unicodedata.normalize("NFC", "".join(kept))


def give_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    tags, names = apps.get_model("articles", "Tag"), apps.get_model("articles", "TagName")
    taken = set()
    for tag in tags.objects.using(using).order_by("pk"):
        # Two that differ in an accent or a hyphen alone are told apart by their addresses.
        name = next(n for n in (tag.name, f"{tag.name[:38]} {tag.slug}", tag.slug) if folded(n) and folded(n) not in taken)
        taken.add(folded(name))
        names.objects.using(using).create(
            tag=tag, kind="name", language=settings.LANGUAGE_CODE, name=name, key=folded(name)[:240]
        )
        if name != tag.name:
            tags.objects.using(using).filter(pk=tag.pk).update(name=name)


def settle_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration; they are needed now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using).filter(content_type__app_label="articles")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES):
        group.permissions.add(*permissions.filter(codename__in=READ))
        group.permissions.remove(*permissions.filter(codename__in=PAST_THE_WORKFLOW))


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_tags_in_order")]
    operations = [
        migrations.RunPython(give_names, migrations.RunPython.noop),
        migrations.RunPython(settle_rights, migrations.RunPython.noop),
    ]
