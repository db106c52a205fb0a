"""Signatures of what is published, the signed log, and the keys; kept by triggers."""

import django.db.models.deletion
from django.db import migrations, models

from releases.record.triggers.migration import ThawAlterFreeze


class Migration(migrations.Migration):
    dependencies = [("releases", "0008_derivatives_are_made_once")]

    operations = [
        ThawAlterFreeze(
            [
                migrations.CreateModel(
                    name="SigningKey",
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
                            "public_key",
                            models.CharField(
                                max_length=64, unique=True, verbose_name="public key"
                            ),
                        ),
                        ("valid_from", models.DateTimeField(verbose_name="valid from")),
                        ("text", models.TextField(verbose_name="signed text")),
                        (
                            "signature",
                            models.CharField(max_length=128, verbose_name="signature"),
                        ),
                        (
                            "introduced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successors",
                                to="releases.signingkey",
                                verbose_name="introduced by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signing key",
                        "verbose_name_plural": "signing keys",
                        "default_permissions": (),
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="KeyRevocation",
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
                        ("instant", models.DateTimeField(verbose_name="instant")),
                        ("text", models.TextField(verbose_name="signed text")),
                        (
                            "signature",
                            models.CharField(max_length=128, verbose_name="signature"),
                        ),
                        (
                            "key",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revocation",
                                to="releases.signingkey",
                                verbose_name="key",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revocations_signed",
                                to="releases.signingkey",
                                verbose_name="signed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "revocation of a key",
                        "verbose_name_plural": "revocations of keys",
                        "default_permissions": (),
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Envelope",
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
                            "leaf",
                            models.CharField(
                                max_length=64, verbose_name="hash in the log"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="signed text")),
                        (
                            "signature",
                            models.CharField(max_length=128, verbose_name="signature"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "publication",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="envelope",
                                to="releases.publication",
                                verbose_name="publication",
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="envelopes",
                                to="releases.signingkey",
                                verbose_name="key",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signed envelope",
                        "verbose_name_plural": "signed envelopes",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="LogHead",
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
                            "instant",
                            models.DateTimeField(unique=True, verbose_name="instant"),
                        ),
                        ("size", models.PositiveIntegerField(verbose_name="entries")),
                        ("root", models.CharField(max_length=64, verbose_name="root")),
                        ("text", models.TextField(verbose_name="signed text")),
                        (
                            "signature",
                            models.CharField(max_length=128, verbose_name="signature"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heads",
                                to="releases.signingkey",
                                verbose_name="key",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "head of the log",
                        "verbose_name_plural": "heads of the log",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
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
                            "position",
                            models.PositiveIntegerField(verbose_name="position"),
                        ),
                        ("path", models.TextField(blank=True, verbose_name="path")),
                        (
                            "head",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="releases.loghead",
                                verbose_name="head",
                            ),
                        ),
                        (
                            "publication",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log_entry",
                                to="releases.publication",
                                verbose_name="publication",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of the log",
                        "verbose_name_plural": "entries of the log",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("position",), name="log_entry_has_its_own_place"
                            )
                        ],
                    },
                ),
            ]
        )
    ]
