"""What was marked as broken by hand says so, and the history of each record begins with how it stands."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    contacts = apps.get_model("resources", "Contact").objects.using(using)
    contacts.filter(broken_since__isnull=False, broken_why="").update(broken_why="Marked by hand.")
    for name in ("Organisation", "Contact"):
        model, kept = apps.get_model("resources", name), apps.get_model("resources", f"Historical{name}")
        columns = [field.attname for field in model._meta.concrete_fields]
        first = {"history_type": "+", "history_date": timezone.now(), "history_change_reason": "As it stood when histories began"}
        rows = (kept(**row, **first) for row in model.objects.using(using).values(*columns).iterator())
        kept.objects.using(using).bulk_create(rows, batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("resources", "0003_links")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
