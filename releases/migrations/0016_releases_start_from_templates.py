"""Releases start from templates, which administrators write."""

import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from releases.record import audit_author
from releases.record.triggers.migration import ThawAlterFreeze

MODELS = [
    "releasetemplate",
    "templatecontact",
    "templatedisclaimer",
    "templateboilerplate",
]
READERS = ("Authors", "Counsel", "Finance", "Administrators")


def let_administrators_write_them(apps, schema_editor):
    """Give the groups that are still there what their roles need."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("releases"), verbosity=0, using=alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    of_templates = Permission.objects.using(alias).filter(
        content_type__app_label="releases", content_type__model__in=MODELS
    )
    by = audit_author.operator()
    with audit_author.acting_as(by=by, origin="manage.py", using=alias):
        for group in Group.objects.using(alias).filter(name__in=READERS):
            granted = of_templates
            if group.name != "Administrators":
                granted = of_templates.filter(codename__startswith="view_")
            group.permissions.add(*granted)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0015_publications_are_searched"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="ReleaseTemplate",
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
                            "headline",
                            models.CharField(
                                blank=True,
                                help_text="Such as: [QUARTER] [YEAR] Results.",
                                max_length=300,
                                verbose_name="headline",
                            ),
                        ),
                        (
                            "subheadlines",
                            models.TextField(
                                blank=True,
                                help_text="One per line.",
                                verbose_name="subheadlines",
                            ),
                        ),
                        (
                            "dateline_places",
                            models.CharField(
                                blank=True,
                                help_text="Separate places with semicolons: BOSTON; LONDON.",
                                max_length=200,
                                verbose_name="dateline: places",
                            ),
                        ),
                        (
                            "dateline_wire",
                            models.CharField(
                                blank=True,
                                help_text="The newswire, as printed: BUSINESS WIRE.",
                                max_length=60,
                                verbose_name="dateline: wire",
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                blank=True,
                                help_text="Write what changes each time in capitals and square brackets: [QUARTER], [REVENUE]. A release in which one is left can’t be published.",
                                verbose_name="body",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="Leave empty for the company’s legal name.",
                                max_length=200,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "after_wire",
                            models.BooleanField(
                                default=False,
                                help_text="Releases go live only once the newswire has sent them.",
                                verbose_name="only after the wire",
                            ),
                        ),
                        (
                            "category",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="template",
                                to="releases.category",
                                verbose_name="category",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "release template",
                        "verbose_name_plural": "release templates",
                        "ordering": ["category"],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateBoilerplate",
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
                            "order",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="order"
                            ),
                        ),
                        (
                            "boilerplate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="releases.boilerplate",
                                verbose_name="boilerplate",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="releases.releasetemplate",
                                verbose_name="release template",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "About section of a template",
                        "verbose_name_plural": "About sections of a template",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "boilerplate"),
                                name="template_carries_a_boilerplate_once",
                                violation_error_message="This section is already in the template.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateContact",
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
                            "order",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="order"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="releases.contact",
                                verbose_name="contact",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="releases.releasetemplate",
                                verbose_name="release template",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact of a template",
                        "verbose_name_plural": "contacts of a template",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "contact"),
                                name="template_names_a_contact_once",
                                violation_error_message="This contact is already in the template.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateDisclaimer",
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
                            "order",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="order"
                            ),
                        ),
                        (
                            "disclaimer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="releases.disclaimer",
                                verbose_name="disclaimer",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="releases.releasetemplate",
                                verbose_name="release template",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "disclaimer of a template",
                        "verbose_name_plural": "disclaimers of a template",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "disclaimer"),
                                name="template_carries_a_disclaimer_once",
                                violation_error_message="This disclaimer is already in the template.",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(let_administrators_write_them, migrations.RunPython.noop),
    ]
