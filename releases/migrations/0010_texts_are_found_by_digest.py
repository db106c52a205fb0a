"""Digests of what publications say, those of earlier publications too."""

import django.db.models.deletion
from django.db import migrations, models

from releases.record.content_digests import digests_of
from releases.record.frozen_pages import SCHEMAS
from releases.record.triggers.migration import ThawAlterFreeze

BATCH = 100


def add_digests_of_earlier_publications(apps, schema_editor):
    """Make the digests of what is on the record, as publishing makes them from now on."""
    Publication = apps.get_model("releases", "Publication")
    ContentDigest = apps.get_model("releases", "ContentDigest")
    for row in Publication.objects.order_by("pk").iterator(BATCH):
        document = SCHEMAS[row.kind].model_validate_json(row.document)
        files = row.files.values_list("sha256", flat=True)
        ContentDigest.objects.bulk_create(
            ContentDigest(publication=row, part=part, digest=digest)
            for part, digest in digests_of(row.digest, document, files)
        )


class Migration(migrations.Migration):
    dependencies = [("releases", "0009_publications_are_signed")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="ContentDigest",
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
                            "part",
                            models.CharField(
                                choices=[
                                    ("document", "Document"),
                                    ("file", "File"),
                                    ("release", "Whole release"),
                                    ("text", "Whole text"),
                                    ("passage", "Paragraph"),
                                ],
                                max_length=10,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(max_length=32, verbose_name="digest"),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="content_digests",
                                to="releases.publication",
                                verbose_name="publication",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "digest of content",
                        "verbose_name_plural": "digests of content",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("digest", "part", "publication"),
                                name="content_digest_stands_once_in_a_publication",
                            )
                        ],
                    },
                ),
                migrations.RunPython(
                    add_digests_of_earlier_publications, migrations.RunPython.noop
                ),
            ]
        )
    ]
