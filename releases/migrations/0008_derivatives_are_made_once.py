"""Files made from publications, which triggers keep as they were first made."""

import django.db.models.deletion
from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [("releases", "0007_workers_report_skipped_pages")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="Derivative",
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
                        (
                            "representation",
                            models.CharField(
                                max_length=40, verbose_name="representation"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(max_length=64, verbose_name="source"),
                        ),
                        (
                            "sha256",
                            models.CharField(max_length=64, verbose_name="SHA-256"),
                        ),
                        ("size", models.PositiveBigIntegerField(verbose_name="size")),
                        (
                            "made_with",
                            models.CharField(max_length=100, verbose_name="made with"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derivatives",
                                to="releases.publication",
                                verbose_name="publication",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "derivative",
                        "verbose_name_plural": "derivatives",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publication", "representation", "source"),
                                name="derivative_is_made_once",
                            )
                        ],
                    },
                )
            ]
        )
    ]
