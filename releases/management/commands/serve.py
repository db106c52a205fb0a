"""`manage.py serve`: the production server."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from releases.management.serving import listening, start_checks
from releases.management.serving.couriers import Couriers
from releases.management.serving.exceptions import CannotServe
from releases.management.serving.operator_port import OperatorPort
from releases.management.serving.stream_process import StreamProcess, stream_command
from releases.management.serving.supervisor import Supervisor
from releases.record.clock import read_clock
from releases.record.horizon import read_horizon

BIND = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-f:.]+\]):(?P<port>\d{1,5})", re.I)


class Command(BaseCommand):
    """Runs the web server until SIGTERM or Ctrl-C stops it gracefully.

    On SIGHUP new workers replace the old ones, but never within a minute before an
    instant at which the site changes.
    """

    help = _(
        "Serve the site with the page cache. Send SIGHUP to reload it and SIGTERM to stop "
        "it. Both finish the requests that are being answered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--bind",
            default="127.0.0.1:8000",
            metavar="HOST:PORT",
            help=_("The address to listen on. Default: %(address)s.")
            % {"address": "127.0.0.1:8000"},
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=2,
            help=_("The number of processes. Use one for each CPU core."),
        )
        parser.add_argument(
            "--listen",
            metavar="HOST:PORT",
            help=_(
                "Run the event stream too, on this address (docs/stream.md). Default: "
                "there is none."
            ),
        )
        parser.add_argument(
            "--operators",
            metavar="HOST:PORT",
            help=_(
                "Answer /readyz and /metrics on this address of loopback "
                "(docs/metrics.md). Default: nowhere."
            ),
        )
        parser.add_argument(
            "--couriers",
            type=int,
            default=1,
            help=_(
                "The number of processes that send mails to subscribers, if "
                "IRSITE_SMTP_URL is set, and tell the hub of IRSITE_WEBSUB_HUB of changed "
                "feeds. Use 0 where “manage.py deliver” runs elsewhere."
            ),
        )
        parser.add_argument(
            "--public",
            action="store_true",
            help=_(
                "Listen on an address that others can reach, though no proxy is in front."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the options, the settings and the site, then run the supervisor."""
        host, port = parse_address(options["bind"], option="--bind")
        listen = None
        if options["listen"]:
            listen = parse_address(options["listen"], option="--listen")
        operators = None
        if options["operators"]:
            operators = parse_address(options["operators"], option="--operators")
        require_numbers(workers=options["workers"], couriers=options["couriers"])
        try:
            for address, _port in filter(None, [(host, port), listen]):
                require_proxy(address, is_public=options["public"])
            start_checks.require_private_folder()
            start_checks.require_database()
            start_checks.require_static_files()
            start_checks.fill_search_index()
            with contextlib.ExitStack() as stack:
                stack.enter_context(listening.reserved_port(host, port))
                companions: list[StreamProcess | Couriers] = []
                if settings.IRSITE_ALERTS or settings.IRSITE_WEBSUB_HUB:
                    page_cache = reachable_address(host, port)
                    count = options["couriers"]
                    companions += couriers_beside(count, page_cache=page_cache)
                if listen:
                    stack.enter_context(
                        listening.reserved_port(*listen, option="--listen")
                    )
                    command = stream_command(listen=listen, workers=(host, port))
                    companions.append(StreamProcess(command))
                Supervisor(
                    host=host,
                    port=port,
                    workers=options["workers"],
                    seconds_to_instant=seconds_to_instant,
                    companions=companions,
                    operator_port=OperatorPort(*operators) if operators else None,
                ).run()
        except CannotServe as error:
            raise CommandError(str(error)) from None


def require_numbers(*, workers: int, couriers: int) -> None:
    """Raise CommandError where so many processes cannot be run."""
    if workers < 1:
        raise CommandError(_("--workers must be 1 or more."))
    if couriers < 0:
        raise CommandError(_("--couriers must be 0 or more."))
    if workers > 1 and not settings.SECRET_KEY_IS_LASTING:
        raise CommandError(
            _(
                "With several workers, set IRSITE_SECRET_KEY to 50 or more random "
                "characters. Without it, use --workers 1."
            )
        )


def couriers_beside(count: int, *, page_cache: str) -> list[Couriers]:
    """Return so many couriers, and a waker where workers are woken."""
    couriers = [Couriers(count, page_cache=page_cache)]
    if settings.IRSITE_ALERTS and settings.IRSITE_WAKES_WORKERS:
        couriers.append(Couriers(1, page_cache=page_cache, options=["--wake"]))
    return couriers


def parse_address(text: str, *, option: str) -> tuple[str, int]:
    """Return the host and the port of an option. Raises CommandError."""
    match = BIND.fullmatch(text)
    if match is None:
        raise CommandError(
            _("Write %(option)s as host:port, like 127.0.0.1:8000.")
            % {"option": option}
        )
    return match["host"].strip("[]"), int(match["port"])


def reachable_address(host: str, port: int) -> str:
    """Return host:port at which this machine reaches a server that listens there."""
    host = listening.reachable_host(host)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def require_proxy(host: str, *, is_public: bool) -> None:
    """Require a proxy in front of an address that others can reach. Raises CannotServe."""
    if not (is_public or settings.BEHIND_PROXY or listening.is_loopback(host)):
        raise CannotServe(
            _(
                "Others can reach %(host)s, and IRSITE_BEHIND_PROXY says that no proxy is in "
                "front. A few hundred slow connections would close the site. Listen on "
                "127.0.0.1 behind a proxy that buffers requests (docs/nginx.md), or add "
                "--public."
            )
            % {"host": host}
        )


def seconds_to_instant() -> float | None:
    """Return the seconds until the site changes by itself; None if nothing is scheduled."""
    try:
        now = read_clock()
        instants = read_horizon(at=now).instants
    finally:
        connections.close_all()
    return (instants[0] - now).total_seconds() if instants else None
