"""What the web workers report to staff."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0002_tables_of_the_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="WebWorker",
            fields=[
                (
                    "name",
                    models.CharField(max_length=100, primary_key=True, serialize=False),
                ),
                ("seen", models.DateTimeField()),
                ("generation", models.PositiveBigIntegerField()),
                ("offset", models.BigIntegerField()),
                ("next_instant", models.DateTimeField(null=True)),
                ("ready", models.BooleanField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EarlyRequest",
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
                ("path", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=16)),
                ("requests", models.PositiveBigIntegerField()),
                ("since", models.DateTimeField()),
                ("latest", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("path", "source"),
                        name="early_request_is_counted_once_for_path_and_source",
                    )
                ],
            },
        ),
    ]
