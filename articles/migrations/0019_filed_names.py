"""The A to Z is read from lines that are filed beforehand; the next start files them, with the search index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0018_prepared_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Filed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('letter', models.CharField(max_length=60)),
                ('key', models.BinaryField(max_length=2000)),
                ('name', models.CharField(max_length=200)),
                ('further', models.BooleanField(default=False)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='filed', to='articles.article')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='filed', to='articles.topic')),
            ],
            options={
                'verbose_name_plural': 'filed',
                'indexes': [models.Index(fields=['language', 'letter', 'key', 'id'], name='filed_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('further', False), ('topic__isnull', True)), models.Q(('article__isnull', True), ('topic__isnull', False)), _connector='OR'), name='filed_of_one'), models.UniqueConstraint(fields=('article', 'language'), name='filed_article_once'), models.UniqueConstraint(fields=('topic', 'language', 'name'), name='filed_name_once')],
            },
        ),
    ]
