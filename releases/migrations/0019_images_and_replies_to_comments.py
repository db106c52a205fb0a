"""Texts show images, and comments have replies and the words around their passage."""

import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import releases.models.desk.attachment
from releases.record import audit_author
from releases.record.triggers.migration import ThawAlterFreeze

READ = ["view_image"]
WRITE = [*READ, "add_image", "change_image", "delete_image"]
GROUPS = {
    "Authors": WRITE,
    "Counsel": READ,
    "Finance": READ,
    "Administrators": WRITE,
}


def grant_permissions(apps, schema_editor):
    """Let the groups that are still there see and add images, on record."""
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
        ("releases", "0018_releases_in_several_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="Image",
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
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "alt",
                            models.CharField(
                                blank=True,
                                help_text="What the image says, such as: Net revenue by quarter, from $301 million to $412 million. Readers of mails, and of screen readers, get this instead.",
                                max_length=500,
                                verbose_name="text for who can’t see it",
                            ),
                        ),
                        (
                            "decorative",
                            models.BooleanField(
                                default=False,
                                help_text="It says nothing that readers would miss.",
                                verbose_name="only decorates",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="added at")),
                    ],
                    options={
                        "verbose_name": "image",
                        "verbose_name_plural": "images",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ImageFile",
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
                            "name",
                            models.CharField(max_length=200, verbose_name="file name"),
                        ),
                        (
                            "width",
                            models.PositiveIntegerField(
                                help_text="In pixels.", verbose_name="width"
                            ),
                        ),
                        (
                            "height",
                            models.PositiveIntegerField(
                                help_text="In pixels.", verbose_name="height"
                            ),
                        ),
                        (
                            "media_type",
                            models.CharField(max_length=20, verbose_name="media type"),
                        ),
                        (
                            "size",
                            models.PositiveBigIntegerField(
                                help_text="In bytes.", verbose_name="size"
                            ),
                        ),
                        (
                            "sha256",
                            models.CharField(max_length=64, verbose_name="SHA-256"),
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
                    ],
                    options={
                        "verbose_name": "size of an image",
                        "verbose_name_plural": "sizes of images",
                        "ordering": ["image", "width"],
                        "default_permissions": (),
                    },
                ),
                migrations.AddField(
                    model_name="comment",
                    name="reply_to",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="releases.comment",
                        verbose_name="reply to",
                    ),
                ),
                migrations.AddField(
                    model_name="comment",
                    name="words_after",
                    field=models.CharField(
                        blank=True, max_length=80, verbose_name="words after it"
                    ),
                ),
                migrations.AddField(
                    model_name="comment",
                    name="words_before",
                    field=models.CharField(
                        blank=True, max_length=80, verbose_name="words before it"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("reply_to__isnull", True),
                            models.Q(("passage", ""), ("resolved_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="reply_has_no_passage_and_is_not_resolved",
                    ),
                ),
                migrations.AddField(
                    model_name="image",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                migrations.AddField(
                    model_name="imagefile",
                    name="image",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="releases.image",
                        verbose_name="image",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="image",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alt", ""), ("decorative", True)),
                            models.Q(
                                models.Q(("alt", ""), _negated=True),
                                ("decorative", False),
                            ),
                            _connector="OR",
                        ),
                        name="image_has_a_text_or_only_decorates",
                        violation_error_message="Say what the image shows, or tick that it only decorates; not both.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="imagefile",
                    constraint=models.UniqueConstraint(
                        fields=("image", "width"), name="image_has_one_file_of_a_width"
                    ),
                ),
            ]
        ),
        migrations.RunPython(grant_permissions, migrations.RunPython.noop),
    ]
