"""Every role reads the slugs that things had."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("Author", "Clinical reviewer", "Publisher", "Link curator", "Administrator")
READ = {"articles": "formerslug", "resources": "formerorganisationslug"}


def let_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES)
    # Django makes permissions only after the last migration; they are needed now.
    for label, model in READ.items():
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=using, verbosity=0)
        config.models_module = None
        found = permissions.get(content_type__app_label=label, codename=f"view_{model}")
        for group in groups:
            group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_former_slugs"), ("resources", "0008_former_slugs")]
    operations = [migrations.RunPython(let_read, migrations.RunPython.noop)]
