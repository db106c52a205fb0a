"""Erasing a subscriber does not make the readers' tables look like a backup."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readers", "0001_tables_of_readers")]

    operations = [
        migrations.AddField(
            model_name="outboxstate",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
    ]
