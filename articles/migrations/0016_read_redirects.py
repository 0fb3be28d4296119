"""Every role reads redirects and missing addresses."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("Author", "Clinical reviewer", "Publisher", "Link curator", "Administrator")
READ = ("view_redirect", "view_missingaddress")


def let_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration; they are needed now.
    config = apps.get_app_config("finding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    found = permissions.filter(content_type__app_label="finding", codename__in=READ)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES):
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_read_former_slugs"), ("finding", "0002_redirects_in_one_hop")]
    operations = [migrations.RunPython(let_read, migrations.RunPython.noop)]
