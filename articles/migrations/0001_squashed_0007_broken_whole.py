"""All tables as one step, for a database that is made anew: SQLite would rebuild some of them thirty times."""

from importlib import import_module

import articles.models.article
import articles.outline
import django.core.validators
import django.db.models.deletion
import django_countries.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def of(migration, function):
    """What one of the replaced migrations does beside the tables."""
    return getattr(import_module(f"articles.migrations.{migration}"), function)


class Migration(migrations.Migration):

    replaces = [('articles', '0001_initial'), ('articles', '0002_roles'), ('articles', '0003_desk'), ('articles', '0004_roles_read_reviews'), ('articles', '0005_links'), ('articles', '0006_beginnings'), ('articles', '0007_broken_whole')]

    dependencies = [
        ('accounts', '0001_initial'),
        ('resources', '0001_squashed_0007_import_drafts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LoadedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='A short stable name, such as rottach-2008.', max_length=80, unique=True)),
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
                ('broken_since', models.DateField(blank=True, help_text='Since when it is known not to work. Readers are not given it then.', null=True)),
                ('broken_by', models.ForeignKey(blank=True, help_text='Empty: the link checker.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('broken_why', models.CharField(blank=True, help_text='What was found, in a sentence.', max_length=300)),
            ],
            options={
                'ordering': ['key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['guideline', 'review', 'trial', 'study', 'survey', 'case_report', 'consensus', 'leaflet', 'label', 'bulletin'])), name='source_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='source_named'), models.CheckConstraint(condition=models.Q(('standing__in', ['current', 'superseded', 'retracted'])), name='source_standing_known'), models.UniqueConstraint(condition=models.Q(('doi', ''), _negated=True), fields=('doi',), name='source_doi_once'), models.UniqueConstraint(condition=models.Q(('pmid', ''), _negated=True), fields=('pmid',), name='source_pmid_once'), models.CheckConstraint(condition=models.Q(models.Q(('broken_by', None), ('broken_since', None), ('broken_why', '')), models.Q(('broken_since__isnull', False), models.Q(('broken_why', ''), _negated=True)), _connector='OR'), name='source_broken_whole', violation_error_message='What is broken needs its day and what was found.')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(help_text='As readers see it.', max_length=120, unique=True)),
                ('description', models.CharField(blank=True, help_text="One sentence, shown on the tag's page.", max_length=300)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='tag_named')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('medicine', 'Medicine'), ('condition', 'Condition')], max_length=20)),
                ('name', models.CharField(help_text='The usual name; of a medicine its generic name.', max_length=200)),
                ('description', models.TextField(blank=True, help_text='What it is, in one or two plain sentences.')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['medicine', 'condition'])), name='topic_kind_known'), models.UniqueConstraint(fields=('kind', 'name'), name='topic_name_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='topic_named')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100)),
                ('language', models.CharField(default='en', max_length=12)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('translation_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='articles.article')),
                ('condition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.topic')),
                ('medicine', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.topic')),
            ],
            options={
                'ordering': ['slug', 'language'],
                'constraints': [models.UniqueConstraint(fields=('slug', 'language'), name='article_slug_once'), models.UniqueConstraint(condition=models.Q(('translation_of__isnull', False)), fields=('translation_of', 'language'), name='article_one_translation_a_language'), models.CheckConstraint(condition=models.Q(('medicine__isnull', False), ('condition__isnull', False), _connector='OR'), name='article_has_topic'), models.CheckConstraint(condition=models.Q(('translation_of', models.F('id')), _negated=True), name='article_translates_another'), models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('language', ''), _negated=True)), name='article_addressed')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPlacement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='Lower numbers stand first.')),
                ('history_change_reason', models.TextField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.article')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='resources.organisation')),
                ('tag', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.tag')),
            ],
            options={
                'verbose_name': 'historical placement',
                'verbose_name_plural': 'historical placements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='Lower numbers stand first.')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.article')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='resources.organisation')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.tag')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('tag__isnull', True)), models.Q(('article__isnull', True), ('tag__isnull', False)), _connector='OR'), name='placement_on_tag_or_article', violation_error_message='Place it on a tag or on an article, not both.'), models.UniqueConstraint(condition=models.Q(('tag__isnull', False)), fields=('organisation', 'tag'), name='placement_tag_once'), models.UniqueConstraint(condition=models.Q(('article__isnull', False)), fields=('organisation', 'article'), name='placement_article_once')],
            },
        ),
        migrations.CreateModel(
            name='Tagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='articles.article')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='articles.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'tag'), name='tagging_once')],
            },
        ),
        migrations.CreateModel(
            name='TopicCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(choices=[('rxnorm', 'RxNorm'), ('atc', 'ATC'), ('icd10', 'ICD-10'), ('icd10cm', 'ICD-10-CM'), ('snomed', 'SNOMED CT'), ('mesh', 'MeSH')], max_length=20)),
                ('value', models.CharField(help_text='As the terminology writes it, such as N06AX11.', max_length=40)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='articles.topic')),
            ],
            options={
                'ordering': ['system', 'value'],
                'constraints': [models.CheckConstraint(condition=models.Q(('system__in', ['rxnorm', 'atc', 'icd10', 'icd10cm', 'snomed', 'mesh'])), name='topiccode_system_known'), models.UniqueConstraint(fields=('system', 'value'), name='topiccode_once')],
            },
        ),
        migrations.CreateModel(
            name='TopicName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('synonym', 'Synonym'), ('brand', 'Brand name'), ('lay', 'What people say')], max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('language', models.CharField(default='en', max_length=12)),
                ('country', django_countries.fields.CountryField(blank=True, help_text='Where a brand name is used.', max_length=2)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='articles.topic')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['synonym', 'brand', 'lay'])), name='topicname_kind_known'), models.UniqueConstraint(fields=('topic', 'name', 'language', 'country'), name='topicname_once')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='draft', max_length=20)),
                ('unreviewed', models.BooleanField(default=False, help_text='Starter content that no clinician has reviewed yet. Only the loader makes it.')),
                ('title', models.CharField(max_length=200)),
                ('summary', models.TextField(blank=True)),
                ('answer_what', models.TextField(blank=True, verbose_name='Answer: in short')),
                ('answer_how_common', models.TextField(blank=True, verbose_name='Answer: how common')),
                ('answer_what_to_do', models.TextField(blank=True, verbose_name='Answer: what to do')),
                ('answer_when_urgent', models.TextField(blank=True, verbose_name='Answer: when it is urgent')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField(help_text='When its state last changed.')),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('note_to_reviewer', models.TextField(blank=True)),
                ('approved_sha256', models.CharField(blank=True, max_length=64)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('change', models.CharField(blank=True, choices=[('major', 'Major'), ('correction', 'Correction'), ('minor', 'Minor')], max_length=10)),
                ('public_note', models.TextField(blank=True, help_text='What changed and why, for readers.')),
                ('next_review_due', models.DateField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawal_reason', models.TextField(blank=True, help_text='For readers.')),
                ('sealed_json', models.TextField(blank=True, null=True)),
                ('sealed_sha256', models.CharField(blank=True, max_length=64)),
                ('schema_version', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='articles.article')),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.edition')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('redirect_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_by', models.ForeignKey(blank=True, help_text='The reviewer who took it on.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publish_at', models.DateTimeField(blank=True, help_text='When it is to be published.', null=True)),
                ('scheduled_at', models.DateTimeField(blank=True, null=True)),
                ('scheduled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['article', 'number'],
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='edition_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('article',), name='edition_one_published'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_number_from_one'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='edition_titled'), models.CheckConstraint(condition=models.Q(('based_on', models.F('id')), _negated=True), name='edition_based_on_another'), models.CheckConstraint(condition=models.Q(models.Q(('next_review_due__isnull', False), ('published_at__isnull', False), ('schema_version__isnull', False), ('sealed_json__isnull', False), ('state__in', ('published', 'superseded', 'withdrawn')), models.Q(('sealed_sha256', ''), _negated=True), models.Q(('change', ''), _negated=True)), models.Q(models.Q(('state__in', ('published', 'superseded', 'withdrawn')), _negated=True), ('published_at__isnull', True), ('schema_version__isnull', True), ('sealed_json__isnull', True), ('sealed_sha256', '')), _connector='OR'), name='edition_sealed_when_published'), models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='edition_submitted_whole'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='edition_published_whole'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='edition_withdrawn_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('redirect_to', None), ('withdrawal_reason', ''), ('withdrawn_at__isnull', True)), _connector='OR'), name='edition_withdrawn_with_reason'), models.CheckConstraint(condition=models.Q(('sealed_sha256', ''), ('unreviewed', True), ('sealed_sha256', models.F('approved_sha256')), _connector='OR'), name='edition_sealed_as_approved'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'in_review', 'approved', 'scheduled'))), fields=('article',), name='edition_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'scheduled', 'published', 'superseded', 'withdrawn', 'discarded'])), name='edition_state_known'), models.CheckConstraint(condition=models.Q(('change__in', ['', 'major', 'correction', 'minor'])), name='edition_change_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['draft', 'discarded']), ('submitted_at__isnull', True)), models.Q(('state__in', ('in_review', 'approved', 'scheduled')), ('submitted_at__isnull', False)), ('state__in', ('published', 'superseded', 'withdrawn')), _connector='OR'), name='edition_submitted_before_review'), models.CheckConstraint(condition=models.Q(models.Q(('change__in', ('major', 'correction')), _negated=True), models.Q(('public_note', ''), _negated=True), _connector='OR'), name='edition_announced_has_note'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_at__isnull', True), ('claimed_by__isnull', True)), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False)), _connector='OR'), name='edition_claimed_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['draft', 'discarded']), _negated=True), ('claimed_at__isnull', True), _connector='OR'), name='edition_claimed_in_review'), models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', True), ('scheduled_at__isnull', True), ('scheduled_by__isnull', True)), models.Q(('publish_at__isnull', False), ('scheduled_at__isnull', False), ('scheduled_by__isnull', False)), _connector='OR'), name='edition_scheduled_whole'), models.CheckConstraint(condition=models.Q(models.Q(('next_review_due__isnull', False), ('publish_at__isnull', False), ('state', 'scheduled'), models.Q(('change', ''), _negated=True)), ('state__in', ('published', 'superseded', 'withdrawn')), models.Q(models.Q(('state', 'scheduled'), _negated=True), ('publish_at__isnull', True)), _connector='OR'), name='edition_scheduled_for_a_time')],
                'indexes': [models.Index(fields=['state', '-published_at'], name='edition_recent'), models.Index(fields=['state', 'publish_at'], name='edition_due'), models.Index(fields=['state', 'next_review_due'], name='edition_review_due')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_name', models.CharField(blank=True, max_length=200)),
                ('signed_credentials', models.CharField(blank=True, max_length=300)),
                ('signed_affiliation', models.CharField(blank=True, max_length=200)),
                ('signed_registration', models.CharField(blank=True, max_length=300)),
                ('signed_interests', models.TextField(blank=True)),
                ('carried_over', models.BooleanField(default=False, help_text='Wrote the text that this edition was copied from.')),
                ('byline', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='accounts.byline')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='articles.edition')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'user'), name='contribution_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Whom the link was made for.', max_length=200)),
                ('email', models.EmailField(blank=True, help_text='Where the link was sent; empty where it was handed over.', max_length=254)),
                ('note', models.TextField(blank=True, help_text='What they are asked to look at.')),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='articles.edition')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='invitation_named'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='invitation_expires_later'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='invitation_revoked_whole')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.UUIDField(blank=True, help_text='The section or point; empty for the whole text.', null=True)),
                ('place', models.CharField(blank=True, help_text='The part in words, as it was then.', max_length=300)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='articles.comment')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.edition')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.invitation')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', True), ('invitation__isnull', False)), models.Q(('author__isnull', False), ('invitation__isnull', True)), _connector='OR'), name='comment_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='comment_resolved_whole'), models.CheckConstraint(condition=models.Q(('answers__isnull', True), ('resolved_at__isnull', True), _connector='OR'), name='comment_answer_is_not_resolved')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', 'Created'), ('drafted', 'Draft started'), ('restored', 'Restored as a draft'), ('submitted', 'Submitted for review'), ('claimed', 'Review taken on'), ('released', 'Review given back'), ('invited', 'Clinician invited'), ('revoked', 'Invitation revoked'), ('link_opened', 'Review link opened'), ('guest_decided', 'Invited clinician decided'), ('identity_confirmed', 'Identity confirmed'), ('identity_refused', 'Identity not confirmed'), ('approved', 'Approved'), ('changes_requested', 'Changes requested'), ('reopened', 'Taken back to draft'), ('scheduled', 'Scheduled'), ('unscheduled', 'Schedule cancelled'), ('schedule_failed', 'Could not be published'), ('published', 'Published'), ('reviewed', 'Reviewed, no change'), ('review_moved', 'Review date moved'), ('withdrawn', 'Withdrawn'), ('discarded', 'Draft discarded')], max_length=20)),
                ('happened_at', models.DateTimeField()),
                ('words', models.TextField()),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='articles.article')),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='articles.edition')),
                ('invitation', models.ForeignKey(blank=True, help_text='Of an invited clinician.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='articles.invitation')),
            ],
            options={
                'ordering': ['-happened_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['created', 'drafted', 'restored', 'submitted', 'claimed', 'released', 'invited', 'revoked', 'link_opened', 'guest_decided', 'identity_confirmed', 'identity_refused', 'approved', 'changes_requested', 'reopened', 'scheduled', 'unscheduled', 'schedule_failed', 'published', 'reviewed', 'review_moved', 'withdrawn', 'discarded'])), name='event_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', True), ('invitation__isnull', False)), models.Q(('actor__isnull', False), ('invitation__isnull', True)), _connector='OR'), name='event_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='KeptText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(help_text='The version of the draft that this text was.')),
                ('document', models.TextField(help_text='Canonical JSON of its document.')),
                ('saved_at', models.DateTimeField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_texts', to='articles.edition')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'version'), name='kepttext_version_once'), models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='kepttext_has_text')],
            },
        ),
        migrations.CreateModel(
            name='PageLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='page_links', to='articles.edition')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'url'), name='pagelink_once'), models.CheckConstraint(condition=models.Q(('url', ''), _negated=True), name='pagelink_has_url')],
                'indexes': [models.Index(fields=['url'], name='pagelink_url')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='articles.edition')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-seen_at'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'user'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_name', models.CharField(blank=True, max_length=200)),
                ('signed_credentials', models.CharField(blank=True, max_length=300)),
                ('signed_affiliation', models.CharField(blank=True, max_length=200)),
                ('signed_registration', models.CharField(blank=True, max_length=300)),
                ('signed_interests', models.TextField(blank=True)),
                ('decision', models.CharField(choices=[('approved', 'Approved'), ('changes_requested', 'Changes requested'), ('confirmed', 'Reviewed, no change')], max_length=20)),
                ('decided_at', models.DateTimeField()),
                ('document_sha256', models.CharField(help_text='The SHA-256 of the document that was read.', max_length=64)),
                ('declaration', models.TextField(blank=True, help_text='Competence, as declared with this decision.')),
                ('note', models.TextField(blank=True)),
                ('byline', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='accounts.byline')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='articles.edition')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='articles.invitation')),
            ],
            options={
                'ordering': ['-decided_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision', 'changes_requested'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='review_request_says_what'), models.CheckConstraint(condition=models.Q(('document_sha256', ''), _negated=True), name='review_of_a_text'), models.CheckConstraint(condition=models.Q(models.Q(('signed_name', ''), _negated=True), models.Q(('signed_credentials', ''), _negated=True)), name='review_signed'), models.CheckConstraint(condition=models.Q(('decision__in', ['approved', 'changes_requested', 'confirmed'])), name='review_decision_known'), models.CheckConstraint(condition=models.Q(('decision', 'changes_requested'), models.Q(('declaration', ''), _negated=True), _connector='OR'), name='review_declared'), models.CheckConstraint(condition=models.Q(models.Q(('byline__isnull', False), ('invitation__isnull', True), ('reviewer__isnull', False)), models.Q(('byline__isnull', True), ('invitation__isnull', False), ('reviewer__isnull', True), models.Q(('signed_registration', ''), _negated=True)), _connector='OR'), name='review_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='IdentityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed', models.BooleanField(help_text='Whether it is them.')),
                ('how', models.TextField(help_text='How this was found out, such as “Register looked up, rang the practice”.')),
                ('checked_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='identity_check', to='articles.review')),
            ],
            options={
                'ordering': ['-checked_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='identitycheck_says_how')],
            },
        ),
        migrations.CreateModel(
            name='ReviewNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('soon', 'Due within 60 days'), ('near', 'Due within 14 days'), ('overdue', 'Overdue')], max_length=10)),
                ('due_on', models.DateField(help_text='The day of the review that it was about.')),
                ('mailed_at', models.DateTimeField(help_text='When it was put into a digest.')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='articles.edition')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-mailed_at'],
                'constraints': [models.UniqueConstraint(fields=('user', 'edition', 'stage', 'due_on'), name='reviewnotice_once'), models.CheckConstraint(condition=models.Q(('stage__in', ['soon', 'near', 'overdue'])), name='reviewnotice_stage_known')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=articles.models.article.new_uuid, help_text='Stays the same from edition to edition.', verbose_name='UUID')),
                ('kind', models.CharField(choices=[('overview', 'What it is'), ('symptoms', 'Symptoms'), ('look_alikes', 'What else it could be'), ('how_common', 'How common it is'), ('causes', 'Causes'), ('risk_factors', 'Who is more likely to get it'), ('self_care', 'What you can do yourself'), ('help', 'When to get help'), ('stopping', 'Stopping safely'), ('diagnosis', 'How it is diagnosed'), ('treatments', 'Treatments'), ('questions', 'Questions to ask'), ('pregnancy', 'Pregnancy and breastfeeding'), ('prevention', 'Prevention'), ('living_with', 'Living with it'), ('coping', 'Coping day to day'), ('unknowns', 'What we do not know')], max_length=30)),
                ('heading', models.CharField(help_text='As readers see it.', max_length=200)),
                ('introduction', models.TextField(blank=True)),
                ('position', models.PositiveSmallIntegerField(help_text='Its place, from 0.')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='articles.edition')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'uuid'), name='section_uuid_once'), models.UniqueConstraint(fields=('edition', 'kind'), name='section_kind_once'), models.UniqueConstraint(fields=('edition', 'position'), name='section_position_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['overview', 'symptoms', 'look_alikes', 'how_common', 'causes', 'risk_factors', 'self_care', 'help', 'stopping', 'diagnosis', 'treatments', 'questions', 'pregnancy', 'prevention', 'living_with', 'coping', 'unknowns'])), name='section_kind_known'), models.CheckConstraint(condition=models.Q(('heading', ''), _negated=True), name='section_headed')],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=articles.models.article.new_uuid, help_text='Stays the same from edition to edition.', verbose_name='UUID')),
                ('kind', models.CharField(choices=[('plain', 'Plain'), ('estimate', 'Estimate'), ('treatment', 'Treatment'), ('help', 'Help'), ('question', 'Question')], max_length=20)),
                ('term', models.CharField(help_text='What the point is about, in a few words.', max_length=200)),
                ('text', models.TextField(blank=True)),
                ('position', models.PositiveSmallIntegerField(help_text='Its place, from 0.')),
                ('estimate_per', models.PositiveIntegerField(blank=True, help_text='Out of so many people.', null=True)),
                ('estimate_low', models.PositiveIntegerField(blank=True, help_text='At least so many.', null=True)),
                ('estimate_high', models.PositiveIntegerField(blank=True, help_text='At most so many.', null=True)),
                ('estimate_population', models.CharField(blank=True, max_length=200)),
                ('estimate_design', models.CharField(blank=True, max_length=200)),
                ('estimate_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('estimate_comparator', models.CharField(blank=True, max_length=200)),
                ('estimate_comparator_count', models.PositiveIntegerField(blank=True, null=True)),
                ('recommendation', models.CharField(blank=True, choices=[('for', 'For'), ('may_help', 'May help'), ('not_enough_evidence', 'Not enough evidence'), ('against', 'Against')], max_length=30)),
                ('certainty', models.CharField(blank=True, choices=[('high', 'High'), ('moderate', 'Moderate'), ('low', 'Low'), ('very_low', 'Very low'), ('not_rated', 'Not rated')], max_length=20)),
                ('decided_by', models.CharField(blank=True, help_text='Who decides on it, with the reader.', max_length=200)),
                ('urgency', models.CharField(blank=True, choices=[('non_urgent', 'Non urgent'), ('urgent', 'Urgent'), ('emergency', 'Emergency')], max_length=20)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='articles.section')),
            ],
            options={
                'ordering': ['section', 'position'],
                'constraints': [models.UniqueConstraint(fields=('section', 'uuid'), name='point_uuid_once'), models.UniqueConstraint(fields=('section', 'position'), name='point_position_once'), models.CheckConstraint(condition=models.Q(('kind__in', [articles.outline.PointKind['PLAIN'], articles.outline.PointKind['ESTIMATE'], articles.outline.PointKind['TREATMENT'], articles.outline.PointKind['HELP'], articles.outline.PointKind['QUESTION']])), name='point_kind_known'), models.CheckConstraint(condition=models.Q(('term', ''), _negated=True), name='point_named'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'treatment'), ('recommendation__in', [articles.outline.Recommendation['FOR'], articles.outline.Recommendation['MAY_HELP'], articles.outline.Recommendation['NOT_ENOUGH_EVIDENCE'], articles.outline.Recommendation['AGAINST']]), ('certainty__in', [articles.outline.Certainty['HIGH'], articles.outline.Certainty['MODERATE'], articles.outline.Certainty['LOW'], articles.outline.Certainty['VERY_LOW'], articles.outline.Certainty['NOT_RATED']]), models.Q(('decided_by', ''), _negated=True)), models.Q(models.Q(('kind', 'treatment'), _negated=True), ('certainty', ''), ('decided_by', ''), ('recommendation', '')), _connector='OR'), name='point_treatment_whole'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'help'), ('urgency__in', [articles.outline.Urgency['NON_URGENT'], articles.outline.Urgency['URGENT'], articles.outline.Urgency['EMERGENCY']])), models.Q(models.Q(('kind', 'help'), _negated=True), ('urgency', '')), _connector='OR'), name='point_help_has_urgency'), models.CheckConstraint(condition=models.Q(models.Q(('estimate_per__in', [10, 100, 1000, 10000]), ('kind', 'estimate'), models.Q(('estimate_low__isnull', False), ('estimate_high__isnull', False), _connector='OR'), models.Q(('estimate_low__isnull', True), ('estimate_high__isnull', True), ('estimate_low__lte', models.F('estimate_high')), _connector='OR'), models.Q(('estimate_low__isnull', True), ('estimate_low__lte', models.F('estimate_per')), _connector='OR'), models.Q(('estimate_high__isnull', True), ('estimate_high__lte', models.F('estimate_per')), _connector='OR'), models.Q(('estimate_population', ''), _negated=True), models.Q(('estimate_design', ''), _negated=True), models.Q(models.Q(('estimate_comparator', ''), ('estimate_comparator_count__isnull', True)), models.Q(models.Q(('estimate_comparator', ''), _negated=True), ('estimate_comparator_count__lte', models.F('estimate_per'))), _connector='OR')), models.Q(models.Q(('kind', 'estimate'), _negated=True), ('estimate_per__isnull', True), ('estimate_year__isnull', True), ('estimate_comparator_count__isnull', True), ('estimate_high__isnull', True), ('estimate_low__isnull', True), ('estimate_comparator', ''), ('estimate_design', ''), ('estimate_population', '')), _connector='OR'), name='point_estimate_whole')],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(help_text='Its place, from 0.')),
                ('point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='articles.point')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='articles.section')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='articles.source')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('point__isnull', False), ('section__isnull', True)), models.Q(('point__isnull', True), ('section__isnull', False)), _connector='OR'), name='citation_on_section_or_point'), models.UniqueConstraint(condition=models.Q(('section__isnull', False)), fields=('section', 'source'), name='citation_section_once'), models.UniqueConstraint(condition=models.Q(('point__isnull', False)), fields=('point', 'source'), name='citation_point_once')],
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='The rule.', max_length=40)),
                ('target', models.CharField(blank=True, help_text='Where in the document.', max_length=120)),
                ('about', models.CharField(blank=True, help_text='The words that it is about.', max_length=300)),
                ('reason', models.TextField(help_text='Why it is not followed. The reviewer reads this.')),
                ('set_aside_at', models.DateTimeField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='articles.edition')),
                ('set_aside_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'advice set aside',
                'verbose_name_plural': 'advice set aside',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'code', 'target', 'about'), name='setaside_once'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='setaside_has_reason')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='articles', through='articles.Tagging', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='edition',
            name='approval',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.review'),
        ),
        migrations.AddField(
            model_name='edition',
            name='last_review',
            field=models.ForeignKey(blank=True, help_text='A later review that found nothing to change.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.review'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approval__isnull', True), ('approved_sha256', '')), models.Q(('approval__isnull', False), models.Q(('approved_sha256', ''), _negated=True)), _connector='OR'), name='edition_approval_whole'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('unreviewed', False), models.Q(('approval__isnull', True), ('number', 1)), _connector='OR'), name='edition_unreviewed_is_first'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'scheduled', 'published', 'superseded', 'withdrawn']), _negated=True), ('approval__isnull', False), ('unreviewed', True), _connector='OR'), name='edition_approved_before_published'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('published', 'superseded', 'withdrawn')), ('last_review__isnull', True), _connector='OR'), name='edition_reviewed_anew'),
        ),
        migrations.RunPython(of("0002_roles", "make_groups"), migrations.RunPython.noop),
        migrations.RunPython(of("0004_roles_read_reviews", "let_read"), migrations.RunPython.noop),
        migrations.RunPython(of("0006_beginnings", "let_read"), migrations.RunPython.noop),
    ]
