"""`manage.py bounced`: reads a report of a bounce or a complaint, fed by the mail system."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.alerts.bounces import handle_report

# A report quotes the mail, at most; what is longer is none.
MAX_BYTES = 5 * 1024 * 1024


class Command(BaseCommand):
    """Acts on one report from standard input. It prints nothing: mail systems would mail it."""

    help = _(
        "Read one report of a bounce or a complaint from standard input, and send nothing "
        "more to the subscriber it is about. The mail system runs this for each mail to "
        "IRSITE_MAIL_BOUNCES."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the report, and act on it."""
        if not settings.IRSITE_MAIL_BOUNCES:
            raise CommandError(_("Set IRSITE_MAIL_BOUNCES to the address for reports."))
        handle_report(sys.stdin.buffer.read(MAX_BYTES), at=timezone.now())
