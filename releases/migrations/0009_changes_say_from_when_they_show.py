from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [("releases", "0008_who_reads_the_changes")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="Impression",
                    fields=[
                        (
                            "generation",
                            models.PositiveBigIntegerField(
                                primary_key=True, serialize=False
                            ),
                        ),
                        ("affects_from", models.DateTimeField(null=True)),
                    ],
                    options={"default_permissions": ()},
                )
            ]
        )
    ]
