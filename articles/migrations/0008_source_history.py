"""Sources have a history; that of each begins with how it stands."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    sources, kept = apps.get_model("articles", "Source"), apps.get_model("articles", "HistoricalSource")
    first = {"history_type": "+", "history_date": timezone.now(), "history_change_reason": "As it stood when histories began"}
    columns = [field.attname for field in sources._meta.concrete_fields]
    rows = (kept(**row, **first) for row in sources.objects.using(using).values(*columns).iterator())
    kept.objects.using(using).bulk_create(rows, batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_broken_whole'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalSource',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('broken_since', models.DateField(blank=True, help_text='Since when it is known not to work. Readers are not given it then.', null=True)),
                ('broken_why', models.CharField(blank=True, help_text='What was found, in a sentence.', max_length=300)),
                ('key', models.SlugField(help_text='A short stable name, such as rottach-2008.', max_length=80)),
                ('kind', models.CharField(choices=[('guideline', 'Guideline'), ('review', 'Review'), ('trial', 'Trial'), ('study', 'Study'), ('survey', 'Survey'), ('case_report', 'Case report'), ('consensus', 'Expert consensus'), ('leaflet', 'Package leaflet'), ('label', 'Official label'), ('bulletin', 'Safety bulletin')], max_length=20)),
                ('title', models.CharField(max_length=500)),
                ('authors', models.CharField(blank=True, help_text='As cited: Rottach KG, Schaner BM, Kirch MH.', max_length=500)),
                ('container', models.CharField(blank=True, help_text='The journal or series.', max_length=200)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('details', models.CharField(blank=True, help_text='Volume, issue and pages, such as 43(1):70–75.', max_length=200)),
                ('publisher', models.CharField(blank=True, max_length=200)),
                ('doi', models.CharField(blank=True, max_length=200, validators=[django.core.validators.RegexValidator('^10\\.\\d{4,9}/\\S+\\Z', 'Begins with 10.')], verbose_name='DOI')),
                ('pmid', models.CharField(blank=True, max_length=12, validators=[django.core.validators.RegexValidator('^[0-9]+\\Z', 'Digits only.')], verbose_name='PMID')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='URL')),
                ('standing', models.CharField(choices=[('current', 'Current'), ('superseded', 'Superseded'), ('retracted', 'Retracted')], default='current', max_length=20)),
                ('standing_note', models.CharField(blank=True, help_text='Why, and what took its place.', max_length=300)),
                ('history_change_reason', models.TextField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('broken_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: the link checker.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical source',
                'verbose_name_plural': 'historical sources',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
