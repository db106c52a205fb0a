"""Subscribers, what they asked for, and the mails that they are owed."""

import django.db.models.deletion
from django.db import migrations, models

import releases.readers.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Mailing",
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
                    "key",
                    models.CharField(max_length=160, unique=True, verbose_name="key"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("publication", "Publication"),
                            ("reminder", "Reminder"),
                            ("confirmation", "Confirmation"),
                            ("subscribed", "Subscribed already"),
                            ("data", "Link to one's data"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Staff"),
                            (1, "Somebody waits for it"),
                            (2, "Alert"),
                            (3, "Digest"),
                        ],
                        verbose_name="rank",
                    ),
                ),
                (
                    "chain",
                    models.CharField(blank=True, max_length=100, verbose_name="chain"),
                ),
                (
                    "number",
                    models.PositiveIntegerField(null=True, verbose_name="version"),
                ),
                (
                    "notice",
                    models.CharField(blank=True, max_length=10, verbose_name="notice"),
                ),
                (
                    "publication",
                    models.PositiveBigIntegerField(
                        null=True, verbose_name="publication"
                    ),
                ),
                ("opens", models.DateTimeField(verbose_name="instant")),
                ("cursor", models.PositiveBigIntegerField(default=0)),
                (
                    "filled_at",
                    models.DateTimeField(null=True, verbose_name="filled at"),
                ),
            ],
            options={
                "verbose_name": "mailing",
                "verbose_name_plural": "mailings",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("filled_at__isnull", True)),
                        fields=["rank", "id"],
                        name="mailing_unfilled",
                    ),
                    models.Index(fields=["chain", "number"], name="mailing_by_chain"),
                    models.Index(
                        condition=models.Q(("publication__isnull", False)),
                        fields=["publication"],
                        name="mailing_by_publication",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="mailing_has_a_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__in", [0, 1, 2, 3])),
                        name="mailing_has_a_known_rank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "publication"), _negated=True),
                            models.Q(
                                ("number__isnull", False),
                                ("publication__isnull", False),
                                models.Q(("chain", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mailing_of_a_publication_names_its_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxState",
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
                ("floor", models.DateTimeField()),
                ("next_send", models.DateTimeField(null=True)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="outbox_state_is_the_only_row",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
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
                ("address", models.CharField(max_length=254, verbose_name="address")),
                ("key", models.CharField(max_length=254, unique=True)),
                (
                    "secret",
                    models.BinaryField(
                        default=releases.readers.keys.new_secret, max_length=16
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en", max_length=12, verbose_name="language"
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        default="UTC", max_length=64, verbose_name="time zone"
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("at_once", "As soon as something is published"),
                            ("daily", "Once a day"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="pace",
                    ),
                ),
                (
                    "digest_hour",
                    models.PositiveSmallIntegerField(default=7, verbose_name="hour"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Not confirmed yet"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("left", "Unsubscribed"),
                            ("bounced", "Address does not exist"),
                            ("complained", "Complained"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "subscriber",
                "verbose_name_plural": "subscribers",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["status", "since"], name="subscriber_by_status"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True),
                            models.Q(("key", ""), _negated=True),
                        ),
                        name="subscriber_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "pending",
                                    "active",
                                    "paused",
                                    "left",
                                    "bounced",
                                    "complained",
                                ],
                            )
                        ),
                        name="subscriber_has_a_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pace__in", ["at_once", "daily"])),
                        name="subscriber_has_a_known_pace",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest_hour__lte", 23)),
                        name="subscriber_reads_at_an_hour_of_the_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubscriptionRequest",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("subscribe", "Subscribe"),
                            ("data", "A link to my data"),
                        ],
                        default="subscribe",
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("key", models.CharField(max_length=254)),
                ("language", models.CharField(default="en", max_length=12)),
                ("zone", models.CharField(default="UTC", max_length=64)),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("at_once", "As soon as something is published"),
                            ("daily", "Once a day"),
                        ],
                        default="at_once",
                        max_length=10,
                    ),
                ),
                ("digest_hour", models.PositiveSmallIntegerField(default=7)),
                ("subjects", models.JSONField(default=list)),
                ("wording", models.CharField(blank=True, max_length=20)),
                ("source", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["source", "at"], name="request_by_source"),
                    models.Index(fields=["key", "at"], name="request_by_key"),
                    models.Index(
                        condition=models.Q(("handled_at__isnull", True)),
                        fields=["id"],
                        name="request_unhandled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True),
                            models.Q(("key", ""), _negated=True),
                        ),
                        name="subscription_request_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["subscribe", "data"])),
                        name="subscription_request_has_a_known_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pace__in", ["at_once", "daily"])),
                        name="subscription_request_has_a_known_pace",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest_hour__lte", 23)),
                        name="subscription_request_has_an_hour_of_the_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
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
                    "code",
                    models.CharField(max_length=64, unique=True, verbose_name="code"),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("pending", "Not confirmed yet"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("left", "Unsubscribed"),
                            ("bounced", "Address does not exist"),
                            ("complained", "Complained"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "suppressed address",
                "verbose_name_plural": "suppressed addresses",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["bounced", "complained"])),
                        name="suppression_is_for_a_bounce_or_a_complaint",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("staff", models.PositiveBigIntegerField(null=True)),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Staff"),
                            (1, "Somebody waits for it"),
                            (2, "Alert"),
                            (3, "Digest"),
                        ]
                    ),
                ),
                ("due", models.DateTimeField(null=True, verbose_name="due")),
                (
                    "courier",
                    models.PositiveIntegerField(null=True, verbose_name="courier"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("overtaken", "Overtaken by a later version"),
                            ("dropped", "No longer wanted"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "begun",
                    models.PositiveSmallIntegerField(default=0, verbose_name="begun"),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="attempts"
                    ),
                ),
                ("at", models.DateTimeField(null=True, verbose_name="last tried")),
                (
                    "reply",
                    models.CharField(blank=True, max_length=300, verbose_name="reply"),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="readers.mailing",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="readers.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("due__isnull", False)),
                        fields=["rank", "due", "id"],
                        name="delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("courier__isnull", False)),
                        fields=["courier"],
                        name="delivery_held",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mailing", "subscriber"),
                        name="delivery_is_owed_to_a_subscriber_once",
                    ),
                    models.UniqueConstraint(
                        fields=("mailing", "staff"),
                        name="delivery_is_owed_to_a_member_of_staff_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("staff__isnull", False), ("subscriber__isnull", True)
                            ),
                            models.Q(
                                ("staff__isnull", True), ("subscriber__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="delivery_has_one_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("courier__isnull", True),
                                ("due__isnull", False),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("courier__isnull", False),
                                ("due__isnull", True),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("courier__isnull", True),
                                ("due__isnull", True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_is_due_or_held_or_settled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__in", [0, 1, 2, 3])),
                        name="delivery_has_a_known_rank",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("requested", "Asked to subscribe"),
                            ("confirmed", "Confirmed the address"),
                            ("changed", "Changed the choices"),
                            ("paused", "Paused"),
                            ("resumed", "Resumed"),
                            ("left", "Unsubscribed"),
                            ("imported", "Imported by staff"),
                            ("bounced", "The address was refused"),
                            ("complained", "Complained of spam"),
                        ],
                        max_length=12,
                        verbose_name="action",
                    ),
                ),
                ("means", models.CharField(max_length=20, verbose_name="means")),
                (
                    "wording",
                    models.CharField(blank=True, max_length=20, verbose_name="wording"),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=32, verbose_name="source"),
                ),
                ("subjects", models.JSONField(default=list, verbose_name="subjects")),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="readers.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                [
                                    "requested",
                                    "confirmed",
                                    "changed",
                                    "paused",
                                    "resumed",
                                    "left",
                                    "imported",
                                    "bounced",
                                    "complained",
                                ],
                            )
                        ),
                        name="consent_names_a_known_action",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
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
                ("subject", models.CharField(max_length=60, verbose_name="subject")),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="readers.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["subject", "subscriber"], name="subscription_by_subject"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subscriber", "subject"),
                        name="subscription_is_made_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True),
                        name="subscription_names_a_subject",
                    ),
                ],
            },
        ),
    ]
