"""The languages of a release belong together, at the desk and on the record."""

import django.db.models.deletion
from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0017_what_is_typed_is_kept"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AlterField(
                    model_name="release",
                    name="translation_of",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="The release that this one translates. All languages go public together.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="releases.release",
                        verbose_name="translation of",
                    ),
                ),
                migrations.AddField(
                    model_name="release",
                    name="translation_group",
                    field=models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=90,
                        verbose_name="translation group",
                    ),
                    preserve_default=False,
                ),
                migrations.AlterField(
                    model_name="release",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("cleared", "Approved, waiting"),
                            ("held", "Held"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                migrations.AddField(
                    model_name="publication",
                    name="translation_group",
                    field=models.CharField(
                        blank=True,
                        default="",
                        max_length=90,
                        verbose_name="translation group",
                    ),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="publication",
                    name="is_translation",
                    field=models.BooleanField(
                        default=False, verbose_name="is a translation"
                    ),
                ),
                migrations.AddIndex(
                    model_name="publication",
                    index=models.Index(
                        models.F("kind"),
                        models.F("translation_group"),
                        models.OrderBy(models.F("dated"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="publication_by_translation",
                    ),
                ),
            ]
        )
    ]
