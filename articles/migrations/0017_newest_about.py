"""The newest articles about a medicine in a language are read in their order."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_read_redirects'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameIndex(
            model_name='article',
            new_name='article_about_both',
            old_name='article_about_medicine',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['medicine', 'language', 'id'], name='article_about_medicine'),
        ),
    ]
