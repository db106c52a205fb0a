"""What is typed into a release is kept for its writer until it is saved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0016_releases_start_from_templates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsavedForm",
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
                    "page_token",
                    models.CharField(max_length=64, verbose_name="token of the page"),
                ),
                ("fields", models.TextField(blank=True, verbose_name="fields")),
                ("at", models.DateTimeField(verbose_name="kept at")),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved form",
                "verbose_name_plural": "unsaved forms",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("release__isnull", False)),
                        fields=("user", "release"),
                        name="unsaved_form_is_one_for_user_and_release",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("release__isnull", True)),
                        fields=("user",),
                        name="unsaved_form_of_a_new_release_is_one_for_user",
                    ),
                ],
            },
        ),
    ]
