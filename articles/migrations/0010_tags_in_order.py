"""Tags have names per language, synonyms, parents and a record of their changes; they are retired, never deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_topic_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TagChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', 'Created'), ('described', 'Described anew'), ('renamed', 'Renamed'), ('merged', 'Merged'), ('split', 'Split'), ('retired', 'Retired'), ('reversed', 'Taken back')], max_length=20)),
                ('words', models.TextField()),
                ('why', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('touched', models.TextField()),
                ('old_slug', models.SlugField(blank=True, help_text='The address that it took from the tag.', max_length=80)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TagName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('name', 'Name'), ('synonym', 'Synonym')], max_length=10)),
                ('language', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('key', models.CharField(max_length=240)),
            ],
            options={
                'ordering': ['kind', 'language', 'name'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_kind_known',
        ),
        migrations.AddField(
            model_name='tag',
            name='moved_to',
            field=models.ForeignKey(blank=True, help_text='Where the page of a retired tag leads.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_here', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tag',
            name='parent',
            field=models.ForeignKey(blank=True, help_text='The wider tag that this is a part of.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tag',
            name='retired_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('created', 'Created'), ('drafted', 'Draft started'), ('restored', 'Restored as a draft'), ('submitted', 'Submitted for review'), ('claimed', 'Review taken on'), ('released', 'Review given back'), ('invited', 'Clinician invited'), ('revoked', 'Invitation revoked'), ('link_opened', 'Review link opened'), ('guest_decided', 'Invited clinician decided'), ('identity_confirmed', 'Identity confirmed'), ('identity_refused', 'Identity not confirmed'), ('approved', 'Approved'), ('changes_requested', 'Changes requested'), ('reopened', 'Taken back to draft'), ('scheduled', 'Scheduled'), ('unscheduled', 'Schedule cancelled'), ('schedule_failed', 'Could not be published'), ('published', 'Published'), ('reviewed', 'Reviewed, no change'), ('review_moved', 'Review date moved'), ('withdrawn', 'Withdrawn'), ('discarded', 'Draft discarded'), ('tagged', 'Tags changed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='tag',
            name='name',
            field=models.CharField(help_text='As readers see it.', max_length=120),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['created', 'drafted', 'restored', 'submitted', 'claimed', 'released', 'invited', 'revoked', 'link_opened', 'guest_decided', 'identity_confirmed', 'identity_refused', 'approved', 'changes_requested', 'reopened', 'scheduled', 'unscheduled', 'schedule_failed', 'published', 'reviewed', 'review_moved', 'withdrawn', 'discarded', 'tagged'])), name='event_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), ('retired_at__isnull', False)), models.Q(('moved_to__isnull', True), ('retired_at__isnull', True)), _connector='OR'), name='tag_in_use_or_retired'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), models.Q(('moved_to__isnull', True), models.Q(('moved_to', models.F('id')), _negated=True), _connector='OR')), name='tag_points_at_another'),
        ),
        migrations.AddField(
            model_name='tagchange',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tagchange',
            name='reverses',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='articles.tagchange'),
        ),
        migrations.AddField(
            model_name='tagchange',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagname',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='articles.tag'),
        ),
        migrations.AddConstraint(
            model_name='tagchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['created', 'described', 'renamed', 'merged', 'split', 'retired', 'reversed'])), name='tagchange_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='tagchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversed'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversed'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='tagchange_reverses_one'),
        ),
        migrations.AddConstraint(
            model_name='tagname',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['name', 'synonym'])), name='tagname_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='tagname',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('key', ''), _negated=True), models.Q(('language', ''), _negated=True)), name='tagname_named'),
        ),
        migrations.AddConstraint(
            model_name='tagname',
            constraint=models.UniqueConstraint(fields=('language', 'key'), name='tagname_leads_to_one_tag'),
        ),
        migrations.AddConstraint(
            model_name='tagname',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'name')), fields=('tag', 'language'), name='tagname_one_a_language'),
        ),
    ]
