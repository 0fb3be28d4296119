"""Topics have a history with their names and codes; that of each begins with how it stands.

A name may be of every language, as brand names are, and may be there for finding only.
"""

import django.db.models.deletion
import django_countries.fields
import simple_history.models
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def brands(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    names = apps.get_model("articles", "TopicName").objects.using(schema_editor.connection.alias)
    names.filter(kind="brand").update(language="")


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    first = {"history_type": "+", "history_date": timezone.now(), "history_change_reason": "As it stood when histories began"}
    for name in ("Topic", "TopicName", "TopicCode"):
        model, kept = apps.get_model("articles", name), apps.get_model("articles", f"Historical{name}")
        columns = [field.attname for field in model._meta.concrete_fields]
        rows = (kept(**row, **first) for row in model.objects.using(using).values(*columns).iterator())
        kept.objects.using(using).bulk_create(rows, batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_source_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalTopic',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80)),
                ('kind', models.CharField(choices=[('medicine', 'Medicine'), ('condition', 'Condition')], max_length=20)),
                ('name', models.CharField(help_text='The usual name; of a medicine its generic name.', max_length=200)),
                ('description', models.TextField(blank=True, help_text='What it is, in one or two plain sentences.')),
                ('history_change_reason', models.TextField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical topic',
                'verbose_name_plural': 'historical topics',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTopicCode',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('system', models.CharField(choices=[('rxnorm', 'RxNorm'), ('atc', 'ATC'), ('icd10', 'ICD-10'), ('icd10cm', 'ICD-10-CM'), ('snomed', 'SNOMED CT'), ('mesh', 'MeSH')], max_length=20)),
                ('value', models.CharField(help_text='As the terminology writes it, such as N06AX11.', max_length=40)),
                ('history_change_reason', models.TextField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical topic code',
                'verbose_name_plural': 'historical topic codes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTopicName',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('synonym', 'Synonym'), ('brand', 'Brand name'), ('lay', 'What people say'), ('search', 'Only for finding, never shown')], max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('language', models.CharField(blank=True, help_text='Whose word it is, such as en. Empty: of every language, as brand names and abbreviations are.', max_length=12)),
                ('country', django_countries.fields.CountryField(blank=True, help_text='Where a brand name is used.', max_length=2)),
                ('history_change_reason', models.TextField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical topic name',
                'verbose_name_plural': 'historical topic names',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='topicname',
            name='topicname_kind_known',
        ),
        migrations.AlterField(
            model_name='topicname',
            name='kind',
            field=models.CharField(choices=[('synonym', 'Synonym'), ('brand', 'Brand name'), ('lay', 'What people say'), ('search', 'Only for finding, never shown')], max_length=20),
        ),
        migrations.AlterField(
            model_name='topicname',
            name='language',
            field=models.CharField(blank=True, help_text='Whose word it is, such as en. Empty: of every language, as brand names and abbreviations are.', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='topicname',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['synonym', 'brand', 'lay', 'search'])), name='topicname_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='topicname',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='topicname_named'),
        ),
        migrations.AddField(
            model_name='historicaltopic',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltopiccode',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltopiccode',
            name='topic',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='historicaltopicname',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltopicname',
            name='topic',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.topic'),
        ),
        migrations.RunPython(brands, migrations.RunPython.noop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
