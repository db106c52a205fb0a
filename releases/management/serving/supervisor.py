"""A supervisor of granian, the web server, and its companions: restarts what ends by itself."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from releases.management.serving.couriers import Couriers
from releases.management.serving.ending import end_processes
from releases.management.serving.exceptions import CannotServe
from releases.management.serving.operator_port import OperatorPort
from releases.management.serving.stream_process import StreamProcess
from releases.management.serving.worker_link import ADDRESS_VARIABLE, WorkerReports

logger = logging.getLogger(__name__)

# Measured: see docs/bench.md. A backpressure as low as the number of threads halves the
# throughput, and granian's own access log costs three times as much as ours.
OPTIONS = (
    *("--interface", "wsgi", "--http", "1", "--no-ws"),
    *("--blocking-threads", "24", "--backpressure", "512"),
    *("--runtime-mode", "st", "--runtime-threads", "1"),
    *("--http1-buffer-size", "65536"),
    *("--http1-header-read-timeout", "10000"),
    *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    *("--workers-kill-timeout", "20"),
    *("--log-level", "error"),
)
# Has granian write its own lines as JSON too.
JSON_LOG = Path(__file__).with_name("granian_json_log.json")
# The environment variable that has web workers list the event stream among the feeds.
STREAM_VARIABLE = "IRSITE_EVENT_STREAM"
# A reload waits if the site changes within this time, in seconds.
QUIET_SECONDS = 60.0
STOP_TIMEOUT = 30.0
RESTART_AFTER = 0.2
POLL_INTERVAL = 0.2
# A server that ends within these seconds, so many times in a row, cannot run at all.
EARLY_EXIT = 5.0
MAX_EARLY_EXITS = 5


class Supervisor:
    """Runs granian, and passes the operator's signals on to it.

    `seconds_to_instant` returns how long it is until the site changes, or None. The
    companions are kept running beside it, and are reloaded and ended with it. The
    operator port, if there is one, tells how the workers are.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        workers: int,
        seconds_to_instant: Callable[[], float | None],
        companions: Sequence[StreamProcess | Couriers] = (),
        operator_port: OperatorPort | None = None,
    ) -> None:
        self.command = [
            *(sys.executable, "-m", "granian", *OPTIONS),
            *(
                ("--log-config", str(JSON_LOG))
                if settings.IRSITE_LOG_FORMAT == "json"
                else ()
            ),
            *("--host", host, "--port", str(port), "--workers", str(workers)),
            "irsite.wsgi:application",
        ]
        self._seconds_to_instant = seconds_to_instant
        self._workers = workers
        self._companions = companions
        self._operator_port = operator_port
        self._server: subprocess.Popen[bytes]
        # Servers that a reload replaces, and generations without their main process.
        self._outgoing: list[subprocess.Popen[bytes]] = []
        self._orphaned: list[int] = []
        self._stop = threading.Event()
        self._reload = False

    def run(self) -> None:
        """Serve until a signal ends it. Raises CannotServe."""
        signal.signal(signal.SIGTERM, self._on_stop_signal)
        signal.signal(signal.SIGINT, self._on_stop_signal)
        signal.signal(signal.SIGHUP, self._on_reload_signal)
        try:
            with contextlib.closing(WorkerReports()) as reports, self._open(reports):
                self._run(reports)
        finally:
            self._stop_companions()

    def _open(self, reports: WorkerReports) -> contextlib.AbstractContextManager[None]:
        """Open the operator port for the block."""
        if self._operator_port is None:
            return contextlib.nullcontext()
        return self._operator_port.listening(reports, workers=self._workers)

    def _run(self, reports: WorkerReports) -> None:
        early_exits = 0
        while not self._stop.is_set():
            began = time.monotonic()
            self._server = self._start(reports)
            self._wait(reports)
            if reports.failure is not None:
                raise CannotServe(
                    _("The web server cannot start. %(reason)s")
                    % {"reason": reports.failure}
                )
            if self._stop.is_set():
                return
            is_early = time.monotonic() - began < EARLY_EXIT
            early_exits = early_exits + 1 if is_early else 1
            if early_exits >= MAX_EARLY_EXITS:
                raise CannotServe(
                    _("The web server ends as soon as it is started. See above.")
                )
            logger.error("The web server ended unexpectedly. Restarting it.")
            # Its workers may still answer: they end when others are ready.
            self._orphaned.append(reports.generation)
            time.sleep(RESTART_AFTER)

    def _start(self, reports: WorkerReports) -> subprocess.Popen[bytes]:
        reports.generation += 1
        # In a session of its own, so that Ctrl-C reaches it only through here.
        environment = {ADDRESS_VARIABLE: reports.address}
        if any(isinstance(companion, StreamProcess) for companion in self._companions):
            environment[STREAM_VARIABLE] = "true"
        return subprocess.Popen(  # noqa: S603 - our own words
            self.command, start_new_session=True, env=os.environ | environment
        )

    def _wait(self, reports: WorkerReports) -> None:
        """Wait until the server has ended; stop or replace it on request."""
        while self._server.poll() is None:
            if not self._stop.is_set():
                self._keep_companions()
            if self._stop.is_set() or reports.failure is not None:
                end_processes([self._server, *self._outgoing], within=STOP_TIMEOUT)
            elif self._reload and self._is_quiet():
                self._reload = False
                self._outgoing.append(self._server)
                self._server = self._start(reports)
                for companion in self._companions:
                    companion.replace()
            elif reports.is_ready(workers=self._workers):
                self._end_replaced(reports)
            time.sleep(POLL_INTERVAL)

    def _keep_companions(self) -> None:
        for companion in self._companions:
            try:
                companion.keep_running()
            except OSError as error:
                # The system is short of processes or memory: readers come first.
                logger.error("A companion of the web server cannot start: %s", error)

    def _stop_companions(self) -> None:
        for companion in self._companions:
            companion.stop()

    def _end_replaced(self, reports: WorkerReports) -> None:
        """End what the latest workers have replaced; they all answer now."""
        for server in self._outgoing:
            server.terminate()
        self._outgoing = [server for server in self._outgoing if server.poll() is None]
        for generation in self._orphaned:
            reports.end_workers(generation)
        self._orphaned = []

    def _is_quiet(self) -> bool:
        """Return whether new workers have time to start before the site changes."""
        try:
            seconds = self._seconds_to_instant()
        except DatabaseError:
            return False
        return seconds is None or seconds > QUIET_SECONDS

    def _on_stop_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _on_reload_signal(self, number: int, frame: FrameType | None) -> None:
        self._reload = True
