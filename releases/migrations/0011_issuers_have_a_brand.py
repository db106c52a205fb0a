"""An issuer's two colours and its typeface on the public pages."""

from django.db import migrations, models

from releases.models.desk.issuer import validate_colour
from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [("releases", "0010_texts_are_found_by_digest")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddField(
                    model_name="issuer",
                    name="colour",
                    field=models.CharField(
                        blank=True,
                        help_text="Of the company's name and the rules of the masthead, such as #14466b. Empty for black. Where readers prefer a dark page, it is made as light as needed.",
                        max_length=7,
                        validators=[validate_colour],
                        verbose_name="colour",
                    ),
                ),
                migrations.AddField(
                    model_name="issuer",
                    name="link_colour",
                    field=models.CharField(
                        blank=True,
                        help_text="Of links and buttons. Empty for the site's own blue.",
                        max_length=7,
                        validators=[validate_colour],
                        verbose_name="colour of links",
                    ),
                ),
                migrations.AddField(
                    model_name="issuer",
                    name="face",
                    field=models.CharField(
                        choices=[("serif", "Serif"), ("sans", "Sans serif")],
                        default="serif",
                        help_text="Of headlines and texts on the public pages.",
                        max_length=5,
                        verbose_name="typeface",
                    ),
                ),
            ]
        )
    ]
