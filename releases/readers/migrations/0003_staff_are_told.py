"""Staff are told by mail and by webhook; each person may refuse kinds of mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0002_outbox_knows_of_erased_deliveries"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffOptOut",
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
                ("staff", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=12, verbose_name="kind")),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_has_one_recipient",
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_has_a_known_rank",
        ),
        migrations.RemoveConstraint(
            model_name="mailing",
            name="mailing_has_a_known_rank",
        ),
        migrations.AddField(
            model_name="delivery",
            name="webhook",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="outboxstate",
            name="mail_down_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="rank",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Staff"),
                    (1, "Somebody waits for it"),
                    (2, "Alert"),
                    (3, "Digest"),
                    (4, "Webhook"),
                ]
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
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="mailing",
            name="rank",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Staff"),
                    (1, "Somebody waits for it"),
                    (2, "Alert"),
                    (3, "Digest"),
                    (4, "Webhook"),
                ],
                verbose_name="rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("staff__isnull", False),
                        ("subscriber__isnull", True),
                        ("webhook", False),
                    ),
                    models.Q(
                        ("staff__isnull", True),
                        ("subscriber__isnull", False),
                        ("webhook", False),
                    ),
                    models.Q(
                        ("staff__isnull", True),
                        ("subscriber__isnull", True),
                        ("webhook", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("webhook", True)),
                fields=("mailing",),
                name="delivery_is_owed_to_the_webhook_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rank", 4), ("webhook", True)),
                    models.Q(("webhook", False), models.Q(("rank", 4), _negated=True)),
                    _connector="OR",
                ),
                name="delivery_to_the_webhook_has_its_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__in", [0, 1, 2, 3, 4])),
                name="delivery_has_a_known_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__in", [0, 1, 2, 3, 4])),
                name="mailing_has_a_known_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffoptout",
            constraint=models.UniqueConstraint(
                fields=("staff", "kind"), name="staff_opt_out_is_made_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffoptout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "approval",
                            "sent_back",
                            "approved",
                            "held",
                            "soon",
                            "went_live",
                            "page_cache",
                            "upcoming",
                        ),
                    )
                ),
                name="staff_opt_out_is_of_a_mail_to_staff",
            ),
        ),
    ]
