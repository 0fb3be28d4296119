from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_beginnings")]

    operations = [
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('broken_by', None), ('broken_since', None), ('broken_why', '')), models.Q(('broken_since__isnull', False), models.Q(('broken_why', ''), _negated=True)), _connector='OR'), name='source_broken_whole', violation_error_message='What is broken needs its day and what was found.'),
        ),
    ]
