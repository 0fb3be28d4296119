"""What a cache was told of last, apart from how far the journal was read for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Until the next change, what it was told is as far as the journal was read."""

    dependencies: ClassVar = [("freshness", "0002_edge_state")]

    operations: ClassVar = [
        migrations.AddField("edgestate", "reach", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunSQL("UPDATE freshness_edgestate SET reach = position", migrations.RunSQL.noop),
    ]
