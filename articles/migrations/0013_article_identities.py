"""Articles have an identity that prose links them by; those of the starter content have the one of their files."""

import uuid

import articles.models.article
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMESPACE = uuid.UUID("5f6b9a52-9d0a-4c5e-9b0e-2f6a7f1d3c11")
"""That of ``starter.files``."""
LOADER = "starter-content"
ROLES = ("Author", "Clinical reviewer", "Publisher", "Link curator", "Administrator")


def identify(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each article that is there its identity."""
    model = apps.get_model("articles", "Article")
    found = list(model.objects.select_related("created_by").only("slug", "language", "created_by__username"))
    for article in found:
        of_its_file = uuid.uuid5(NAMESPACE, f"article/{article.language}/{article.slug}")
        article.uuid = of_its_file if article.created_by.username == LOADER else uuid.uuid4()
    model.objects.bulk_update(found, ["uuid"], batch_size=200)


def let_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let every role read what was chosen about related articles."""
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration; they are needed now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using).filter(content_type__app_label="articles")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES):
        group.permissions.add(*permissions.filter(codename="view_relatedchoice"))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_related_articles'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='uuid',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(identify, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='article',
            name='uuid',
            field=models.UUIDField(default=articles.models.article.new_uuid, editable=False, help_text='What links in prose know it by, whatever its address.', unique=True),
        ),
        migrations.RunPython(let_read, migrations.RunPython.noop),
    ]
