"""Keeps granian running: it starts it again where it ends unasked."""

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

# Measured: see docs/bench.md. A backpressure as low as the threads halves what is
# served, and granian's own access log costs three times what ours does.
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
# Nothing is reloaded when the site changes within this time.
QUIET = 60.0
PATIENCE = 30.0
AGAIN_AFTER = 0.2
TICK = 0.2
# A server that ends so soon, so many times in a row, will not run at all.
SOON = 5.0
ATTEMPTS = 5


class CannotServe(Exception):
    """The web server ends as soon as it is started."""


class Supervisor:
    """One granian at a time, and what the operator asks of it by signals."""

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
        """Serve until told to stop."""
        signal.signal(signal.SIGTERM, self._asked_to_stop)
        signal.signal(signal.SIGINT, self._asked_to_stop)
        signal.signal(signal.SIGHUP, self._asked_to_reload)
        failed = 0
        while not self._stop.is_set():
            began = time.monotonic()
            # A group of its own, so that Ctrl-C reaches it only through here.
            server = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603 - our own words
            self._mind(server)
            if self._stop.is_set():
                return
            failed = failed + 1 if time.monotonic() - began < SOON else 1
            if failed >= ATTEMPTS:
                raise CannotServe
            logger.error("The web server ended unasked; it is started again.")
            time.sleep(AGAIN_AFTER)

    def _mind(self, server: subprocess.Popen[bytes]) -> None:
        """Pass on what is asked, until the server has ended."""
        while server.poll() is None:
            if self._stop.is_set():
                self._end(server)
            elif self._reload and self._quiet():
                self._reload = False
                server.send_signal(signal.SIGHUP)
            time.sleep(TICK)

    def _end(self, server: subprocess.Popen[bytes]) -> None:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def _quiet(self) -> bool:
        """Whether nothing changes so soon that new workers would be in its way."""
        try:
            ahead = self._seconds_to_instant()
        except DatabaseError:
            return False
        return ahead is None or ahead > QUIET

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _asked_to_reload(self, number: int, frame: FrameType | None) -> None:
        self._reload = True
