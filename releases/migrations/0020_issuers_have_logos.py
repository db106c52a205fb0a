"""An issuer has a logo, and one for dark pages, which are published with its profile."""

import django.db.models.deletion
from django.db import migrations, models

import releases.models.desk.attachment
from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0019_images_and_replies_to_comments"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="Logo",
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
                            "scheme",
                            models.CharField(
                                choices=[("light", "Light"), ("dark", "Dark")],
                                max_length=5,
                                verbose_name="for pages that are",
                            ),
                        ),
                        (
                            "sha256",
                            models.CharField(
                                editable=False, max_length=64, verbose_name="SHA-256"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                editable=False,
                                help_text="In bytes.",
                                verbose_name="size",
                            ),
                        ),
                        (
                            "width",
                            models.PositiveSmallIntegerField(
                                editable=False, verbose_name="width"
                            ),
                        ),
                        (
                            "height",
                            models.PositiveSmallIntegerField(
                                editable=False, verbose_name="height"
                            ),
                        ),
                        (
                            "token",
                            models.CharField(
                                default=releases.models.desk.attachment.new_token,
                                editable=False,
                                max_length=40,
                                unique=True,
                                verbose_name="token",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="logos",
                                to="releases.issuer",
                                verbose_name="issuer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "logo",
                        "verbose_name_plural": "logos",
                        "ordering": ["-scheme"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issuer", "scheme"), name="logo_is_one_a_scheme"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
