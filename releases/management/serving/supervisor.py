"""A supervisor of granian, the web server: restarts it when it ends unexpectedly."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError

logger = logging.getLogger(__name__)

# Measured: see docs/bench.md. A backpressure as low as the number of threads halves the
# throughput, and granian's own access log costs three times as much as ours.
OPTIONS = (
    *("--interface", "wsgi", "--http", "1", "--no-ws"),
    *("--blocking-threads", "24", "--backpressure", "256"),
    *("--runtime-mode", "st", "--runtime-threads", "1"),
    *("--http1-buffer-size", "65536"),
    *("--http1-header-read-timeout", "10000"),
    *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    *("--workers-kill-timeout", "20"),
    *("--log-level", "error"),
)
# A reload waits if the site changes within this time, in seconds.
QUIET_SECONDS = 60.0
STOP_TIMEOUT = 30.0
RESTART_AFTER = 0.2
POLL_INTERVAL = 0.2
# A server that ends within these seconds, so many times in a row, cannot run at all.
EARLY_EXIT = 5.0
MAX_EARLY_EXITS = 5


class CannotServe(Exception):
    """The web server ends as soon as it is started."""


class Supervisor:
    """Runs granian, and passes the operator's signals on to it.

    `seconds_to_instant` returns how long it is until the site changes, or None.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        workers: int,
        seconds_to_instant: Callable[[], float | None],
    ) -> None:
        self._command = [
            *(sys.executable, "-m", "granian", *OPTIONS),
            *("--host", host, "--port", str(port), "--workers", str(workers)),
            "irsite.wsgi:application",
        ]
        self._seconds_to_instant = seconds_to_instant
        self._stop = threading.Event()
        self._reload = False

    def run(self) -> None:
        """Serve until a signal ends it. Raises CannotServe."""
        signal.signal(signal.SIGTERM, self._on_stop_signal)
        signal.signal(signal.SIGINT, self._on_stop_signal)
        signal.signal(signal.SIGHUP, self._on_reload_signal)
        early_exits = 0
        while not self._stop.is_set():
            began = time.monotonic()
            # In a session of its own, so that Ctrl-C reaches it only through here.
            server = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603 - our own words
            self._wait(server)
            if self._stop.is_set():
                return
            is_early = time.monotonic() - began < EARLY_EXIT
            early_exits = early_exits + 1 if is_early else 1
            if early_exits >= MAX_EARLY_EXITS:
                raise CannotServe
            logger.error("The web server ended unexpectedly. Restarting it.")
            time.sleep(RESTART_AFTER)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        """Wait until the server has ended; stop or reload it on request."""
        while server.poll() is None:
            if self._stop.is_set():
                self._terminate(server)
            elif self._reload and self._is_quiet():
                self._reload = False
                server.send_signal(signal.SIGHUP)
            time.sleep(POLL_INTERVAL)

    def _terminate(self, server: subprocess.Popen[bytes]) -> None:
        server.terminate()
        try:
            server.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

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
