"""How many pages a web worker does not render in advance."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0006_feeds_are_ordered_by_disclosure")]

    operations = [
        migrations.AddField(
            model_name="webworker",
            name="skipped",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
