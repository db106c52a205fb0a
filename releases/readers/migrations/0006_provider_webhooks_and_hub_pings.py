"""Events of the mail provider that were acted on, and what a WebSub hub is to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0005_old_deliveries_fold_and_subscribers_are_imported"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandledEvent",
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
                ("code", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["at"], name="handled_event_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        name="handled_event_has_a_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HubPing",
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
                    "publication",
                    models.PositiveBigIntegerField(
                        unique=True, verbose_name="publication"
                    ),
                ),
                ("feeds", models.JSONField(verbose_name="feeds")),
                ("due", models.DateTimeField(null=True, verbose_name="due")),
                ("told_at", models.DateTimeField(null=True, verbose_name="told at")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="attempts"
                    ),
                ),
            ],
            options={
                "verbose_name": "ping of a hub",
                "verbose_name_plural": "pings of a hub",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("due__isnull", False)),
                        fields=["due"],
                        name="hub_ping_due",
                    )
                ],
            },
        ),
    ]
