"""Reports and pages that staff write, their files, and who may edit them."""

import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from releases.record import audit_author
from releases.record.triggers.migration import ThawAlterFreeze

READ = ["view_report", "view_sitepage"]
WRITE = [
    f"{action}_{model}"
    for action in ("add", "change", "delete")
    for model in ("report", "sitepage")
]
GROUPS = {
    "Authors": READ + WRITE,
    "Counsel": READ,
    "Finance": READ,
    "Administrators": READ + WRITE,
}


def grant_permissions(apps, schema_editor):
    """Let the groups that are still there read and edit reports and pages, on record."""
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
        ("releases", "0013_filings_with_the_sec"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="Report",
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
                            "title",
                            models.CharField(
                                help_text="What readers see, such as: Annual report 2025.",
                                max_length=300,
                                verbose_name="title",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="Its name on the page of reports, such as annual-report-2025.",
                                max_length=80,
                                unique=True,
                                verbose_name="address",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("annual-report", "Annual reports"),
                                    ("quarterly-report", "Quarterly reports"),
                                    ("proxy", "Proxy statements and meetings"),
                                    ("presentation", "Presentations"),
                                    ("sustainability", "Sustainability reports"),
                                    ("other", "Other documents"),
                                ],
                                default="annual-report",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "dated",
                            models.DateField(
                                help_text="The date of the document. The list sorts by it.",
                                verbose_name="date",
                            ),
                        ),
                        (
                            "summary",
                            models.TextField(
                                blank=True,
                                help_text="A sentence or two, if the title does not say it all.",
                                verbose_name="summary",
                            ),
                        ),
                        (
                            "shown",
                            models.BooleanField(
                                default=True,
                                help_text="Untick, save and publish to remove it from the page of reports.",
                                verbose_name="shown",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report",
                        "verbose_name_plural": "reports",
                        "ordering": ["-dated", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SitePage",
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
                            "title",
                            models.CharField(max_length=200, verbose_name="title"),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The last part of its address, such as governance or faq.",
                                max_length=80,
                                unique=True,
                                verbose_name="address",
                            ),
                        ),
                        ("body", models.TextField(blank=True, verbose_name="text")),
                        (
                            "placement",
                            models.CharField(
                                choices=[
                                    ("navigation", "In the navigation"),
                                    ("footer", "At the foot of each page"),
                                    ("unlisted", "Nowhere"),
                                ],
                                default="navigation",
                                help_text="Where every page of the site links to it.",
                                max_length=12,
                                verbose_name="link to it",
                            ),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="position"
                            ),
                        ),
                        (
                            "shown",
                            models.BooleanField(
                                default=True,
                                help_text="Untick, save and publish to remove the page from the site.",
                                verbose_name="shown",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "page",
                        "verbose_name_plural": "pages",
                        "ordering": ["order", "title"],
                    },
                ),
                migrations.RemoveConstraint(
                    model_name="attachment",
                    name="attachment_belongs_to_one_release_or_one_event",
                ),
                migrations.AlterField(
                    model_name="publication",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("release", "Release"),
                            ("event", "Event"),
                            ("profile", "Profile"),
                            ("filing", "SEC filing"),
                            ("report", "Report"),
                            ("page", "Page"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="report_has_a_title",
                        violation_error_message="Enter the report’s title.",
                    ),
                ),
                migrations.AddField(
                    model_name="attachment",
                    name="report",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="releases.report",
                        verbose_name="report",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sitepage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="site_page_has_a_title",
                        violation_error_message="Enter the page’s title.",
                    ),
                ),
                migrations.AddField(
                    model_name="attachment",
                    name="page",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="releases.sitepage",
                        verbose_name="page",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attachment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event__isnull", True),
                                ("page__isnull", True),
                                ("release__isnull", False),
                                ("report__isnull", True),
                            ),
                            models.Q(
                                ("event__isnull", False),
                                ("page__isnull", True),
                                ("release__isnull", True),
                                ("report__isnull", True),
                            ),
                            models.Q(
                                ("event__isnull", True),
                                ("page__isnull", True),
                                ("release__isnull", True),
                                ("report__isnull", False),
                            ),
                            models.Q(
                                ("event__isnull", True),
                                ("page__isnull", False),
                                ("release__isnull", True),
                                ("report__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="attachment_belongs_to_one_owner",
                        violation_error_message="A file must belong to a release, an event, a report or a page.",
                    ),
                ),
            ]
        ),
        migrations.RunPython(grant_permissions, migrations.RunPython.noop),
    ]
