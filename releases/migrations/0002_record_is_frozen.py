import datetime as dt

from django.db import migrations

from releases.record.triggers.migration import ThawAlterFreeze


def open_the_edition(apps, schema_editor):
    """The one row that every change to the record passes."""
    beginning = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    apps.get_model("releases", "Edition").objects.get_or_create(
        id=1, defaults={"clock": beginning}
    )


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_newsroom_opens")]

    operations = [
        migrations.RunPython(open_the_edition, migrations.RunPython.noop),
        ThawAlterFreeze(),
    ]
