"""Categories have names in other languages."""

from django.db import migrations, models

import releases.models.desk.category
from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0021_exchanges_are_a_list_of_the_code"),
    ]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddField(
                    model_name="category",
                    name="other_names",
                    field=models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="For releases in them, a line for each, its language (BCP 47) first: “de: Ergebnisse”. Where there is none, readers see the name above.",
                        validators=[releases.models.desk.category.validate_names],
                        verbose_name="names in other languages",
                    ),
                ),
            ]
        )
    ]
