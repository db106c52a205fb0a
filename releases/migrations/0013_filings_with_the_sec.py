"""Filings with the SEC, the releases that they name, and who may edit them."""

import re

import django.core.validators
import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import releases.models.desk.release
from releases.record import audit_author
from releases.record.triggers.migration import ThawAlterFreeze

READ = ["view_filing", "view_releasemention"]
WRITE = ["add_filing", "change_filing", "delete_filing"]
GROUPS = {
    "Authors": READ + WRITE,
    "Counsel": READ,
    "Finance": READ,
    "Administrators": READ + WRITE,
}


def grant_permissions(apps, schema_editor):
    """Let the groups that are still there read and edit filings, on record."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("releases"), verbosity=0, using=alias)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    by = audit_author.operator()
    with audit_author.acting_as(by=by, origin="manage.py", using=alias):
        for name, codenames in GROUPS.items():
            for group in Group.objects.using(alias).filter(name=name):
                group.permissions.add(
                    *Permission.objects.using(alias).filter(
                        codename__in=codenames, content_type__app_label="releases"
                    )
                )


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0012_fiscal_periods_of_results"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AlterField(
                    model_name="publication",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("release", "Release"),
                            ("event", "Event"),
                            ("profile", "Profile"),
                            ("filing", "SEC filing"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                migrations.CreateModel(
                    name="Filing",
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
                            "fiscal_year",
                            models.PositiveSmallIntegerField(
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
                        (
                            "fiscal_part",
                            models.CharField(
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
                        (
                            "accession",
                            models.CharField(
                                help_text="As the SEC writes it, with its dashes: 0001234567-26-000123.",
                                max_length=20,
                                unique=True,
                                validators=[
                                    releases.models.desk.release.validate_accession
                                ],
                                verbose_name="accession number",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                help_text="Such as 8-K, 10-Q or DEF 14A.",
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        re.compile("\\A[A-Z0-9][A-Z0-9/ -]{0,19}\\Z"),
                                        "Write the form as the SEC does: 8-K, 10-Q or DEF 14A.",
                                    )
                                ],
                                verbose_name="form",
                            ),
                        ),
                        ("filed_on", models.DateField(verbose_name="filed on")),
                        (
                            "title",
                            models.CharField(
                                blank=True,
                                help_text="In a line, such as: Results of the third quarter. Leave empty to name the form alone.",
                                max_length=300,
                                verbose_name="what it is",
                            ),
                        ),
                        (
                            "url",
                            models.URLField(
                                help_text="Its page at the SEC, beginning with https://www.sec.gov/.",
                                max_length=400,
                                validators=[
                                    django.core.validators.URLValidator(
                                        schemes=["https"]
                                    )
                                ],
                                verbose_name="link",
                            ),
                        ),
                        (
                            "shown",
                            models.BooleanField(
                                default=True,
                                help_text="Untick, save and publish to remove it from the list of filings.",
                                verbose_name="shown",
                            ),
                        ),
                        (
                            "releases",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Those that it furnishes or files as exhibits.",
                                related_name="filings",
                                to="releases.release",
                                verbose_name="press releases",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "SEC filing",
                        "verbose_name_plural": "SEC filings",
                        "ordering": ["-filed_on", "-accession"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("fiscal_part", ""),
                                        ("fiscal_year__isnull", True),
                                    ),
                                    models.Q(
                                        ("fiscal_year__isnull", False),
                                        models.Q(("fiscal_part", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="filing_fiscal_period_is_whole",
                                violation_error_message="A fiscal period needs both its year and which part of the year it is.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleaseMention",
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
                            "address",
                            models.CharField(
                                db_index=True,
                                max_length=90,
                                verbose_name="address of the release",
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="release_mentions",
                                to="releases.publication",
                                verbose_name="publication",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "release mention",
                        "verbose_name_plural": "release mentions",
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publication", "address"),
                                name="release_is_mentioned_once",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(grant_permissions, migrations.RunPython.noop),
    ]
