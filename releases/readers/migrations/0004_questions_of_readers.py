"""Readers ask questions by a form, and a mail may be owed about one."""

import django.db.models.deletion
from django.db import migrations, models

import releases.readers.keys


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0003_staff_are_told"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
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
                    "topic",
                    models.CharField(
                        choices=[
                            (
                                "investors",
                                "Investor relations",
                            ),
                            ("media", "A media request"),
                            ("general", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="topic",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("address", models.CharField(max_length=254, verbose_name="address")),
                ("key", models.CharField(max_length=254)),
                (
                    "organization",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="organization"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="phone"),
                ),
                (
                    "question",
                    models.TextField(max_length=4000, verbose_name="question"),
                ),
                (
                    "language",
                    models.CharField(
                        default="en", max_length=12, verbose_name="language"
                    ),
                ),
                (
                    "secret",
                    models.BinaryField(
                        default=releases.readers.keys.new_secret, max_length=16
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=32)),
                ("network", models.CharField(blank=True, max_length=32)),
                ("is_ipv6", models.BooleanField(default=False)),
                ("at", models.DateTimeField(verbose_name="asked")),
                ("forwarded_at", models.DateTimeField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("spam", "Spam"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="InquiryAnswer",
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
                ("author", models.PositiveBigIntegerField()),
                ("text", models.TextField(max_length=10000, verbose_name="answer")),
                ("at", models.DateTimeField(verbose_name="answered")),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_has_one_recipient",
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
                    ("question", "Question from a reader"),
                    ("answer", "Answer to a question"),
                    ("test", "Test"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["source", "at"], name="inquiry_by_source"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["network", "at"], name="inquiry_by_network"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["at"], name="inquiry_by_time"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["key"], name="inquiry_by_key"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["status", "-id"], name="inquiry_by_status"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("forwarded_at__isnull", True)),
                fields=["id"],
                name="inquiry_not_forwarded",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), _negated=True),
                    models.Q(("key", ""), _negated=True),
                    models.Q(("question", ""), _negated=True),
                ),
                name="inquiry_has_an_address_and_a_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic__in", ["investors", "media", "general"])),
                name="inquiry_has_a_known_topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["new", "answered", "closed", "spam"])
                ),
                name="inquiry_has_a_known_status",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="inquiry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="readers.inquiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("mailing", "inquiry"),
                name="delivery_of_an_inquiry_is_owed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("inquiry__isnull", True),
                        ("staff__isnull", True),
                        ("subscriber__isnull", False),
                        ("webhook", False),
                    ),
                    models.Q(
                        ("inquiry__isnull", True),
                        ("staff__isnull", False),
                        ("subscriber__isnull", True),
                        ("webhook", False),
                    ),
                    models.Q(
                        ("inquiry__isnull", False),
                        ("staff__isnull", True),
                        ("subscriber__isnull", True),
                        ("webhook", False),
                    ),
                    models.Q(
                        ("inquiry__isnull", True),
                        ("staff__isnull", True),
                        ("subscriber__isnull", True),
                        ("webhook", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddField(
            model_name="inquiryanswer",
            name="inquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="readers.inquiry",
            ),
        ),
        migrations.AddField(
            model_name="inquiryanswer",
            name="mailing",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, to="readers.mailing"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiryanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="inquiry_answer_has_a_text",
            ),
        ),
    ]
