"""A member of staff who is named in a comment is told by mail, and may refuse such mails."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0006_provider_webhooks_and_hub_pings"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="staffoptout",
            name="staff_opt_out_is_of_a_mail_to_staff",
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
                    ("mentioned", "A comment names you"),
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
                            "mentioned",
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
