"""Indexes by when each version went live, for the feeds."""

from django.db import migrations, models
from django.db.models import F, OrderBy

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [("releases", "0005_triggers_freeze_the_record")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddIndex(
                    model_name="publication",
                    index=models.Index(
                        F("kind"),
                        OrderBy(F("live_from"), descending=True),
                        OrderBy(F("id"), descending=True),
                        F("live_until"),
                        F("imported"),
                        F("number"),
                        name="publication_by_disclosure",
                    ),
                ),
                migrations.AddIndex(
                    model_name="publication",
                    index=models.Index(
                        F("kind"),
                        F("category"),
                        OrderBy(F("live_from"), descending=True),
                        OrderBy(F("id"), descending=True),
                        F("live_until"),
                        F("imported"),
                        F("number"),
                        name="publication_disclosed_category",
                    ),
                ),
            ]
        ),
    ]
