"""The index of the search, which starts empty: `index_search` or `serve` fills it."""

import datetime as dt

from django.db import migrations, models

from releases.record.search.tables import CreateSearchTable
from releases.record.triggers.migration import ThawAlterFreeze
from releases.text.words import WORDS_VERSION

BEGINNING = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)


def create_the_state(apps, schema_editor):
    """Note that nothing is indexed."""
    apps.get_model("releases", "SearchState").objects.create(
        pk=1, indexed_until=BEGINNING, words_version=WORDS_VERSION
    )


class Migration(migrations.Migration):
    dependencies = [("releases", "0014_reports_and_pages")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.AddIndex(
                    model_name="publication",
                    index=models.Index(
                        fields=[
                            *("id", "live_from", "live_until", "kind", "year"),
                            *("category", "dated"),
                        ],
                        name="publication_in_search",
                    ),
                ),
                migrations.CreateModel(
                    name="SearchState",
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
                        ("indexed_until", models.DateTimeField()),
                        ("indexed_id", models.PositiveBigIntegerField(default=0)),
                        ("words_version", models.PositiveIntegerField()),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)),
                                name="search_state_is_the_only_row",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchWord",
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
                        ("key", models.CharField(max_length=64)),
                        ("word", models.CharField(max_length=64)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "word"),
                                name="search_word_has_each_key_once",
                            )
                        ],
                    },
                ),
                CreateSearchTable(),
                migrations.RunPython(create_the_state, migrations.RunPython.noop),
            ]
        )
    ]
