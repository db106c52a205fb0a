"""Columns that were added to a table have a default there, for code that does not know them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0008_staff_are_invited_by_mail"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="proof",
            field=models.JSONField(db_default={}, default=dict, verbose_name="proof"),
        ),
        migrations.AlterField(
            model_name="mailing",
            name="digest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=64,
                verbose_name="digest",
            ),
        ),
        migrations.AlterField(
            model_name="subscriptionrequest",
            name="is_ipv6",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="subscriptionrequest",
            name="mailbox",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=64
            ),
        ),
        migrations.AlterField(
            model_name="subscriptionrequest",
            name="network",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=32
            ),
        ),
    ]
