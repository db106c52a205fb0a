"""`manage.py deliver`: a courier, which sends the mails to subscribers."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.alerts.holders import CannotDeliver
from releases.management.delivering.running import CourierProcess
from releases.management.delivering.sent_mark import SentMark
from releases.management.delivering.wake_queue import run_worker
from releases.management.delivering.waking import WakerProcess

PAGE_CACHE = "127.0.0.1:8000"


class Command(BaseCommand):
    """Runs one courier, worker or waker until SIGTERM or Ctrl-C.

    Any number may run at once.
    """

    help = _(
        "Send the mails that subscribers are owed. “manage.py serve” runs one by itself; "
        "run more, on this machine or others, to send faster."
    )
    requires_system_checks: list[str] = []  # those of the web server and of `check`

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--page-cache",
            default=PAGE_CACHE,
            metavar="HOST:PORT",
            help=_(
                "Where the web server listens, which must have a page before its mail goes "
                "out. IRSITE_PAGE_CACHES counts before this. Default: %(address)s."
            )
            % {"address": PAGE_CACHE},
        )

        role = parser.add_mutually_exclusive_group()
        role.add_argument(
            "--wake",
            action="store_true",
            help=_(
                "Send nothing, but wake workers in time (IRSITE_COURIERS=tasks). “manage.py "
                "serve” runs one by itself."
            ),
        )
        role.add_argument(
            "--worker",
            action="store_true",
            help=_("Send only when woken by way of Redis (IRSITE_COURIERS=tasks)."),
        )
        role.add_argument(
            "--after-restore",
            action="store_true",
            help=_(
                "After the readers' database was restored from a backup, give up what is "
                "due there, since it may have been sent, and end."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the settings, then run the courier."""
        if not (settings.IRSITE_ALERTS or settings.IRSITE_WEBSUB_HUB):
            raise CommandError(
                _(
                    "Set IRSITE_SMTP_URL to the mail system, or IRSITE_WEBSUB_HUB to a hub: "
                    "without them nothing is sent."
                )
            )
        if options["after_restore"]:
            given_up = SentMark().accept_restored_tables(at=timezone.now())
            self.stdout.write(
                ngettext(
                    "%(count)d mail was given up.",
                    "%(count)d mails were given up.",
                    given_up,
                )
                % {"count": given_up}
            )
            return
        is_by_tasks = options["wake"] or options["worker"]
        if is_by_tasks and not (
            settings.IRSITE_WAKES_WORKERS and settings.IRSITE_ALERTS
        ):
            raise CommandError(
                _(
                    "Set IRSITE_COURIERS=tasks and IRSITE_SMTP_URL: there is nobody to wake."
                )
            )
        page_caches = settings.IRSITE_PAGE_CACHES or [options["page_cache"]]
        if not all(re.fullmatch(r"\S+:\d{1,5}", address) for address in page_caches):
            raise CommandError(_("Write --page-cache as host:port."))
        try:
            if options["worker"]:
                run_worker()
            elif options["wake"]:
                WakerProcess(page_caches).run()
            else:
                CourierProcess(page_caches).run()
        except CannotDeliver as error:
            raise CommandError(str(error)) from None
