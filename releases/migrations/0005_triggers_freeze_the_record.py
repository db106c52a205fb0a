"""The triggers that freeze the record and record every change of every row.

A later migration of these tables goes through ThawAlterFreeze too.
"""

import datetime as dt

from django.db import migrations

from releases.record import row_changes
from releases.record.triggers.migration import ThawAlterFreeze


def create_record_state(apps, schema_editor):
    """Create the single row that every change to the record locks."""
    beginning = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    record_states = apps.get_model("releases", "RecordState").objects
    record_states.using(schema_editor.connection.alias).get_or_create(
        id=1, defaults={"clock": beginning}
    )


def record_existing_rows(apps, schema_editor):
    """Record the rows that are there, so that each row's history has a beginning."""
    row_changes.record_existing_rows(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0004_groups_and_categories"),
        # Its table has triggers too.
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunPython(create_record_state, migrations.RunPython.noop),
        migrations.RunPython(record_existing_rows, migrations.RunPython.noop),
        ThawAlterFreeze(),
    ]
