"""`manage.py canary`: whether what is published shows at its instant, seen from outside."""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.management.canary.running import fetcher, run_canary
from releases.management.canary.watching import Canary
from releases.management.stop_signals import set_at_stop_signals
from releases.record.canary_note import note_findings


class Command(BaseCommand):
    """Asks until SIGTERM or Ctrl-C, or once."""

    help = _(
        "Ask the site as readers do, before and after each instant, and tell staff what is "
        "early, late or different."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "url",
            metavar="URL",
            help=_("The public address, like https://ir.example.com."),
        )
        parser.add_argument(
            "--origin",
            default="",
            metavar="URL",
            help=_(
                "The site on this machine, behind every cache, like "
                "http://127.0.0.1:8001."
            ),
        )
        parser.add_argument(
            "--once", action="store_true", help=_("Look once, and print what is wrong.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the canary."""
        addresses = [options["url"], options["origin"]]
        if not all(
            url.startswith(("http://", "https://")) for url in filter(None, addresses)
        ):
            raise CommandError(_("Write addresses like https://ir.example.com."))
        canary = Canary(
            options["url"].rstrip("/"),
            origin=options["origin"].rstrip("/"),
            fetch=fetcher(settings.IRSITE_URL),
        )
        if options["once"]:
            findings = canary.find_faults()
            for finding in findings:
                self.stdout.write(f"{finding.fault} {finding.form} {finding.instant}")
            note_findings(findings)
            if findings:
                raise CommandError(_("The site is not as it should be: see above."))
            return
        is_ended = threading.Event()
        set_at_stop_signals(is_ended)
        run_canary(canary, is_ended=is_ended.wait)
