"""Every session of a programme gets a reference that stays the same."""

import uuid

from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


def give_references(apps, schema_editor):
    """Run with the triggers installed, so that the history of each row has it."""
    sessions = apps.get_model("releases", "EventSession").objects
    for session in sessions.using(schema_editor.connection.alias).filter(ref=None):
        session.ref = uuid.uuid4()
        session.save(update_fields=["ref"])


class Migration(migrations.Migration):
    dependencies = [("releases", "0008_derivatives_are_made_once")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddField(
                    model_name="eventsession",
                    name="ref",
                    field=models.UUIDField(
                        null=True, editable=False, verbose_name="reference"
                    ),
                )
            ]
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop),
        ThawAlterFreeze(
            [
                migrations.AlterField(
                    model_name="eventsession",
                    name="ref",
                    field=models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="reference",
                    ),
                )
            ]
        ),
    ]
