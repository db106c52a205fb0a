"""Exchanges are listed by a function, so that another one changes no migration."""

from __future__ import annotations

from django.db import migrations, models

from releases.models.desk.issuer import exchange_choices
from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0020_issuers_have_logos"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AlterField(
                    model_name="listing",
                    name="exchange",
                    field=models.CharField(
                        choices=exchange_choices,
                        help_text="Stored as its market identifier code (ISO 10383).",
                        max_length=4,
                        verbose_name="exchange",
                    ),
                ),
            ]
        ),
    ]
