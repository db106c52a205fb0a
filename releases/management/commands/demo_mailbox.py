"""`manage.py demo_mailbox`: takes the demo's mails, and shows them on a page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from aiosmtpd.controller import Controller

from releases.management.demo.mailbox import HOST, DemoMailbox, MailboxPages


class Command(BaseCommand):
    """Runs an SMTP server and a page of its mails until Ctrl-C, for this machine alone."""

    help = _(
        "Take every mail that the demo sends, and show it on a page, for this machine alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--smtp-port", type=int, required=True, help=_("The port for the mails.")
        )
        parser.add_argument(
            "--page-port", type=int, required=True, help=_("The port of the page.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve both."""
        mailbox = DemoMailbox()
        controller = Controller(mailbox, hostname=HOST, port=options["smtp_port"])
        controller.start()
        pages = MailboxPages(options["page_port"], mailbox, site=settings.IRSITE_URL)
        try:
            pages.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            pages.server_close()
            controller.stop()
