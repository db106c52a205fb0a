import django.db.models.deletion
from django.db import migrations, models

from releases.record import row_changes
from releases.record.triggers.migration import ThawAlterFreeze


def take_stock(apps, schema_editor):
    """What is there already is known from here on."""
    row_changes.take_stock(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("releases", "0006_more_doors_for_the_groups"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddField(
                    model_name="journalentry",
                    name="changes",
                    field=models.CharField(
                        blank=True,
                        max_length=64,
                        verbose_name="digest of the changes",
                    ),
                ),
                migrations.AddField(
                    model_name="journalentry",
                    name="sealed",
                    field=models.PositiveIntegerField(
                        default=0, verbose_name="changes sealed"
                    ),
                ),
                migrations.CreateModel(
                    name="Trace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("subject", models.CharField(max_length=120)),
                        ("table", models.CharField(max_length=63)),
                        ("row", models.BigIntegerField()),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("found", "found"),
                                    ("insert", "added"),
                                    ("update", "changed"),
                                    ("delete", "deleted"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("before", models.TextField(blank=True)),
                        ("after", models.TextField(blank=True)),
                        ("by", models.CharField(blank=True, max_length=150)),
                        (
                            "origin",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="from"
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="traces",
                                to="releases.journalentry",
                                to_field="seq",
                                verbose_name="sealed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change",
                        "ordering": ["-id"],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                fields=["subject", "-id"], name="trace_by_subject"
                            ),
                            models.Index(
                                fields=["table", "row", "id"], name="trace_by_row"
                            ),
                        ],
                    },
                ),
                migrations.RunPython(take_stock, migrations.RunPython.noop),
            ]
        ),
    ]
