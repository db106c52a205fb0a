"""Releases and events are linked to the fiscal period whose results they are about."""

import django.core.validators
from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0011_issuers_have_a_brand"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddField(
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
                        default="",
                        help_text="In which column of the results page readers find it.",
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                migrations.AddField(
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
                        help_text="The results page shows it in the row of this period, with its events and files.",
                        max_length=8,
                        verbose_name="fiscal period",
                    ),
                ),
                migrations.AddField(
                    model_name="event",
                    name="fiscal_year",
                    field=models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The fiscal year whose results it is about, as the company counts it. Leave empty for anything else.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2999),
                        ],
                        verbose_name="fiscal year",
                    ),
                ),
                migrations.AddField(
                    model_name="publication",
                    name="quarter",
                    field=models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="quarter"
                    ),
                ),
                migrations.AddField(
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
                        help_text="The results page shows it in the row of this period, with its events and files.",
                        max_length=8,
                        verbose_name="fiscal period",
                    ),
                ),
                migrations.AddField(
                    model_name="release",
                    name="fiscal_year",
                    field=models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The fiscal year whose results it is about, as the company counts it. Leave empty for anything else.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2999),
                        ],
                        verbose_name="fiscal year",
                    ),
                ),
                migrations.AddIndex(
                    model_name="publication",
                    index=models.Index(
                        condition=models.Q(("quarter__isnull", False)),
                        fields=["quarter", "dated", "id"],
                        name="publication_by_quarter",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="event",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fiscal_part", ""), ("fiscal_year__isnull", True)
                            ),
                            models.Q(
                                ("fiscal_year__isnull", False),
                                models.Q(("fiscal_part", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="event_fiscal_period_is_whole",
                        violation_error_message="A fiscal period needs both its year and which part of the year it is.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="release",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fiscal_part", ""), ("fiscal_year__isnull", True)
                            ),
                            models.Q(
                                ("fiscal_year__isnull", False),
                                models.Q(("fiscal_part", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="release_fiscal_period_is_whole",
                        violation_error_message="A fiscal period needs both its year and which part of the year it is.",
                    ),
                ),
            ]
        )
    ]
