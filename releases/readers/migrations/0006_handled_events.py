"""Events of the mail provider that were acted on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0002_outbox_knows_of_erased_deliveries"),
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
    ]
