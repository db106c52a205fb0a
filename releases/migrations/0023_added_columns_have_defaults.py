"""Columns that were added to a table have a default there, for code that does not know them."""

from __future__ import annotations

from django.db import migrations, models

from releases.models.desk.issuer import validate_colour
from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0022_names_of_categories_in_other_languages"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AlterField(
                    model_name="attachment",
                    name="role",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Other document"),
                            ("tables", "Financial tables"),
                            ("slides", "Slides"),
                            ("transcript", "Transcript"),
                            ("report", "Report"),
                        ],
                        db_default="",
                        default="",
                        help_text="In which column of the results page readers find it.",
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                migrations.AlterField(
                    model_name="comment",
                    name="words_after",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=80,
                        verbose_name="words after it",
                    ),
                ),
                migrations.AlterField(
                    model_name="comment",
                    name="words_before",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=80,
                        verbose_name="words before it",
                    ),
                ),
                migrations.AlterField(
                    model_name="event",
                    name="fiscal_part",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("q1", "First quarter"),
                            ("q2", "Second quarter"),
                            ("h1", "First half"),
                            ("q2-h1", "Second quarter and first half"),
                            ("q3", "Third quarter"),
                            ("9m", "First nine months"),
                            ("q3-9m", "Third quarter and first nine months"),
                            ("q4", "Fourth quarter"),
                            ("h2", "Second half"),
                            ("fy", "Full year"),
                            ("q4-fy", "Fourth quarter and full year"),
                            ("h2-fy", "Second half and full year"),
                        ],
                        db_default="",
                        default="",
                        help_text="The results page shows it in the row of this period, with its events and files.",
                        max_length=8,
                        verbose_name="fiscal period",
                    ),
                ),
                migrations.AlterField(
                    model_name="filing",
                    name="fiscal_part",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("q1", "First quarter"),
                            ("q2", "Second quarter"),
                            ("h1", "First half"),
                            ("q2-h1", "Second quarter and first half"),
                            ("q3", "Third quarter"),
                            ("9m", "First nine months"),
                            ("q3-9m", "Third quarter and first nine months"),
                            ("q4", "Fourth quarter"),
                            ("h2", "Second half"),
                            ("fy", "Full year"),
                            ("q4-fy", "Fourth quarter and full year"),
                            ("h2-fy", "Second half and full year"),
                        ],
                        db_default="",
                        default="",
                        help_text="The results page shows it in the row of this period, with its events and files.",
                        max_length=8,
                        verbose_name="fiscal period",
                    ),
                ),
                migrations.AlterField(
                    model_name="issuer",
                    name="colour",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Of the company's name and the rules of the masthead, such as #14466b. Empty for black. Where readers prefer a dark page, it is made as light as needed.",
                        max_length=7,
                        validators=[validate_colour],
                        verbose_name="colour",
                    ),
                ),
                migrations.AlterField(
                    model_name="issuer",
                    name="face",
                    field=models.CharField(
                        choices=[("serif", "Serif"), ("sans", "Sans serif")],
                        db_default="serif",
                        default="serif",
                        help_text="Of headlines and texts on the public pages.",
                        max_length=5,
                        verbose_name="typeface",
                    ),
                ),
                migrations.AlterField(
                    model_name="issuer",
                    name="link_colour",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Of links and buttons. Empty for the site's own blue.",
                        max_length=7,
                        validators=[validate_colour],
                        verbose_name="colour of links",
                    ),
                ),
                migrations.AlterField(
                    model_name="publication",
                    name="is_translation",
                    field=models.BooleanField(
                        db_default=False, default=False, verbose_name="is a translation"
                    ),
                ),
                migrations.AlterField(
                    model_name="publication",
                    name="translation_group",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=90,
                        verbose_name="translation group",
                    ),
                ),
                migrations.AlterField(
                    model_name="release",
                    name="fiscal_part",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("q1", "First quarter"),
                            ("q2", "Second quarter"),
                            ("h1", "First half"),
                            ("q2-h1", "Second quarter and first half"),
                            ("q3", "Third quarter"),
                            ("9m", "First nine months"),
                            ("q3-9m", "Third quarter and first nine months"),
                            ("q4", "Fourth quarter"),
                            ("h2", "Second half"),
                            ("fy", "Full year"),
                            ("q4-fy", "Fourth quarter and full year"),
                            ("h2-fy", "Second half and full year"),
                        ],
                        db_default="",
                        default="",
                        help_text="The results page shows it in the row of this period, with its events and files.",
                        max_length=8,
                        verbose_name="fiscal period",
                    ),
                ),
                migrations.AlterField(
                    model_name="release",
                    name="translation_group",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        max_length=90,
                        verbose_name="translation group",
                    ),
                ),
                migrations.AlterField(
                    model_name="webworker",
                    name="skipped",
                    field=models.PositiveIntegerField(db_default=0, default=0),
                ),
            ]
        ),
    ]
