# Which pages other code made is asked every few seconds.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0021_wide_indexes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='preparedpage',
            index=models.Index(fields=['signature'], name='preparedpage_signature'),
        ),
    ]
