"""The couriers that the web server runs beside its workers, one process each."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from django.conf import settings

from releases.management.serving.ending import end_processes

logger = logging.getLogger(__name__)

# Tells a courier to end when its standard input does: its supervisor is gone then.
SUPERVISED = "IRSITE_SUPERVISED"
# Longer than a courier waits for an answer of the mail system, in seconds.
STOP_TIMEOUT = 35.0
# When one that has ended is restarted, in seconds: each time twice as long, until one runs.
RESTART_AFTER, MAX_RESTART_AFTER = 1.0, 60.0


class Couriers:
    """Keeps so many couriers running, which ask this page cache (host:port) for pages.

    With options of `manage.py deliver`, they are what these make of a courier.
    """

    def __init__(
        self,
        count: int,
        *,
        page_cache: str,
        options: Sequence[str] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._count = count
        self._monotonic = monotonic
        self._command = [
            *(sys.executable, str(settings.BASE_DIR / "manage.py"), "deliver"),
            *("--page-cache", page_cache, *options),
        ]
        self._processes: list[subprocess.Popen[bytes]] = []
        # Those that a reload replaces, and when they are killed.
        self._outgoing: list[subprocess.Popen[bytes]] = []
        self._kill_after = 0.0
        self._start_after = 0.0
        self._wait = RESTART_AFTER

    def keep_running(self) -> None:
        """Start those that are not running; log it where one has ended by itself."""
        now = self._monotonic()
        self._end_replaced(now)
        running = [courier for courier in self._processes if courier.poll() is None]
        if len(running) < len(self._processes):
            logger.error("A courier ended unexpectedly. Restarting it.")
            self._start_after = now + self._wait
            self._wait = min(2 * self._wait, MAX_RESTART_AFTER)
        elif now > self._start_after + MAX_RESTART_AFTER:
            self._wait = RESTART_AFTER
        for ended in self._processes:
            if ended not in running:
                close_input(ended)
        self._processes = running
        if now >= self._start_after:
            while len(self._processes) < self._count:
                self._processes.append(self._start())

    def _start(self) -> subprocess.Popen[bytes]:
        # In a session of its own, so that Ctrl-C reaches it only through here.
        return subprocess.Popen(  # noqa: S603 - our own words
            self._command,
            stdin=subprocess.PIPE,
            start_new_session=True,
            env=os.environ | {SUPERVISED: "true"},
        )

    def replace(self) -> None:
        """End them after the mails in the air, and wait for none: others run beside them."""
        for courier in self._processes:
            courier.terminate()
        self._outgoing += self._processes
        self._kill_after = self._monotonic() + STOP_TIMEOUT
        self._processes = []

    def _end_replaced(self, now: float) -> None:
        for courier in self._outgoing:
            if now >= self._kill_after:
                courier.kill()
            if courier.poll() is not None:
                close_input(courier)
        self._outgoing = [
            courier for courier in self._outgoing if courier.poll() is None
        ]

    def stop(self) -> None:
        """End them after the mails in the air."""
        processes = [*self._processes, *self._outgoing]
        self._processes, self._outgoing = [], []
        end_processes(processes, within=STOP_TIMEOUT)
        for courier in processes:
            close_input(courier)


def close_input(courier: subprocess.Popen[bytes]) -> None:
    """Close our end of a courier's standard input."""
    if courier.stdin is not None:
        courier.stdin.close()
