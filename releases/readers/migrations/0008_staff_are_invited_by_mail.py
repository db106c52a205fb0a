"""Members of staff who are invited to the desk get their link by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0007_staff_are_named_in_comments"),
    ]

    operations = [
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
                    ("desk_access", "Invitation to the desk"),
                    ("question", "Question from a reader"),
                    ("answer", "Answer to a question"),
                    ("test", "Test"),
                    ("invitation", "Request to confirm an imported address"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]
