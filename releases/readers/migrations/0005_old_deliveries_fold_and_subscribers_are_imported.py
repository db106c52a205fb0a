"""Old deliveries fold, subscribers are imported, and a mailing names its publication by digest."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0004_questions_of_readers"),
    ]

    operations = [
        migrations.CreateModel(
            name="FoldedDeliveries",
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
                ("block", models.PositiveBigIntegerField()),
                ("received", models.BinaryField(default=bytes)),
                ("overtaken", models.BinaryField(default=bytes)),
                ("sent_count", models.PositiveIntegerField(default=0)),
                ("failed_count", models.PositiveIntegerField(default=0)),
                ("overtaken_count", models.PositiveIntegerField(default=0)),
                ("dropped_count", models.PositiveIntegerField(default=0)),
                ("unknown_count", models.PositiveIntegerField(default=0)),
                ("first_sent", models.DateTimeField(null=True)),
                ("last_sent", models.DateTimeField(null=True)),
                ("first_at_once", models.DateTimeField(null=True)),
                ("pace", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=dict)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SubscriberImport",
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
                ("user", models.BigIntegerField()),
                ("filename", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("basis", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_names_a_known_action",
        ),
        migrations.AddField(
            model_name="consent",
            name="proof",
            field=models.JSONField(default=dict, verbose_name="proof"),
        ),
        migrations.AddField(
            model_name="mailing",
            name="digest",
            field=models.CharField(blank=True, max_length=64, verbose_name="digest"),
        ),
        migrations.AddField(
            model_name="mailing",
            name="folded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="mailing",
            name="trimmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="subscriptionrequest",
            name="is_ipv6",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="subscriptionrequest",
            name="mailbox",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="subscriptionrequest",
            name="network",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="consent",
            name="action",
            field=models.CharField(
                choices=[
                    ("requested", "Asked to subscribe"),
                    ("confirmed", "Confirmed the address"),
                    ("changed", "Changed the choices"),
                    ("paused", "Paused"),
                    ("resumed", "Resumed"),
                    ("left", "Unsubscribed"),
                    ("invited", "Imported by staff, to be confirmed"),
                    ("imported", "Imported by staff with proof of consent"),
                    ("bounced", "The address was refused"),
                    ("complained", "Complained of spam"),
                ],
                max_length=12,
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="mailing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("publication", "Publication"),
                    ("reminder", "Reminder"),
                    ("confirmation", "Confirmation"),
                    ("subscribed", "Subscribed already"),
                    ("data", "Link to one's data"),
                    ("approval", "A release waits for your approval"),
                    ("sent_back", "Your release was sent back"),
                    ("approved", "Your release was approved"),
                    ("held", "A release was put on hold"),
                    ("soon", "A release goes live soon"),
                    ("went_live", "A release went live"),
                    ("page_cache", "The page cache is not ready for an instant"),
                    ("mail_down", "The mail system takes no mail"),
                    ("upcoming", "What goes live this week"),
                    ("question", "Question from a reader"),
                    ("answer", "Answer to a question"),
                    ("test", "Test"),
                    ("invitation", "Request to confirm an imported address"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("outcome", "failed")),
                fields=["-at", "-id"],
                name="delivery_failed",
            ),
        ),
        migrations.AddIndex(
            model_name="mailing",
            index=models.Index(fields=["opens"], name="mailing_by_instant"),
        ),
        migrations.AddIndex(
            model_name="subscriptionrequest",
            index=models.Index(fields=["network", "at"], name="request_by_network"),
        ),
        migrations.AddIndex(
            model_name="subscriptionrequest",
            index=models.Index(fields=["mailbox", "at"], name="request_by_mailbox"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
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
                            "invited",
                            "imported",
                            "bounced",
                            "complained",
                        ],
                    )
                ),
                name="consent_names_a_known_action",
            ),
        ),
        migrations.AddField(
            model_name="foldeddeliveries",
            name="mailing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="folded_deliveries",
                to="readers.mailing",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriberimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True),
                name="import_of_subscribers_states_its_basis",
            ),
        ),
        migrations.AddIndex(
            model_name="foldeddeliveries",
            index=models.Index(fields=["block"], name="folded_by_block"),
        ),
        migrations.AddConstraint(
            model_name="foldeddeliveries",
            constraint=models.UniqueConstraint(
                fields=("mailing", "block"), name="deliveries_are_folded_once"
            ),
        ),
    ]
