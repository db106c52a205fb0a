"""What the public may read, the journal, and the changes of every row."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import releases.models.record.journal


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0001_tables_of_the_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordChange",
            fields=[
                (
                    "generation",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False),
                ),
                ("affects_from", models.DateTimeField(null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
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
                    "seq",
                    models.PositiveBigIntegerField(unique=True, verbose_name="number"),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("by", models.CharField(max_length=150, verbose_name="by")),
                (
                    "user_id",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="account"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=releases.models.record.journal.journal_actions,
                        max_length=40,
                        verbose_name="action",
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest"),
                ),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                (
                    "facts",
                    models.JSONField(blank=True, default=dict, verbose_name="facts"),
                ),
                (
                    "changes_sealed",
                    models.PositiveIntegerField(
                        default=0, verbose_name="changes sealed"
                    ),
                ),
                (
                    "changes_digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="digest of the changes"
                    ),
                ),
                (
                    "previous",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="previous seal"
                    ),
                ),
                ("seal", models.CharField(max_length=64, verbose_name="seal")),
                (
                    "code",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="authentication code"
                    ),
                ),
            ],
            options={
                "verbose_name": "journal entry",
                "verbose_name_plural": "journal",
                "ordering": ["-seq"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["subject", "-seq"], name="journal_by_subject")
                ],
            },
        ),
        migrations.CreateModel(
            name="OldPath",
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
                ("path", models.CharField(max_length=500, verbose_name="old path")),
                ("address", models.CharField(max_length=90, verbose_name="release")),
            ],
            options={
                "verbose_name": "old path",
                "verbose_name_plural": "old paths",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("path",), name="old_path_leads_to_one_release"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("release", "Release"),
                            ("event", "Event"),
                            ("profile", "Profile"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("address", models.CharField(max_length=90, verbose_name="address")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("dated", models.DateTimeField(verbose_name="first disclosed")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("live_from", models.DateTimeField(verbose_name="live from")),
                (
                    "live_until",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="live until"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "category",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="category"
                    ),
                ),
                ("headline", models.CharField(max_length=300, verbose_name="headline")),
                (
                    "notice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "First publication"),
                            ("correction", "Correction"),
                            ("withdrawal", "Withdrawal"),
                        ],
                        max_length=10,
                        verbose_name="notice",
                    ),
                ),
                (
                    "seals_earlier",
                    models.BooleanField(
                        default=False, verbose_name="seals earlier versions"
                    ),
                ),
                (
                    "starts",
                    models.DateTimeField(blank=True, null=True, verbose_name="starts"),
                ),
                (
                    "ends",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                ("bundle", models.UUIDField(default=uuid.uuid4, verbose_name="bundle")),
                (
                    "imported",
                    models.BooleanField(default=False, verbose_name="imported"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("document", models.TextField(verbose_name="document")),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
                "ordering": ["-dated", "-id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        models.F("kind"),
                        models.F("address"),
                        models.OrderBy(models.F("dated"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="publication_by_address",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.OrderBy(models.F("dated"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        models.F("live_from"),
                        models.F("live_until"),
                        name="publication_by_date",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("category"),
                        models.OrderBy(models.F("dated"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        models.F("live_from"),
                        models.F("live_until"),
                        name="publication_by_category",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("year"),
                        models.OrderBy(models.F("dated"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        models.F("live_from"),
                        models.F("live_until"),
                        models.F("category"),
                        name="publication_by_year",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("ends"),
                        models.F("id"),
                        condition=models.Q(("ends__isnull", False)),
                        name="publication_by_end_of_event",
                    ),
                    models.Index(fields=["bundle"], name="publication_by_bundle"),
                    models.Index(fields=["live_from"], name="publication_by_live_from"),
                    models.Index(
                        condition=models.Q(("live_until__isnull", False)),
                        fields=["live_until"],
                        name="publication_by_live_until",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("live_until__isnull", True),
                            models.Q(
                                ("live_until", models.F("live_from")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        fields=("kind", "address", "number"),
                        name="publication_number_is_given_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live_until__isnull", True),
                            ("live_until__gte", models.F("live_from")),
                            _connector="OR",
                        ),
                        name="publication_does_not_end_before_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dated__lte", models.F("live_from"))),
                        name="publication_is_dated_no_later_than_it_is_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("imported", True),
                            models.Q(("number", 1), _negated=True),
                            ("dated", models.F("live_from")),
                            _connector="OR",
                        ),
                        name="publication_is_dated_when_first_live_unless_imported",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__lt", models.F("live_from"))),
                        name="publication_is_recorded_before_it_is_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="publication_numbers_start_at_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ends__isnull", False),
                                ("kind", "event"),
                                ("starts__isnull", False),
                            ),
                            models.Q(
                                models.Q(("kind", "event"), _negated=True),
                                ("ends__isnull", True),
                                ("starts__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_of_an_event_has_its_times",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordState",
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
                ("generation", models.PositiveBigIntegerField(default=0)),
                ("clock", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="record_state_is_the_only_row",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HorizonInstant",
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
                    models.DateTimeField(db_index=True, verbose_name="instant"),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instants",
                        to="releases.publication",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "horizon instant",
                "verbose_name_plural": "horizon instants",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "instant"),
                        name="horizon_instant_is_named_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventMention",
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
                    "address",
                    models.CharField(
                        db_index=True,
                        max_length=90,
                        verbose_name="address of the event",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_mentions",
                        to="releases.publication",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "event mention",
                "verbose_name_plural": "event mentions",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "address"),
                        name="event_is_mentioned_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
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
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "media_type",
                    models.CharField(max_length=100, verbose_name="media type"),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                (
                    "token",
                    models.CharField(
                        db_index=True, max_length=40, verbose_name="token"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="releases.publication",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "published file",
                "verbose_name_plural": "published files",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "token"),
                        name="published_file_has_one_token_a_publication",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RowChange",
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
                ("at", models.DateTimeField(verbose_name="time")),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("table", models.CharField(max_length=63, verbose_name="table")),
                ("row", models.BigIntegerField(verbose_name="row")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("found", "found"),
                            ("insert", "added"),
                            ("update", "changed"),
                            ("delete", "deleted"),
                        ],
                        max_length=6,
                        verbose_name="action",
                    ),
                ),
                ("before", models.TextField(blank=True, verbose_name="before")),
                ("after", models.TextField(blank=True, verbose_name="after")),
                (
                    "by",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="changed by"
                    ),
                ),
                (
                    "origin",
                    models.CharField(blank=True, max_length=100, verbose_name="from"),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, max_length=81, verbose_name="authentication code"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="row_changes",
                        to="releases.journalentry",
                        to_field="seq",
                        verbose_name="sealed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["-id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        fields=["subject", "-id"], name="row_change_by_subject"
                    ),
                    models.Index(
                        fields=["table", "row", "id"], name="row_change_by_row"
                    ),
                ],
            },
        ),
    ]
