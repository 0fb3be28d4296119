"""The five roles as groups, with what each may do in the admin. Writing and publishing go through the workflow."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVERYTHING = ("add", "change", "delete")
READ = {
    "accounts": ["byline"],
    "resources": ["organisation", "contact"],
    "articles": [
        "article", "citation", "contribution", "edition", "event", "placement", "point", "review", "section",
        "source", "tag", "tagging", "topic", "topiccode", "topicname",
    ],
}  # fmt: skip
WRITE = {
    "Author": {"articles": {"source": ("add", "change")}},
    "Clinical reviewer": {"articles": {"source": ("add", "change")}},
    "Publisher": {
        "articles": {
            "source": ("add", "change"),
            "tag": EVERYTHING,
            "topic": EVERYTHING,
            "topiccode": EVERYTHING,
            "topicname": EVERYTHING,
            "placement": EVERYTHING,
        }
    },
    "Link curator": {
        "resources": {"organisation": ("add", "change"), "contact": EVERYTHING},
        "articles": {"placement": EVERYTHING},
    },
    "Administrator": {
        "accounts": {"user": ("view", "add", "change"), "byline": ("add", "change")},
        "auth": {"group": ("view",)},
    },
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration; they are needed now.
    for label in ("accounts", "resources", "articles", "auth"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=using, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    groups = apps.get_model("auth", "Group").objects.using(using)

    def found(label: str, model: str, action: str):
        return permissions.get(content_type__app_label=label, codename=f"{action}_{model}")

    everybody = [found(label, model, "view") for label, models in READ.items() for model in models]
    for role, labels in WRITE.items():
        group, _ = groups.get_or_create(name=role)
        group.permissions.set(everybody)
        for label, models in labels.items():
            group.permissions.add(*(found(label, m, action) for m, actions in models.items() for action in actions))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("accounts", "0001_initial"),
        ("resources", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
