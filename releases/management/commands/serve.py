"""The production server in one command."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from releases.management.serving.supervisor import CannotServe, Supervisor
from releases.record.clock import read_clock
from releases.record.horizon import read_horizon

BIND = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-f:.]+\]):(?P<port>\d{1,5})", re.I)


class Command(BaseCommand):
    """Serves the site until it is told to stop.

    SIGTERM and Ctrl-C end it gracefully; SIGHUP has new workers take over from the old,
    but never within a minute of an instant at which the site changes.
    """

    help = "Serve the site. SIGHUP reloads it, SIGTERM stops it, both gracefully."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument(
            "--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="Where."
        )
        parser.add_argument(
            "--workers", type=int, default=2, help="Processes: one for each core."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check what would be a surprise later, then hand over to the supervisor."""
        match = BIND.fullmatch(options["bind"])
        if match is None:
            raise CommandError("--bind is written as host:port, like 127.0.0.1:8000.")
        if options["workers"] < 1:
            raise CommandError("--workers must be 1 or more.")
        if options["workers"] > 1 and not settings.SECRET_KEY_IS_LASTING:
            raise CommandError(
                "Several workers need one IRSITE_SECRET_KEY: set it to 50 or more "
                "random characters, or serve with --workers 1."
            )
        supervisor = Supervisor(
            host=match["host"].strip("[]"),
            port=int(match["port"]),
            workers=options["workers"],
            seconds_to_instant=seconds_to_instant,
        )
        connections.close_all()
        try:
            supervisor.run()
        except CannotServe:
            raise CommandError(
                f"The web server does not start: see above. Is {options['bind']} taken?"
            ) from None


def seconds_to_instant() -> float | None:
    """How long until the site changes by itself; None where nothing is ahead."""
    try:
        now = read_clock()
        instants = read_horizon(at=now).instants
    finally:
        connections.close_all()
    return (instants[0] - now).total_seconds() if instants else None
