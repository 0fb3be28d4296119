"""What editors decide about related articles, the indexes that find them, and their place in the history."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_tags_have_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RelatedChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pinned', 'Pinned'), ('excluded', 'Left out')], max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Of the pinned ones; lower numbers stand first.')),
                ('words', models.CharField(blank=True, help_text='Why, for readers, instead of what is computed.', max_length=120)),
                ('chosen_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['article', 'position', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_kind_known',
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('created', 'Created'), ('drafted', 'Draft started'), ('restored', 'Restored as a draft'), ('submitted', 'Submitted for review'), ('claimed', 'Review taken on'), ('released', 'Review given back'), ('invited', 'Clinician invited'), ('revoked', 'Invitation revoked'), ('link_opened', 'Review link opened'), ('guest_decided', 'Invited clinician decided'), ('identity_confirmed', 'Identity confirmed'), ('identity_refused', 'Identity not confirmed'), ('approved', 'Approved'), ('changes_requested', 'Changes requested'), ('reopened', 'Taken back to draft'), ('scheduled', 'Scheduled'), ('unscheduled', 'Schedule cancelled'), ('schedule_failed', 'Could not be published'), ('published', 'Published'), ('reviewed', 'Reviewed, no change'), ('review_moved', 'Review date moved'), ('withdrawn', 'Withdrawn'), ('discarded', 'Draft discarded'), ('tagged', 'Tags changed'), ('related', 'Related articles chosen')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['medicine', 'condition', 'language', 'id'], name='article_about_medicine'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['condition', 'language', 'id'], name='article_about_condition'),
        ),
        migrations.AddIndex(
            model_name='tagging',
            index=models.Index(fields=['tag', 'article'], name='tagging_articles'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['created', 'drafted', 'restored', 'submitted', 'claimed', 'released', 'invited', 'revoked', 'link_opened', 'guest_decided', 'identity_confirmed', 'identity_refused', 'approved', 'changes_requested', 'reopened', 'scheduled', 'unscheduled', 'schedule_failed', 'published', 'reviewed', 'review_moved', 'withdrawn', 'discarded', 'tagged', 'related'])), name='event_kind_known'),
        ),
        migrations.AddField(
            model_name='relatedchoice',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='related_choices', to='articles.article'),
        ),
        migrations.AddField(
            model_name='relatedchoice',
            name='chosen_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='relatedchoice',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article'),
        ),
        migrations.AddConstraint(
            model_name='relatedchoice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pinned', 'excluded'])), name='relatedchoice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='relatedchoice',
            constraint=models.CheckConstraint(condition=models.Q(('article', models.F('other')), _negated=True), name='relatedchoice_not_itself'),
        ),
        migrations.AddConstraint(
            model_name='relatedchoice',
            constraint=models.UniqueConstraint(fields=('article', 'other'), name='relatedchoice_once'),
        ),
        migrations.AddConstraint(
            model_name='relatedchoice',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'pinned'), models.Q(('position', 0), ('words', '')), _connector='OR'), name='relatedchoice_words_of_pinned'),
        ),
    ]
