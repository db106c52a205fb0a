"""A company is called a company on every page of the desk; no table changes."""

import django.db.models.deletion
from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0023_added_columns_have_defaults"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AlterModelOptions(
                    name="issuer",
                    options={
                        "ordering": ["pk"],
                        "verbose_name": "company",
                        "verbose_name_plural": "companies",
                    },
                ),
                migrations.AlterField(
                    model_name="listing",
                    name="issuer",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="releases.issuer",
                        verbose_name="company",
                    ),
                ),
                migrations.AlterField(
                    model_name="logo",
                    name="issuer",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logos",
                        to="releases.issuer",
                        verbose_name="company",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="issuer",
                    name="issuer_has_a_name",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="issuer_has_a_name",
                        violation_error_message="Enter the company's name.",
                    ),
                ),
            ]
        ),
    ]
