from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0003_desk_has_its_groups_and_shelves")]

    operations = [
        migrations.CreateModel(
            name="OldAddress",
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
                ("path", models.CharField(max_length=500)),
                ("address", models.CharField(max_length=90)),
            ],
            options={
                "verbose_name_plural": "old addresses",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("path",), name="old_address_leads_to_one_release"
                    )
                ],
            },
        ),
    ]
